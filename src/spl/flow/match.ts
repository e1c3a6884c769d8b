import { endOfOption, isName, joinedName, wordOf } from '../aggregates.ts';
import type { Token } from '../lexer.ts';
import { type FieldsAt, has, OPEN, union, withFields } from './fields.ts';
import { hasMacro, type Named, namesIn, need } from './names.ts';
import type { Step } from './walk.ts';

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Join */
export const joinStep: Step = (command, fields, walk) => {
  const [inner] = command.nested;
  const there = inner ? walk.into(inner, OPEN) : OPEN;
  if (hasMacro(command)) return OPEN;
  const keys = namesIn(command.args);
  need(walk, command, fields, keys, 'key');
  for (const { name, start, length } of keys) {
    if (inner && !has(there, name) && has(fields, name))
      walk.lose(command, there, { name, start, length, use: 'key', side: inner });
  }
  return union(fields, there);
};

/** What lookup is told: the fields that it looks for, and those that it gives. */
export interface LookupParts {
  readonly table: Token | undefined;
  /** `field AS local` or `field`. */
  readonly keys: readonly { readonly field: string; readonly start: number; readonly local: Named }[];
  /** Null without OUTPUT: all fields of the table. */
  readonly output: readonly { readonly field: string; readonly start: number; readonly local: string }[] | null;
}

export function lookupParts(args: readonly Token[]): LookupParts {
  const keys: LookupParts['keys'][number][] = [];
  let output: NonNullable<LookupParts['output']>[number][] | null = null;
  let table: Token | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const token = args[at] as Token;
    const word = wordOf(token);
    if (args[at + 1]?.kind === 'operator') at = endOfOption(args, at);
    else if (word === 'output' || word === 'outputnew') output ??= [];
    else if (!isName(token)) continue;
    else if (!table) {
      const { last } = joinedName(args, at);
      table = token;
      at = last;
    } else {
      const field = joinedName(args, at);
      const renames = wordOf(args[field.last + 1]) === 'as' && isName(args[field.last + 2]);
      const local = renames ? joinedName(args, field.last + 2) : field;
      const first = args[renames ? field.last + 2 : at] as Token;
      const entry = { field: field.text, start: token.start };
      if (output) output.push({ ...entry, local: local.text });
      else keys.push({ ...entry, local: { name: local.text, start: first.start, length: first.text.length } });
      at = local.last;
    }
  }
  return { table, keys, output };
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Lookup */
export const lookupStep: Step = (command, fields, walk): FieldsAt => {
  if (hasMacro(command)) return OPEN;
  const { keys, output } = lookupParts(command.args);
  need(
    walk,
    command,
    fields,
    keys.map(({ local }) => local),
    'key',
  );
  return output
    ? withFields(
        fields,
        output.map(({ local }) => local),
      )
    : OPEN;
};
