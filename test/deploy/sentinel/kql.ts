import { checkKql } from '../../../src/kql/check.ts';
import { createSchema } from '../../../src/kql/schema.ts';
import { columnName, RECORD_NAMES } from '../../../src/sentinel/records/names.ts';
import type { CheckedQuery } from '../../../src/sync/query.ts';
import { type FieldType, RECORD_TYPES, RECORDS } from '../../../src/sync/records/schema.ts';

const KUSTO: Readonly<Record<FieldType, string>> = {
  string: 'string',
  int: 'int',
  boolean: 'bool',
  date: 'datetime',
  datetime: 'datetime',
  strings: 'dynamic',
};

/**
 * A workspace after the template was deployed. A function stands in it as a table of its columns: it is named without
 * arguments, and gives the columns of its table.
 */
const tables = Object.fromEntries(
  RECORD_TYPES.flatMap((type) => {
    const { table, function: name } = RECORD_NAMES[type];
    const { fields } = RECORDS[type];
    const columns = {
      TimeGenerated: 'datetime',
      ...Object.fromEntries(fields.map((field) => [columnName(field.name), KUSTO[field.type]])),
    };
    return [
      [table, columns],
      [name, columns],
    ];
  }),
);
export const schema = createSchema({ functions: [], tables });

/** What our own checker says of a query that is to run in that workspace. */
export const check = (query: string): CheckedQuery[] => checkKql(query, { schema });

/** Empty where it runs there exactly as it is written. */
export function faults(query: string): string[] {
  return check(query).flatMap(({ verdict, repairs, problems }) =>
    verdict === 'ready' ? [] : [verdict, ...repairs, ...problems.map(({ code, message }) => `${code}: ${message}`)],
  );
}
