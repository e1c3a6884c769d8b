import { isSignificant, type Token } from '../../spl/lexer.ts';
import { parse, type SplCommand, type SplTree } from '../../spl/parse.ts';
import { isRefused, REFUSED_RM, respellText } from './destructive.ts';

/**
 * How a string is read where it stands.
 * - `search`: compared whatever its case
 *   (https://help.splunk.com/splunk-enterprise/search/search-manual/10.0/search-primer/use-case-and-term-to-match-phrases)
 * - `eval`: as an expression, in which `.` joins strings and `"r"."m"` is `"rm"`
 *   (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eval)
 * - `member`: as one of a list in an expression, where only a literal may be sure to do, and the order does not matter
 * - `regex`: as a regular expression, in which `\x6d` is an `m` (https://www.pcre.org/original/doc/html/pcrepattern.html)
 */
type Reading = 'search' | 'eval' | 'member' | 'regex';

interface Edit {
  readonly token: Token;
  readonly text: string;
}

/**
 * A search that looks for traces of a destructive command (`destructive.ts`), in an equivalent spelling that an app may hold.
 * Without such a spelling it is returned as it is: check `isRefused` afterwards.
 */
export function respellSearch(search: string): string {
  if (!isRefused(search)) return search;
  const tree = parse(search);
  const edits = [
    ...betweenTokens(tree.tokens),
    ...tree.pipelines.flatMap(({ commands }) => commands.flatMap(inCommand)),
  ];
  return applied(tree, edits);
}

function applied({ tokens }: SplTree, edits: readonly Edit[]): string {
  const texts = new Map(edits.map(({ token, text }) => [token, text]));
  return tokens.map((token) => texts.get(token) ?? token.text).join('');
}

/** Comments mean nothing, and one blank outside of strings is as good as two. */
function betweenTokens(tokens: readonly Token[]): Edit[] {
  return tokens.flatMap((token, at): Edit[] => {
    if (token.kind === 'comment') return [{ token, text: respellText(token.text) }];
    const parts = token.text === ' ' && tokens[at - 1]?.text.endsWith('rm') && tokens[at + 1]?.text.startsWith('-rf');
    return parts ? [{ token, text: '  ' }] : [];
  });
}

function inCommand(command: SplCommand): Edit[] {
  const { args } = command;
  const readings = readingsOf(command);
  const edits: Edit[] = [];
  for (const [at, token] of args.entries()) {
    const reading = readings[at];
    if (token.kind !== 'string' || reading === undefined) continue;
    const next = args[at + 2];
    const splits = token.text === '"rm"' && args[at + 1]?.kind === 'comma' && /^"-[rf]{2}"$/.test(next?.text ?? '');
    if (splits && next && reading === 'member')
      edits.push({ token, text: next.text }, { token: next, text: token.text });
    else {
      const text = respelled(token.text, reading, splits);
      if (text !== token.text) edits.push({ token, text });
    }
  }
  return edits;
}

function respelled(text: string, reading: Reading, whole: boolean): string {
  const pattern = whole ? /rm/g : REFUSED_RM;
  switch (reading) {
    case 'search':
      return text.replace(pattern, 'RM');
    case 'eval': {
      const joined = text.replace(pattern, 'r"."m');
      return joined === text ? text : `(${joined})`;
    }
    case 'regex':
      // Between \Q and \E a backslash is one.
      return text.includes('\\Q') ? text : text.replace(pattern, 'r\\x6d');
    case 'member':
      return text;
  }
}

/** How each argument of a command is read if it is a string; undefined if unknown. */
function readingsOf({ name, args }: SplCommand): (Reading | undefined)[] {
  const opened: string[] = [];
  let isWhere = false;
  return args.map((token, at) => {
    const before = args[at - 1];
    const word = token.kind === 'word' ? token.text.toLowerCase() : '';
    if (token.kind === 'lparen') opened.push(before?.kind === 'word' ? before.text.toLowerCase() : '');
    if (token.kind === 'rparen') opened.pop();
    if (opened.length === 0 && (word === 'where' || word === 'by' || word === 'groupby')) isWhere = word === 'where';
    const isExpression = name === 'where' || name === 'eval' || opened.includes('eval');
    if (isExpression) return inExpression(args, at, opened, name);
    if (name === 'search' || (name === 'tstats' && isWhere)) return inSearch(before, opened);
    if (name === 'regex' || (name === 'rex' && !isSed(args))) return 'regex';
    return undefined;
  });
}

function inExpression(
  args: readonly Token[],
  at: number,
  opened: readonly string[],
  name: string,
): Reading | undefined {
  if (opened.at(-1) === 'in') return 'member';
  const before = args[at - 1];
  const isTarget = name === 'eval' && args[at + 1]?.text === '=' && (before === undefined || before.kind === 'comma');
  return isTarget ? undefined : 'eval';
}

/** Where the case counts (`CASE(…)`, or an order of strings), capitals are not the same. */
function inSearch(before: Token | undefined, opened: readonly string[]): Reading | undefined {
  if (opened.includes('case') || opened.includes('term')) return undefined;
  return before?.kind === 'operator' && /[<>]/.test(before.text) ? undefined : 'search';
}

/** In sed's own syntax a part of the text is no regular expression. */
function isSed(args: readonly Token[]): boolean {
  return args.filter(isSignificant).some(({ text }) => text.toLowerCase() === 'sed');
}
