import type { EventKind, FieldOf } from './events/index.ts';

/**
 * What a field must be, in any case:
 *
 * - `is`: one of the values
 * - `host`: one of these hosts, or one below it
 * - `contains`, `starts`, `ends`: one of the texts in it, at its beginning, at its end
 * - `words`: one of the texts in it, as words of their own where the language can tell
 * - `matches`: one of these regular expressions (RE2), where the language can look for one
 */
export type Operator = 'is' | 'host' | 'contains' | 'starts' | 'ends' | 'words' | 'matches';

/** One field and some values, any of which will do. Without values it holds for no event. */
export interface FieldCondition<Field extends string = string> {
  readonly field: Field;
  readonly operator: Operator;
  readonly values: readonly string[];
}

export type Condition<Field extends string = string> =
  | FieldCondition<Field>
  | { readonly any: readonly Condition<Field>[] }
  | { readonly all: readonly Condition<Field>[] }
  | { readonly none: Condition<Field> };

/** What to look for in one kind of event. */
export interface SearchPart<Kind extends EventKind> {
  readonly event: Kind;
  readonly where: Condition<FieldOf<Kind>>;
  /** Fields that identify a result; every event has them. */
  readonly by: readonly FieldOf<Kind>[];
  /** Other fields that an analyst needs. */
  readonly show: readonly FieldOf<Kind>[];
}

/** A search in no language: each query language renders it (`QueryLanguage.render`). */
export interface Search {
  /** One line for the reader. */
  readonly title: string;
  /** One more, where the language keeps comments on lines of their own. */
  readonly note?: string;
  /** How far it looks back. */
  readonly days: number;
  /** Its findings are those of any of them. */
  readonly parts: readonly { [Kind in EventKind]: SearchPart<Kind> }[EventKind][];
}

/** The field is, contains, … one of the values. */
export function where<Field extends string>(
  field: Field,
  operator: Operator,
  values: readonly string[],
): FieldCondition<Field> {
  return { field, operator, values };
}

export function any<Field extends string>(...conditions: readonly Condition<Field>[]): Condition<Field> {
  return { any: conditions };
}

export function all<Field extends string>(...conditions: readonly Condition<Field>[]): Condition<Field> {
  return { all: conditions };
}

/**
 * The condition does not hold. Beside others that must hold, never alone: it narrows a search. Where a schema does not tell the field,
 * nothing can be said, and it holds for no event either.
 */
export function none<Field extends string>(condition: Condition<Field>): Condition<Field> {
  return { none: condition };
}
