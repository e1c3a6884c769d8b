import { type Draft, joinDrafts, sliceDraft } from './draft.ts';
import type { TableSchemas } from './reference.ts';
import { codeTokens, depthOf, type Token } from './scan.ts';

/** Words that end no expression: what follows on the next line goes on with them. */
const OPEN_ENDED = new Set(
  `union join lookup by on in and or not where filter project extend summarize distinct sort order top take limit parse with
   kind has has_any has_all contains startswith endswith matches regex between let search find print as evaluate invoke of
   project_away serialize render mv facet fork scan to from step`.split(/\s+/),
);
const STARTERS = new Set('let union find search print range datatable set declare alias restrict'.split(' '));
/** Words that may stand alone before a pipe without being a table. */
const ENDINGS = new Set('asc desc nulls first last and or in on by kind with of'.split(' '));

interface Statement {
  readonly start: number;
  readonly end: number;
  readonly let: string | null;
  /** Ends in a semicolon. */
  readonly closed: boolean;
  readonly words: ReadonlySet<string>;
  readonly isQuery: boolean;
}

function startsStatement(tokens: readonly Token[], index: number, tables: TableSchemas): boolean {
  const token = tokens[index] as Token;
  const before = tokens[index - 1];
  const next = tokens[index + 1];
  if (!token.first || !before) return false;
  const complete =
    before.kind === 'string' ||
    (before.kind === 'word' && !OPEN_ENDED.has(before.text)) ||
    (before.kind === 'punct' && /^[)\]}*]$/.test(before.text));
  if (!complete) return false;
  if (token.text === '.') return next?.kind === 'word' && next.start === token.end && !/^[)\]]$/.test(before.text);
  if (token.kind !== 'word' || /^\d/.test(token.text) || ENDINGS.has(token.text)) return false;
  return STARTERS.has(token.text) || Object.hasOwn(tables, token.text) || next?.text === '|';
}

/** Groups the tokens of a block into statements, at semicolons and where a new one can only begin. */
function statementsOf(text: string, all: readonly Token[], tables: TableSchemas): Statement[] {
  const tokens = codeTokens(all);
  const statements: Statement[] = [];
  let start = 0;
  let first = 0;
  let depth = 0;

  function close(until: number, closed: boolean): void {
    const own = tokens.slice(first, until);
    const last = own.at(-1);
    if (!last) return;
    const line = text.indexOf('\n', last.end);
    const comment = all.find((token) => token.kind === 'comment' && token.start >= last.end);
    const end = comment && (line === -1 || comment.start < line) ? comment.end : last.end;
    const head = own[0] as Token;
    const isLet = head.text === 'let' && own[1]?.kind === 'word';
    if (own.length > 1 || !closed)
      statements.push({
        start,
        end,
        let: isLet ? (own[1] as Token).text : null,
        closed,
        words: new Set(own.filter(({ kind }) => kind === 'word').map((token) => token.text)),
        isQuery: !isLet && !['set', 'declare', 'alias', 'restrict'].includes(head.text),
      });
    start = end;
    first = until;
  }

  tokens.forEach((token, index) => {
    if (depth === 0 && startsStatement(tokens, index, tables)) close(index, false);
    depth = Math.max(0, depth + depthOf(token));
    if (depth === 0 && token.text === ';') close(index + 1, true);
  });
  close(tokens.length, false);
  return statements;
}

/** Which of `earlier` a statement needs, by name and in turn; statements that declare no name are needed by all. */
function needs(statement: Statement, earlier: readonly Statement[]): Statement[] {
  const wanted = new Set(statement.words);
  const kept: Statement[] = [];
  for (const other of [...earlier].reverse()) {
    if (other.isQuery || (other.let !== null && !wanted.has(other.let))) continue;
    kept.unshift(other);
    for (const word of other.words) wanted.add(word);
  }
  return kept;
}

export interface Split {
  readonly parts: readonly Draft[];
  /** A `let` without its semicolon was given one. */
  readonly semicolons: boolean;
}

/**
 * Splits a block that holds several queries into one draft each, with the `let` statements that it needs in front of it.
 * Comments go with what follows them, or stay on their line. A block with one query comes back as it is.
 */
export function splitStatements(draft: Draft, tokens: readonly Token[], tables: TableSchemas): Split {
  const statements = statementsOf(draft.text, tokens, tables);
  const queries = statements.filter(({ isQuery }) => isQuery);
  const semicolons = statements.some(
    ({ isQuery, closed }, index) => !isQuery && !closed && index < statements.length - 1,
  );
  if (queries.length <= 1 && !semicolons) return { parts: [draft], semicolons: false };
  const wanted = queries.length === 0 ? [statements.at(-1) as Statement] : queries;
  const parts = wanted.map((query) => {
    const all = [...needs(query, statements.slice(0, statements.indexOf(query))), query];
    const pieces = all.flatMap((statement): (Draft | string)[] => {
      const piece = trimmed(sliceDraft(draft, statement.start, statement.end));
      return statement === query ? [piece] : statement.closed ? [piece, '\n'] : [piece, ';\n'];
    });
    return joinDrafts(pieces);
  });
  return { parts, semicolons };
}

function trimmed(draft: Draft): Draft {
  const lead = draft.text.length - draft.text.trimStart().length;
  return sliceDraft(draft, lead, Math.max(lead, draft.text.trimEnd().length));
}
