import { type Token, unquote } from '../../lexer.ts';
import { isName, readNames, wordOf } from '../aggregate/parse.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import { nameMatcher } from '../search/wildcard.ts';

/** A command's `name=value` options and what else it has. */
export interface Arguments {
  /** By lower-case name. */
  readonly options: ReadonlyMap<string, string>;
  readonly rest: readonly Token[];
}

/** Takes options of the given names out of a command's arguments; another `name=value` is not known here. */
export function readArguments(args: readonly Token[], known: readonly string[]): Arguments {
  const options = new Map<string, string>();
  const rest: Token[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const token = args[at] as Token;
    const sign = args[at + 1];
    if (token.kind !== 'word' || sign?.kind !== 'operator' || sign.text !== '=') {
      rest.push(token);
      continue;
    }
    const name = wordOf(token);
    if (!known.includes(name)) throw new NotEvaluated(`the option ${token.text}`);
    const value = joined(args, at + 2);
    options.set(name, value.text);
    at = value.last;
  }
  return { options, rest };
}

/** What stands without a gap, as `-24h@h` or `desc:x` do. */
function joined(args: readonly Token[], from: number): { readonly text: string; readonly last: number } {
  const first = args[from];
  if (!first) throw new Refused('An option has no value.');
  if (first.kind === 'string') return { text: unquote(first), last: from };
  let text = unquote(first);
  let end = first.start + first.text.length;
  let last = from;
  for (
    let next = args[last + 1];
    next && next.start === end && (next.kind === 'word' || next.kind === 'operator');
    next = args[last + 1]
  ) {
    text += next.text;
    end += next.text.length;
    last += 1;
  }
  return { text, last };
}

/** `t`, `true`, `1` and their opposites. */
export function booleanOption(options: ReadonlyMap<string, string>, name: string, otherwise: boolean): boolean {
  const value = options.get(name)?.toLowerCase();
  if (value === undefined) return otherwise;
  if (['t', 'true', '1', 'yes'].includes(value)) return true;
  if (['f', 'false', '0', 'no'].includes(value)) return false;
  throw new Refused(`Invalid value ${JSON.stringify(value)} for the option ${name}: a boolean was expected.`);
}

export function wholeOption(options: ReadonlyMap<string, string>, name: string, otherwise: number): number {
  const value = options.get(name);
  if (value === undefined) return otherwise;
  if (!/^\d+$/.test(value))
    throw new Refused(`Invalid value ${JSON.stringify(value)} for the option ${name}: a number was expected.`);
  return Number(value);
}

/** Field names, at least one of them. */
export function wantNames(args: readonly Token[], command: string): string[] {
  const names = readNames(args);
  if (names.length === 0) throw new Refused(`Error in '${command}' command: a field name was expected.`);
  return names;
}

/** The names that patterns with `*` stand for, in the order of the patterns; a plain name stands for itself. */
export function spread(patterns: readonly string[], names: () => readonly string[]): string[] {
  const out = new Set<string>();
  for (const pattern of patterns) {
    if (!pattern.includes('*')) out.add(pattern);
    else {
      const match = nameMatcher(pattern);
      for (const name of names()) if (match(name)) out.add(name);
    }
  }
  return [...out];
}

export { isName, wordOf };
