import { isName, joinedName, wordOf } from '../aggregates.ts';
import type { Token } from '../lexer.ts';
import type { SplCommand } from '../parse.ts';
import { expand, type FieldsAt, has, renamed, withFields, withoutField } from './fields.ts';
import type { Step } from './walk.ts';

/** `field AS name` of rename. */
export interface Naming {
  readonly from: string;
  readonly to: string;
  readonly start: number;
  readonly fromEnd: number;
  readonly end: number;
}

/** The clauses of rename; null where one of them is none. */
export function namingsOf({ args }: SplCommand): readonly Naming[] | null {
  const found: Naming[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const token = args[at] as Token;
    if (token.kind === 'comma') continue;
    if (!isName(token)) return null;
    const from = joinedName(args, at);
    const target = args[from.last + 2];
    if (wordOf(args[from.last + 1]) !== 'as' || !isName(target)) return null;
    const to = joinedName(args, from.last + 2);
    const last = args[to.last] as Token;
    const fromLast = args[from.last] as Token;
    found.push({
      from: from.text,
      to: to.text,
      start: token.start,
      fromEnd: fromLast.start + fromLast.text.length,
      end: last.start + last.text.length,
    });
    at = to.last;
  }
  return found;
}

/** `rename X.* AS *`. */
export function renameAll(fields: FieldsAt, from: string, to: string, command: SplCommand): FieldsAt {
  if (!fields.only) {
    // What was lost under the old names is lost under the new ones too; nothing else is known.
    return fields;
  }
  let next = fields;
  for (const name of expand(from, fields.only)) {
    const now = renamed(name, from, to);
    if (now !== null && now !== name) next = withFields(withoutField(next, name, { command, alias: now }), [now]);
  }
  return next;
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rename */
export const renameStep: Step = (command, fields, walk) => {
  const namings = namingsOf(command);
  if (!namings) return fields;
  let next = fields;
  for (const { from, to, start, fromEnd } of namings) {
    if (from.includes('*')) next = renameAll(next, from, to, command);
    else if (from === to) continue;
    else if (has(next, from)) next = withFields(withoutField(next, from, { command, alias: to }), [to]);
    else {
      const overPresent = next.only ? next.only.has(to) : false;
      const meant = next.only?.has(from.slice(from.lastIndexOf('.') + 1)) ?? false;
      if (overPresent || meant)
        walk.lose(command, next, { name: from, start, length: fromEnd - start, use: 'rename', target: to });
    }
  }
  return next;
};
