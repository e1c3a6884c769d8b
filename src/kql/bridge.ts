import { sha256 } from '../core/hash.ts';

/*
 * Bridge.NET is what the language service's C# became JavaScript with. A few functions of its runtime, each some lines, take a third of the
 * time of an analysis: they ask of every value whether it is boxed, an array or null, and put together names of members at each call. Here
 * are the same functions with the usual cases first; what is not usual is left to Bridge's own.
 */

/** Unknown values: everything that C# code passes around. */
// biome-ignore lint/suspicious/noExplicitAny: values of a runtime without types
type Value = any;

export interface BridgeRuntime {
  readonly Bridge: {
    readonly arrayTypes: readonly unknown[];
    readonly getTypeAlias: (type: Value) => string;
    readonly unbox: (value: Value, noClone: boolean) => Value;
    isArray: (value: Value, given?: Value) => Value;
    hasValue: (value: Value) => boolean;
    referenceEquals: (a: Value, b: Value) => boolean;
    staticEquals: (a: Value, b: Value) => boolean;
    is: (value: Value, type: Value, ignoreFn?: boolean, allowNull?: boolean) => boolean;
    as: (value: Value, type: Value, allowNull?: boolean) => Value;
    ref: (owner: Value, name?: Value) => { v: Value };
  };
  readonly System: {
    readonly Object: unknown;
    readonly Array: {
      getCount: (list: Value, type?: Value) => number;
      getItem: (list: Value, index: number, type?: Value) => Value;
    };
  };
}

/** Of the texts of the functions that are replaced or relied on, one a line, as @kusto/language-service-next 12.4.1 has them. */
const KNOWN = '669d4457dbe7708f8f538b65945574139fd4959d1a1ae67ef075d6bde12e8bcc';

/** Those functions, by name. */
export function runtimeFunctions({ Bridge, System }: BridgeRuntime) {
  const { isArray, hasValue, unbox, referenceEquals, staticEquals, is, as, ref } = Bridge;
  const { getCount, getItem } = System.Array;
  return { isArray, hasValue, unbox, referenceEquals, staticEquals, is, as, ref, getCount, getItem };
}

/** Replaces functions of the runtime by faster ones that do the same. False, and nothing is replaced, where they are not those that are known. */
export function quicken(runtime: BridgeRuntime): boolean {
  const slow = runtimeFunctions(runtime);
  if (sha256(Object.values(slow).map(String).join('\n')) !== KNOWN) return false;
  const { Bridge, System } = runtime;
  Object.assign(Bridge, values(runtime, slow), types(runtime, slow), { ref: references(runtime, slow) });
  Object.assign(System.Array, lists(runtime, slow));
  return true;
}

type Slow = ReturnType<typeof runtimeFunctions>;

function isNone(value: Value): value is null | undefined {
  return value === null || value === undefined;
}

/** Null or not, an array or not. Bridge unboxes what an array holds whenever it is asked whether it has a value. */
function values({ Bridge }: BridgeRuntime, slow: Slow) {
  const arrayTypes = new Set(Bridge.arrayTypes);

  function isArray(value: Value, given?: Value): Value {
    const made = given || (isNone(value) ? null : value.constructor);
    if (!made) return false;
    return made === Array || arrayTypes.has(made) || made.$isArray || Array.isArray(value);
  }

  function hasValue(value: Value): boolean {
    if (isNone(value)) return false;
    return typeof value === 'object' && (value.$boxed || isArray(value)) ? slow.hasValue.call(Bridge, value) : true;
  }

  return {
    isArray,
    hasValue,
    referenceEquals: (a: Value, b: Value) => (hasValue(a) ? a === b : !hasValue(b)),
    staticEquals(a: Value, b: Value): boolean {
      if (isNone(a)) return !hasValue(b);
      if (isNone(b)) return !hasValue(a);
      return slow.staticEquals.call(Bridge, a, b);
    },
  };
}

/** Most questions are whether an object of a class is of a class. */
function types({ Bridge, System }: BridgeRuntime, slow: Slow) {
  function is(value: Value, type: Value, ignoreFn?: boolean, allowNull?: boolean): boolean {
    const isUsual =
      typeof value === 'object' &&
      value !== null &&
      typeof type === 'function' &&
      type.$kind === 'class' &&
      type !== System.Object &&
      type.$is === undefined &&
      type.$literal === undefined &&
      value.constructor.$kind === 'class' &&
      !value.$boxed;
    return isUsual ? value instanceof type : slow.is.call(Bridge, value, type, ignoreFn, allowNull);
  }

  return {
    is,
    as(value: Value, type: Value, allowNull?: boolean): Value {
      if (isNone(value)) return allowNull ? value : null;
      if (!is(value, type, false, allowNull)) return null;
      return value.$boxed && type !== Object && type !== System.Object ? value.v : value;
    },
  };
}

/** The names under which a list offers its members are put together once for each type of items. */
function lists({ Bridge, System }: BridgeRuntime, slow: Slow) {
  const known = new Map<Value, { readonly getCount: string; readonly count: string; readonly getItem: string }>();

  function namesOf(type: Value) {
    let names = known.get(type);
    if (!names) {
      const alias = Bridge.getTypeAlias(type);
      const collection = `System$Collections$Generic$ICollection$1$${alias}`;
      names = {
        getCount: interned(`${collection}$getCount`),
        count: interned(`${collection}$Count`),
        getItem: interned(`System$Collections$Generic$IList$1$${alias}$getItem`),
      };
      known.set(type, names);
    }
    return names;
  }

  return {
    getCount(list: Value, type?: Value): number {
      if (Bridge.isArray(list)) return list.length;
      const names = type ? namesOf(type) : undefined;
      if (names && typeof list[names.getCount] === 'function') return list[names.getCount]();
      if (typeof list.System$Collections$ICollection$getCount === 'function') {
        return list.System$Collections$ICollection$getCount();
      }
      const count = names && list[names.count];
      if (count !== undefined) return count;
      const { System$Collections$ICollection$Count: plain } = list;
      if (plain !== undefined) return plain;
      const { Count: own } = list;
      return own === undefined ? slow.getCount.call(System.Array, list, type) : own;
    },
    getItem(list: Value, index: number, type?: Value): Value {
      if (type) {
        if (Bridge.isArray(list)) return list[index];
        const name = namesOf(type).getItem;
        if (typeof list[name] === 'function') return list[name](index);
      }
      return slow.getItem.call(System.Array, list, index, type);
    },
  };
}

/** A text that V8 finds members by without looking it up in its table of all texts. */
function interned(text: string): string {
  return Object.keys({ [text]: true })[0] as string;
}

/** What C# passes by `ref`, a member of something: an accessor on a prototype, not one that is defined for each. */
function references({ Bridge }: BridgeRuntime, slow: Slow) {
  class Reference {
    private readonly owner: Value;
    private readonly name: Value;

    constructor(owner: Value, name: Value) {
      this.owner = owner;
      this.name = name;
    }

    get v(): Value {
      return this.owner[this.name];
    }

    set v(value: Value) {
      this.owner[this.name] = value;
    }
  }
  return (owner: Value, name?: Value) =>
    isNone(name) || Bridge.isArray(name) ? slow.ref.call(Bridge, owner, name) : new Reference(owner, name);
}
