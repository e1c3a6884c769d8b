import { wordOf } from '../aggregates.ts';
import { callsIn, expressionsOf } from '../expressions.ts';
import type { Finding, SplCode } from '../finding.ts';
import { type Token, unquote } from '../lexer.ts';
import type { SplCommand } from '../parse.ts';
import { NotEvaluated, Refused } from '../run/outcome.ts';
import { type Translated, translatePcre } from '../run/regex/pcre.ts';

/** Functions of eval with a regular expression, and which argument it is. */
const PATTERN_ARGUMENTS: Readonly<Record<string, number>> = { match: 1, replace: 1, mvfind: 1 };

/**
 * Regular expressions are ones that PCRE compiles, rex extracts something, and a sed script is one.
 * https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/AboutSplunkregularexpressions
 */
export function checkPatterns(command: SplCommand, source: string): Finding[] {
  switch (command.name) {
    case 'rex':
      return checkRex(command, source);
    case 'regex': {
      const pattern = command.args.findLast(({ kind }) => kind === 'string');
      return pattern ? compile(unquote(pattern), pattern.start, source).findings : [];
    }
    default:
      return literalsIn(command).flatMap(({ value, start }) => compile(value, start, source).findings);
  }
}

/** Regular expressions that stand as text in the expressions of a command. */
export function literalsIn(command: SplCommand): { readonly value: string; readonly start: number }[] {
  return expressionsOf(command).placed.flatMap(({ expression }) =>
    callsIn(expression).flatMap(({ name, args }) => {
      const pattern = args[PATTERN_ARGUMENTS[name] ?? -1];
      return pattern?.kind === 'string' ? [pattern] : [];
    }),
  );
}

/** What rex is told: its pattern or sed script; undefined where a macro gives it. */
export function rexPattern({ args }: SplCommand): { readonly token: Token | undefined; readonly sed: boolean } {
  const token = args.find(({ kind }, at) => kind === 'string' && args[at - 1]?.kind !== 'operator');
  const mode = args.findIndex((one, at) => wordOf(one) === 'mode' && args[at + 1]?.text === '=');
  return { token, sed: mode >= 0 && /^"?sed"?$/i.test(args[mode + 2]?.text ?? '') };
}

/** Names of the groups that rex makes fields of; null where they cannot be told. */
export function namedGroups(pattern: string): readonly string[] | null {
  const compiled = translate(pattern);
  return compiled === null || compiled instanceof Refused ? null : [...compiled.names.keys()];
}

function checkRex(command: SplCommand, source: string): Finding[] {
  const { token, sed } = rexPattern(command);
  if (!token) return [];
  if (sed) return checkSed(token, source);
  const text = unquote(token);
  const { findings, translated } = compile(text, token.start, source);
  // `(?<name>` in any form: a pattern that is not understood here may still have groups.
  const extracts = translated ? translated.names.size > 0 : findings.length > 0 || /\(\?(?:P?<\w|')/.test(text);
  if (extracts) return findings;
  return [
    {
      code: 'spl-regex-no-group',
      message: 'rex without a named group extracts nothing: write (?<name>…)',
      start: token.start,
    },
  ];
}

function checkSed(token: Token, source: string): Finding[] {
  const script = unquote(token);
  const wrong = (message: string): Finding[] => [{ code: 'spl-sed', message, start: token.start }];
  const delimiter = script[1] ?? '';
  if (!/^[sy]$/.test(script[0] ?? '') || !/[^\w\s\\]/.test(delimiter))
    return wrong('a sed script is s/pattern/replacement/flags or y/from/to/');
  const parts = sedParts(script, delimiter);
  if (parts.length !== 3) return wrong(`the sed script needs three ${delimiter}, it has ${parts.length}`);
  const [pattern = '', replacement = '', flags = ''] = parts;
  if (script.startsWith('y'))
    return pattern.length === replacement.length ? [] : wrong('both lists of y/from/to/ have to be as long');
  if (!/^[gi\d]*$/.test(flags)) return wrong(`${flags} are no flags of s/pattern/replacement/: it has g or a number`);
  return compile(pattern, token.start, source, 2).findings;
}

function sedParts(script: string, delimiter: string): string[] {
  const parts: string[] = [''];
  for (let at = 2; at < script.length; at += 1) {
    const char = script[at] as string;
    const last = parts.length - 1;
    if (char === '\\' && at + 1 < script.length) {
      parts[last] += char + script[at + 1];
      at += 1;
    } else if (char === delimiter) parts.push('');
    else parts[last] += char;
  }
  return parts;
}

const translations = new Map<string, Translated | Refused | null>();
const MAX_KEPT = 2_000;

/** What PCRE makes of a pattern; null where that is not known here. */
function translate(pattern: string): Translated | Refused | null {
  let known = translations.get(pattern);
  if (known === undefined) {
    known = attempt(pattern);
    if (translations.size >= MAX_KEPT) translations.clear();
    translations.set(pattern, known);
  }
  return known;
}

function attempt(pattern: string): Translated | Refused | null {
  try {
    return translatePcre(pattern);
  } catch (error) {
    if (error instanceof Refused) return error;
    if (error instanceof NotEvaluated) return unbalanced(pattern);
    throw error;
  }
}

/** Brackets without a partner in a pattern of which not all is understood; null where they fit. */
function unbalanced(pattern: string): Refused | null {
  // Comments of an extended pattern may hold anything.
  if (/\(\?[a-z]*x/.test(pattern)) return null;
  const open: number[] = [];
  for (const { 0: piece, index } of pattern.matchAll(PIECES)) {
    if (piece === '(') open.push(index);
    else if (piece === ')' && open.pop() === undefined) return new Refused('unmatched closing parenthesis', index);
    else if (piece === '[') return new Refused('missing terminating ] for character class', index);
  }
  return open.length > 0 ? new Refused('missing closing parenthesis', pattern.length) : null;
}

/** Escapes, quoted text, comments and whole classes; brackets that are left open. */
const PIECES = /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\(\?#[^)]*\)|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|[()[]/g;

function compile(
  pattern: string,
  start: number,
  source: string,
  skipped = 0,
): { readonly findings: Finding[]; readonly translated: Translated | null } {
  const result = translate(pattern);
  if (!(result instanceof Refused)) return { findings: [], translated: result };
  const code: SplCode = 'spl-regex';
  const reason = result.message.replace(/^Error in regular expression '[\s\S]*': /, '').replace(/ at offset \d+$/, '');
  const at = Math.min(result.at ?? 0, pattern.length);
  return {
    findings: [
      { code, message: `no regular expression of PCRE: ${reason}`, start: placeInString(source, start, at + skipped) },
    ],
    translated: null,
  };
}

/** The offset in the source of a character of a string's content, whose escapes have been undone. */
export function placeInString(source: string, start: number, index: number): number {
  let at = start + 1;
  for (let done = 0; done < index && at < source.length && source[at] !== '"'; done += 1) {
    at += source[at] === '\\' && /["\\]/.test(source[at + 1] ?? '') ? 2 : 1;
  }
  return at;
}
