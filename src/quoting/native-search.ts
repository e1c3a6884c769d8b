import { type EventHome, type EventInSchema, type EventSchema, eventIn, type NativeField } from './events/index.ts';
import type { Condition, FieldCondition, Operator, Search } from './search.ts';

/** A condition on fields of one schema. */
export type NativeCondition =
  | NativeFieldCondition
  | { readonly any: readonly NativeCondition[] }
  | { readonly all: readonly NativeCondition[] }
  | { readonly none: NativeCondition };

export interface NativeFieldCondition {
  readonly field: NativeField;
  readonly operator: Operator;
  /** At least one, in the schema's own words. */
  readonly values: readonly string[];
}

/** A part of a search in one schema. */
export interface NativePart extends Pick<EventHome, 'source' | 'given'> {
  readonly where: NativeCondition;
  readonly by: readonly NativeField[];
  readonly show: readonly NativeField[];
  /** `by` and `show` in the order of the event's definition. */
  readonly columns: readonly NativeField[];
}

/**
 * The parts of a search that a schema has events for and something to look for in. What a schema does not tell holds for none of
 * its events: one of several alternatives falls away, and with a condition that all must meet the whole part.
 */
export function nativeParts({ parts }: Search, schema: EventSchema): NativePart[] {
  return parts.flatMap(({ event: kind, where, by, show }): NativePart[] => {
    const event = eventIn(schema, kind);
    const condition = event && native(where, event);
    if (!event || !condition) return [];
    const fieldsOf = (names: readonly string[]) =>
      unique(names.flatMap((name) => (event.fields.get(name)?.natives ?? []).filter((field) => !field.newer)));
    const own = fieldsOf(by);
    const names = new Set<string>([...by, ...show]);
    return [
      {
        source: event.source,
        ...(event.given ? { given: event.given } : {}),
        where: condition,
        by: own,
        show: fieldsOf(show).filter(({ name }) => !own.some((field) => field.name === name)),
        columns: fieldsOf([...event.fields.keys()].filter((name) => names.has(name))),
      },
    ];
  });
}

/** Several conditions of which one is enough, flat, those on one field in the place of the first of them. */
export function eitherOf(conditions: readonly NativeCondition[]): NativeCondition {
  const flat: NativeCondition[] = [];
  for (const condition of conditions.flatMap((one) => ('any' in one ? one.any : [one]))) {
    const at = flat.findIndex((known) => sameTest(known, condition));
    const known = flat[at];
    if (known && 'field' in known && 'field' in condition) {
      flat[at] = { ...known, values: [...known.values, ...condition.values] };
    } else flat.push(condition);
  }
  const [only, ...more] = flat;
  return only && more.length === 0 ? only : { any: flat };
}

function sameTest(a: NativeCondition, b: NativeCondition): boolean {
  if (!('field' in a) || !('field' in b) || a.operator !== b.operator) return false;
  return a.field.name === b.field.name && a.field.form === b.field.form;
}

/** Null: it holds for no event of the schema. */
function native(condition: Condition, event: EventInSchema): NativeCondition | null {
  if ('field' in condition) return nativeField(condition, event);
  if ('any' in condition) {
    const found = condition.any.map((one) => native(one, event)).filter((one) => one !== null);
    return found.length === 0 ? null : eitherOf(found);
  }
  if ('none' in condition) {
    const denied = native(condition.none, event);
    return denied && { none: denied };
  }
  const needed = condition.all.map((one) => native(one, event));
  return needed.length === 0 || needed.includes(null) ? null : { all: needed.filter((one) => one !== null) };
}

function nativeField({ field, operator, values }: FieldCondition, event: EventInSchema): NativeCondition | null {
  const { natives = [], values: words = new Map<string, string | null>() } = event.fields.get(field) ?? {};
  const usable = natives.filter((one) => !one.newer);
  const own = values.flatMap((value) => (words.has(value) ? (words.get(value) ?? []) : [value]));
  if (usable.length === 0 || own.length === 0) return null;
  return eitherOf(usable.map((one) => ({ field: one, operator: operatorIn(one, operator), values: own })));
}

/** A property is looked for in the text of the whole column, which has an index: there it is one word of many. */
function operatorIn({ form }: NativeField, operator: Operator): Operator {
  return form === 'bag' && (operator === 'is' || operator === 'host') ? 'words' : operator;
}

function unique(fields: readonly NativeField[]): NativeField[] {
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}
