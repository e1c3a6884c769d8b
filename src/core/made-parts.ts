import type { Shelf } from './shelf.ts';

const SOURCE = Symbol('source');

/** What makes the parts of an object. */
export interface PartsMade<P> {
  /** @param name of the part that is asked for: all others may be absent. */
  read(name: string): P;
}

/** An object that has where to ask for its parts. */
interface Sourced {
  readonly [SOURCE]: PartsMade<Readonly<Record<string, unknown>>>;
}

/**
 * The object with further properties, which are read whenever they are asked for. They are properties like others: a spread and JSON have
 * their values. Objects of one kind should get the same ones in the same order, so that V8 has one shape for all.
 *
 * @param names of the source's value, those that the object has.
 */
export function withMadeParts<O extends object, P extends object>(
  own: O,
  names: readonly (keyof P & string)[],
  source: PartsMade<P>,
): O & P {
  Object.defineProperty(own, SOURCE, { value: source });
  for (const name of names) Object.defineProperty(own, name, accessorOf(name));
  return own as O & P;
}

/** An object of nothing but such properties. As a property of another one it leaves that one free to be copied without reading anything. */
export function madeObject<P extends object>(names: readonly string[], source: PartsMade<P>): P {
  return withMadeParts<object, P>({}, names as readonly (keyof P & string)[], source) as P;
}

/** The same object with all of its properties on a shelf. */
export function onShelf<T extends object>(shelf: Shelf, value: T): T {
  return madeObject(Object.keys(value), shelf.put(value));
}

const accessors = new Map<string, PropertyDescriptor>();

/** One accessor for all objects: one for each would give each a shape of its own. */
function accessorOf(name: string): PropertyDescriptor {
  const known = accessors.get(name);
  if (known) return known;
  const get = function (this: Sourced): unknown {
    return this[SOURCE].read(name)[name];
  };
  const accessor = { get, enumerable: true, configurable: true };
  accessors.set(name, accessor);
  return accessor;
}
