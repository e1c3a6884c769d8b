import { codeTokens, scan } from './scan.ts';

/** A query without the semicolon that ends it, and without comments behind that: an operator may follow on a line of its own. */
export function withoutEnd(query: string): string {
  const tokens = codeTokens(scan(query));
  const last = tokens.findLastIndex(({ text }) => text !== ';');
  return last === tokens.length - 1 ? query.trimEnd() : query.slice(0, tokens[last]?.end ?? 0);
}

/** Whether nothing may follow: it ends in a semicolon, whatever comments stand behind it. */
export function isEnded(query: string): boolean {
  return codeTokens(scan(query)).at(-1)?.text === ';';
}
