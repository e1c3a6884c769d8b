import { hashOf } from '../core/hash.ts';
import type { Queries } from '../quoting/languages.ts';
import type { Search } from '../quoting/search.ts';
import { searchFromJson, searchToJson } from '../quoting/search-json.ts';

/** The comment below a hunt's id line that keeps what its queries were rendered of. */
const STORED = /^<!-- huntsync-search ([0-9a-f]{16}) (\{.*\}) -->\s*$/s;

/** With a digest of the queries: once somebody edits one of them, the search no longer says what the hunt looks for. */
export function storedSearch(search: Search, queries: Queries): string {
  return `<!-- huntsync-search ${hashOf(queries, 16)} ${searchToJson(search)} -->`;
}

/** The search in such a line, for these queries; undefined where there is none. */
export function readStoredSearch(line: string | undefined, queries: Queries): Search | undefined {
  const [, digest, json = ''] = STORED.exec(line ?? '') ?? [];
  return digest === hashOf(queries, 16) ? (searchFromJson(json) ?? undefined) : undefined;
}

/** Is it such a line? */
export function isStoredSearch(line: string): boolean {
  return STORED.test(line);
}
