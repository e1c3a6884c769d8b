import type { RecordType } from '../../sync/records/schema.ts';

/** What each type of record is called in a Log Analytics workspace. */
export const RECORD_NAMES: Readonly<
  Record<
    RecordType,
    {
      /** Custom table; its input stream is `Custom-` and this. */
      readonly table: string;
      /** Saved function that returns the newest version of each record. */
      readonly function: string;
    }
  >
> = {
  articles: { table: 'HuntArticles_CL', function: 'HuntArticles' },
  hunts: { table: 'Hunts_CL', function: 'Hunts' },
  indicators: { table: 'HuntIndicators_CL', function: 'HuntIndicators' },
  runs: { table: 'HuntRuns_CL', function: 'HuntRuns' },
};

/** The column of a record's field: `article_id` is `ArticleId`. */
export function columnName(field: string): string {
  const known = columns.get(field);
  if (known !== undefined) return known;
  const column = field.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  columns.set(field, column);
  return column;
}

/** Fields are few, and asked for in every row. */
const columns = new Map<string, string>();
