import { isEnded } from '../kql/end.ts';
import { kqlString } from '../quoting/kql.ts';

/*
 * `customDetails` shows columns of the result beside an alert
 * (https://learn.microsoft.com/graph/api/resources/security-alerttemplate?view=graph-rest-1.0), so what is to be shown has to be a
 * column. These are added behind the query when it is written and taken away when it is read: to everybody else the query is the
 * hunt's own.
 */

/** `customDetails`: what is shown by the column that has it. */
export const CUSTOM_DETAILS = { Hunt: 'HuntKey', Article: 'HuntArticle' } as const;

const PATTERN = /\n\| extend HuntKey = (@?"[^\n]*"), HuntArticle = (@?"[^\n]*")$/;

/** Key and newest article of a hunt, as one text; empty where they cannot be written. */
export function detailText(key: string, article: string): string {
  const [first, second] = [kqlString(key), kqlString(article)];
  return first === null || second === null ? '' : `HuntKey = ${first}, HuntArticle = ${second}`;
}

/** Whether columns may be added: not behind the end of a statement, and not in place of columns that the query has itself. */
export function takesDetails(query: string): boolean {
  return !isEnded(query) && !/\bHunt(?:Key|Article)\b/.test(query);
}

/** The query to store; `partDetails` gives back what went into it. */
export function withDetails(query: string, details: string): string {
  return details === '' || isEnded(query) ? query : `${query}\n| extend ${details}`;
}

/** A stored query without what `withDetails` added, and that. */
export function partDetails(stored: string): { readonly query: string; readonly details: string } {
  const found = PATTERN.exec(stored);
  if (!found) return { query: stored, details: '' };
  return { query: stored.slice(0, found.index), details: found[0].slice('\n| extend '.length) };
}
