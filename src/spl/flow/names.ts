import { endOfOption, isName, joinedName, wordOf } from '../aggregates.ts';
import type { Token } from '../lexer.ts';
import type { SplCommand } from '../parse.ts';
import { type FieldsAt, has } from './fields.ts';
import type { Walk } from './walk.ts';

/** A name among the arguments. */
export interface Named {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

/** Names among the arguments, options left out; signs of direction and numbers are none. */
export function namesIn(args: readonly Token[]): Named[] {
  const found: Named[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const token = args[at] as Token;
    if (args[at + 1]?.kind === 'operator') at = endOfOption(args, at);
    else if (isName(token) && !/^(?:[+-]|\d+)$/.test(token.text)) {
      const { text, last } = joinedName(args, at);
      const end = args[last] as Token;
      found.push({ name: text, start: token.start, length: end.start + end.text.length - token.start });
      at = last;
    }
  }
  return found;
}

/** The value of an option, or undefined. */
export function optionOf({ args }: SplCommand, name: string): Token | undefined {
  const at = args.findIndex((token, index) => wordOf(token) === name && args[index + 1]?.text === '=');
  return at < 0 ? undefined : args[at + 2];
}

export function hasMacro({ args }: SplCommand): boolean {
  return args.some(({ kind }) => kind === 'macro');
}

/** Tells of names that are not there. */
export function need(
  walk: Walk,
  command: SplCommand,
  fields: FieldsAt,
  names: readonly Named[],
  use: 'group' | 'key' | 'value' | 'function',
): void {
  for (const { name, start, length } of names) {
    if (!name.includes('*') && !has(fields, name)) walk.lose(command, fields, { name, start, length, use });
  }
}
