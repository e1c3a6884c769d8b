import { expect, it } from 'vitest';
import { compileKql } from '../../../src/kql/run/evaluator.ts';
import { createSchema } from '../../../src/kql/schema.ts';
import type { Evaluation, RunOptions, SampleData, Value } from '../../../src/prove/language.ts';

/** A table with a column of each type, beside those of the workspace. */
export const schema = createSchema({
  tables: {
    T: {
      TimeGenerated: 'datetime',
      n: 'long',
      i: 'int',
      r: 'real',
      s: 'string',
      b: 'bool',
      d: 'dynamic',
      t: 'datetime',
      w: 'timespan',
      g: 'guid',
    },
    U: { n: 'long', s: 'string', u: 'string' },
    V: { n: 'string', v: 'real' },
  },
  functions: ['Elsewhere'],
});

export const NOW = new Date('2024-03-05T13:45:07.123Z');

export type Tables = SampleData['tables'];

export function evaluate(query: string, data: Partial<SampleData> = {}, options: Partial<RunOptions> = {}): Evaluation {
  return compileKql(query, schema)({ tables: {}, ...data }, { now: NOW, ...options });
}

/** The rows' cells in the order of the columns; anything but rows fails the test. */
export function cells(query: string, tables: Tables = {}): Value[][] {
  const outcome = evaluate(query, { tables });
  if (outcome.status !== 'evaluated') throw new Error(`${query}: ${JSON.stringify(outcome)}`);
  return outcome.rows.map((row) => outcome.columns.map((name) => row[name] as Value));
}

export function columns(query: string): readonly string[] {
  const outcome = evaluate(query);
  if (outcome.status !== 'evaluated') throw new Error(`${query}: ${JSON.stringify(outcome)}`);
  return outcome.columns;
}

/** The value of an expression. */
export function value(expression: string): Value {
  return (cells(`print ${expression}`)[0] as Value[])[0] as Value;
}

/** Expressions by the vendor's page that says what they give. */
export type Expectations = Readonly<Record<string, readonly (readonly [expression: string, expected: Value])[]>>;

const PAGES = 'https://learn.microsoft.com/kusto/query/';

/** One test a page: all its expressions in one query, each told with what it gave. */
export function itGives(expectations: Expectations): void {
  it.each(Object.entries(expectations).map(([page, list]) => [`${PAGES}${page}`, list] as const))('%s', (_, list) => {
    const [row = []] = cells(`print ${list.map(([expression]) => expression).join(', ')}`);
    const told = (results: readonly (Value | undefined)[]) => list.map(([expression], at) => [expression, results[at]]);
    expect(told(row)).toEqual(told(list.map(([, expected]) => expected)));
  });
}
