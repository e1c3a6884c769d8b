import { isObject, refuse } from './answers.ts';
import { durationOf, secondsOf } from './duration.ts';

/** What a property holds. `opaque` is stored as it comes. */
export type PropertyType =
  | 'string'
  | 'duration'
  | 'opaque'
  | { readonly oneOf: readonly string[] }
  | { readonly list: PropertyType }
  | ObjectType;

export interface ObjectType {
  /** In the namespace microsoft.graph.security. */
  readonly name: string;
  readonly properties: Readonly<Record<string, PropertyType>>;
  readonly required?: readonly string[];
  /** An open type: what its other properties hold. */
  readonly others?: PropertyType;
}

/**
 * A value of a type, without annotations. A property that the type does not have is refused, in the words that Graph is quoted with
 * in https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/450.
 *
 * @throws Refusal that names the property.
 */
export function readValue(value: unknown, type: PropertyType, path: string, whole: boolean): unknown {
  if (type === 'opaque') return value;
  if (value === null && !(typeof type === 'object' && 'oneOf' in type)) return null;
  if (typeof type === 'object' && 'properties' in type) return readProperties(value, type, path, whole);
  if (typeof type === 'object' && 'list' in type) {
    if (!Array.isArray(value)) return mistyped(path, 'a collection');
    return value.map((item, at) => readValue(item, type.list, `${path}[${at}]`, true));
  }
  if (typeof value !== 'string') return mistyped(path, 'a string');
  if (type === 'string') return value;
  if (type === 'duration') {
    const seconds = secondsOf(value);
    return seconds === null ? mistyped(path, 'a duration of ISO 8601') : durationOf(seconds);
  }
  return type.oneOf.includes(value) ? value : mistyped(path, `one of ${type.oneOf.join(', ')}`);
}

/** @param whole whether what is required must be there: a PATCH has only what changes. */
export function readProperties(
  value: unknown,
  type: ObjectType,
  path: string,
  whole: boolean,
): Record<string, unknown> {
  if (!isObject(value)) return mistyped(path, 'an object');
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const given = Object.entries(value).filter(([name]) => !name.includes('@odata.'));
  const read = given.map(([name, item]) => {
    const of = Object.hasOwn(type.properties, name) ? type.properties[name] : type.others;
    if (of === undefined) {
      return refuse(
        `The property '${name}' does not exist on type 'microsoft.graph.security.${type.name}'. ` +
          'Make sure to only use property names that are defined by the type.',
      );
    }
    return [name, readValue(item, of, at(name), whole)] as const;
  });
  const result: Record<string, unknown> = Object.fromEntries(read);
  for (const name of type.required ?? []) {
    const missing = whole ? (result[name] ?? '') === '' : Object.hasOwn(result, name) && (result[name] ?? '') === '';
    if (missing) refuse(`The property '${at(name)}' is required.`);
  }
  return result;
}

function mistyped(path: string, expected: string): never {
  return refuse(`Invalid value for the property '${path}': ${expected} is expected.`);
}
