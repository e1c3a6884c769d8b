import type { Evaluation, Row, SampleData } from '../../../src/prove/language.ts';
import { compileSpl } from '../../../src/spl/run/index.ts';
import { NO_EXTRAS } from '../support.ts';

export const NOW = new Date('2026-05-01T12:12:00Z');

/** Epoch seconds of `NOW`. */
export const NOW_SECONDS = NOW.getTime() / 1000;

/** So many minutes before `NOW`, as rows have it. */
export function ago(minutes: number): string {
  return new Date(NOW.getTime() - minutes * 60_000).toISOString();
}

export function run(search: string, data: SampleData = { tables: {} }, hours = 24): Evaluation {
  const window = { earliest: new Date(NOW.getTime() - hours * 3_600_000), latest: NOW };
  return compileSpl(search, NO_EXTRAS)(data, { now: NOW, window });
}

/** The rows of a search over CIM datasets or `events`; an error where it was not evaluated. */
export function rows(
  search: string,
  tables: SampleData['tables'] = {},
  lookups?: SampleData['lookups'],
): readonly Row[] {
  const outcome = run(search, lookups ? { tables, lookups } : { tables });
  if (outcome.status !== 'evaluated') throw new Error(JSON.stringify(outcome));
  return outcome.rows;
}

/** Plain events an hour ago, one for each of the given fields. */
export function events(...fields: readonly Row[]): SampleData['tables'] {
  return {
    events: fields.map((row, at) => ({
      _time: ago(60 - at),
      index: 'main',
      sourcetype: 'test',
      source: 's',
      host: 'h',
      _raw: '',
      ...row,
    })),
  };
}

/** What an expression gives on a result with these fields. */
export function evaluate(expression: string, fields: Row = {}): unknown {
  const [row] = rows(`search index=main | eval result=${expression} | table result`, events(fields));
  return row?.['result'];
}

/** Whether a condition of where holds on a result with these fields. */
export function holds(condition: string, fields: Row = {}): boolean {
  return rows(`search index=main | where ${condition}`, events(fields)).length === 1;
}

/** Values of one field, in the order of the results. */
export function column(found: readonly Row[], name: string): unknown[] {
  return found.map((row) => row[name]);
}

/** The message of a search that Splunk would refuse, or the reasons why one is not evaluated. */
export function trouble(search: string, data?: SampleData): string {
  const outcome = run(search, data);
  if (outcome.status === 'failed') return `failed: ${outcome.message}`;
  return outcome.status === 'not-evaluated' ? `not evaluated: ${outcome.reasons.join(', ')}` : 'evaluated';
}
