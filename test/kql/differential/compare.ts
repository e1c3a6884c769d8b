import { translationRules } from '../../../src/kql/reference.ts';
import type { Evaluation, Value } from '../../../src/prove/language.ts';

type Evaluated = Extract<Evaluation, { status: 'evaluated' }>;

/**
 * How the rows of a translation differ from those of its original, in words; null where they are the same. Compared by the columns that
 * the original gives, in any order of rows: a table of the workspace has other columns beside them.
 */
export function differenceOf(text: string, original: Evaluated, translation: Evaluated): string | null {
  const pairs = original.columns.flatMap((column, at): [string, string, boolean][] => {
    const name = nameOf(column, text, translation.columns);
    if (name === null) return isGone(column, text) ? [] : [[column, '', false]];
    const retyped = original.types?.[at] !== translation.types?.[translation.columns.indexOf(name)];
    return [[column, name, retyped]];
  });
  const lost = pairs.filter(([, name]) => name === '').map(([column]) => column);
  if (lost.length > 0) return `no column for ${lost.join(', ')}`;
  const ours = rowsOf(
    original,
    pairs.map(([column, , retyped]) => [column, retyped]),
  );
  const theirs = rowsOf(
    translation,
    pairs.map(([, name, retyped]) => [name, retyped]),
  );
  if (ours.length !== theirs.length) return `${ours.length} rows became ${theirs.length}`;
  const at = ours.findIndex((row, index) => row !== theirs[index]);
  return at < 0 ? null : `${ours[at]} became ${theirs[at]}`;
}

function tablesIn(text: string): string[] {
  const { streamedTables } = translationRules();
  return [...new Set(text.match(/\w+/g))].filter((word) => streamedTables.includes(word));
}

function nameOf(column: string, text: string, columns: readonly string[]): string | null {
  const renamed = tablesIn(text).flatMap((table) => translationRules().columns[table]?.[column] ?? []);
  const candidates = [column, column.replace('Timestamp', 'TimeGenerated'), ...renamed];
  return candidates.find((name) => columns.includes(name)) ?? null;
}

/** Defender has the column and the workspace does not. */
function isGone(column: string, text: string): boolean {
  return tablesIn(text).some((table) => translationRules().missing[table]?.includes(column));
}

function rowsOf({ rows }: Evaluated, columns: readonly (readonly [name: string, retyped: boolean])[]): string[] {
  return rows.map((row) => JSON.stringify(columns.map(([name, retyped]) => plain(row[name] ?? null, retyped)))).sort();
}

/** JSON in a text is what it holds, and what is empty is nothing: a column may be text here and dynamic there. */
function plain(value: Value, retyped: boolean): Value {
  if (value === '') return null;
  if (typeof value === 'string' && /^[[{]/.test(value)) {
    try {
      return plain(JSON.parse(value) as Value, retyped);
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => plain(item, retyped));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => [key, plain(item, retyped)]),
    );
  }
  return retyped && value !== null ? String(value) : value;
}
