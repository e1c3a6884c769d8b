import type { SplCommand } from '../parse.ts';
import { nameMatcher } from '../run/search/wildcard.ts';

/** Why a field is no more. */
export interface Gone {
  readonly command: SplCommand;
  /** What rename called it. */
  readonly alias: string | null;
}

/** Which fields the results have at one place of a pipeline. */
export interface FieldsAt {
  /** These and no others; null where any may be there but those in `gone`. */
  readonly only: ReadonlySet<string> | null;
  /** The command that last settled which fields there are. */
  readonly closedBy: SplCommand | null;
  readonly gone: ReadonlyMap<string, Gone>;
}

/** Anything may be there. */
export const OPEN: FieldsAt = { only: null, closedBy: null, gone: new Map() };

export function has({ only, gone }: FieldsAt, name: string): boolean {
  return only ? only.has(name) : !gone.has(name);
}

/** The stage that a missing field was lost at. */
export function lostAt({ gone, closedBy }: FieldsAt, name: string): SplCommand | null {
  return gone.get(name)?.command ?? closedBy;
}

export function closed(names: Iterable<string>, by: SplCommand, before: FieldsAt = OPEN): FieldsAt {
  return { only: new Set(names), closedBy: by, gone: without(before.gone, names) };
}

export function withFields(fields: FieldsAt, names: readonly string[]): FieldsAt {
  if (names.length === 0) return fields;
  return {
    only: fields.only && new Set([...fields.only, ...names]),
    closedBy: fields.closedBy,
    gone: without(fields.gone, names),
  };
}

function without(gone: ReadonlyMap<string, Gone>, names: Iterable<string>): ReadonlyMap<string, Gone> {
  if (gone.size === 0) return gone;
  const left = new Map(gone);
  for (const name of names) left.delete(name);
  return left;
}

export function withoutField(fields: FieldsAt, name: string, gone: Gone): FieldsAt {
  const only = fields.only && new Set([...fields.only].filter((one) => one !== name));
  return { only, closedBy: fields.closedBy, gone: new Map([...fields.gone, [name, gone]]) };
}

/** What rows of either have. */
export function union(a: FieldsAt, b: FieldsAt): FieldsAt {
  if (!a.only || !b.only) {
    // Of two that may have anything, only what both have lost is lost.
    const both = [...a.gone].filter(([name]) => !has(b, name) && !has(a, name));
    return { only: null, closedBy: null, gone: new Map(both) };
  }
  const names = [...a.only, ...b.only];
  return { only: new Set(names), closedBy: a.closedBy, gone: without(a.gone, names) };
}

/** The names that a pattern with `*` stands for, among known ones. */
export function expand(pattern: string, names: ReadonlySet<string>): string[] {
  if (!pattern.includes('*')) return names.has(pattern) ? [pattern] : [];
  const fits = nameMatcher(pattern);
  return [...names].filter((name) => fits(name) !== null);
}

/** `rename X.* AS *`: what a name that fits becomes; null where it does not fit. */
export function renamed(name: string, from: string, to: string): string | null {
  const stars = nameMatcher(from)(name);
  if (!stars) return null;
  let at = 0;
  return to.replace(/\*/g, () => stars[at++] ?? '');
}
