import type { QuerySpan } from '../sync/siem.ts';
import { scan, type Token } from './scan.ts';

/** Words that join what stands beside them (https://learn.microsoft.com/kusto/query/logical-operators and the operators' own pages). */
const JOINING =
  /^(?:and|or|not|in|between|by|on|with|asc|desc|let|set|has|has_any|has_all|has_cs|hasprefix|hassuffix|contains|contains_cs|startswith|endswith|matches|regex|kind|nulls|first|last|to|of|step|true|false|null)$/;
const NUMBER = /^\d[\d.]*[a-z]*$/;

/** The pieces of a KQL query: operators, words that join, functions, values. Any text has pieces. */
export function highlightKql(query: string): QuerySpan[] {
  const spans: QuerySpan[] = [];
  const tokens = scan(query);
  let at = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.start > at) spans.push({ kind: 'text', text: query.slice(at, token.start) });
    spans.push({
      kind: kindOf(token, tokens[index - 1], tokens[index + 1]),
      text: query.slice(token.start, token.end),
    });
    at = token.end;
  }
  if (at < query.length) spans.push({ kind: 'text', text: query.slice(at) });
  return spans;
}

function kindOf({ kind, text }: Token, before: Token | undefined, after: Token | undefined): QuerySpan['kind'] {
  if (kind === 'string' || kind === 'comment') return kind;
  if (kind === 'punct') return /[|=<>!~+*/%-]/.test(text) ? 'operator' : 'text';
  if (before?.text === '|' || JOINING.test(text)) return 'keyword';
  if (after?.text === '(') return 'function';
  return NUMBER.test(text) ? 'number' : 'text';
}
