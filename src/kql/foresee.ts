import type { Edit } from './draft.ts';
import { closing, codeTokens, type Token } from './scan.ts';
import type { Schema } from './schema.ts';

const MEANT = 'AccountName';
const ACTOR = 'InitiatingProcessAccountName';
/** More than one pipeline, or names of the query's own: then the parser has to say which is which. */
const BRANCHES = new Set(
  'join union lookup let invoke evaluate parse as fork mv partition materialize toscalar range'.split(' '),
);

/**
 * The commonest mistake of all (a quarter of one feed's hunts): AccountName on a device table that only knows the account
 * of the process. In a plain pipeline over one table the repair `nearest-column` is known before the parser is asked,
 * which saves asking twice. Writes what that repair would write; nothing where it is not plain.
 */
export function foreseeActor(tokens: readonly Token[], schema: Schema): Edit[] {
  const code = codeTokens(tokens);
  if (!code.some(({ text }) => text === MEANT)) return [];
  if (code.some(({ text, kind }) => kind === 'word' && BRANCHES.has(text))) return [];
  const tables = new Set(
    code.flatMap(({ kind, text }) => (kind === 'word' && Object.hasOwn(schema.tables, text) ? [text] : [])),
  );
  const [table = ''] = tables;
  const columns = new Set((schema.tables[table] ?? '').split(',').map((column) => column.split(':', 1)[0]));
  if (tables.size !== 1 || columns.has(MEANT) || !columns.has(ACTOR)) return [];

  const edits: Edit[] = [];
  let operator = '';
  for (let index = 0; index < code.length; index++) {
    const token = code[index] as Token;
    if (token.text === '|') operator = code[index + 1]?.text ?? '';
    if (token.text === '(' && operator === 'project') index = Math.max(index, closing(code, index));
    if (token.text !== MEANT || token.kind !== 'word') continue;
    if (operator === 'where') {
      edits.push({ start: token.start, end: token.end, text: ACTOR });
    } else if (operator === 'project' && isItem(code, index)) {
      edits.push({ start: token.start, end: token.end, text: `${MEANT} = ${ACTOR}` });
      // From here on the query has a column of that name.
      return edits;
    } else {
      return [];
    }
  }
  return edits;
}

function isItem(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]?.text;
  const after = tokens[index + 1]?.text;
  return (
    (before === ',' || before === 'project') && (after === ',' || after === '|' || after === ';' || after === undefined)
  );
}
