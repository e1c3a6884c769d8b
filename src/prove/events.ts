import type { SampleEvent, SampleFields, SampleValue } from '../knowledge/samples.ts';
import {
  type EventKind,
  type EventSchema,
  eventIn,
  type FieldHome,
  type NativeField,
} from '../quoting/events/index.ts';

/** A neutral event as one schema has it. */
export interface NativeEvent {
  readonly source: string;
  readonly fields: SampleFields;
}

/** Why a schema has no row for an event. */
export interface NoHome {
  readonly reason: string;
}

/**
 * An event as a schema keeps it: its source and fields. Fields that the schema does not tell are left out; an event that it does
 * not tell at all, or by a word that it lacks, has no row there.
 *
 * @param newer also the fields that only later versions of the schema have.
 */
export function nativeEvent(event: SampleEvent, schema: EventSchema, { newer = true } = {}): NativeEvent | NoHome {
  const home = eventIn(schema, event.kind);
  if (!home) return { reason: `no place for the event ${event.kind}` };
  const row = new Map<string, SampleValue>();
  const given = Object.entries(withDefaults(event.kind, event.fields)).flatMap(([name, value]) => {
    const field = home.fields.get(name);
    return field && field.natives.length > 0 ? [{ name, value, field }] : [];
  });
  // A value that may stand in several fields takes one that no other value needs; a path asks what its last part has said.
  const rank = ({ natives }: FieldHome) => natives.length + (natives[0]?.form === 'split' ? 10 : 0);
  given.sort((a, b) => rank(a.field) - rank(b.field));
  for (const { name, value, field } of given) {
    const word = wordOf(field, value);
    if (word === null) return { reason: `no word for the ${name} ${String(value)} of the event ${event.kind}` };
    const native = field.natives.find((each) => each.form === 'list' || each.form === 'bag' || !row.has(each.name));
    if (native && (newer || !native.newer)) place(row, native, name, word);
  }
  if (home.given && !row.has(home.given.field)) row.set(home.given.field, home.given.values[0] as string);
  return { source: home.source, fields: Object.fromEntries(row) };
}

/** The schema's word for a neutral one; null where it has none. */
function wordOf({ values }: FieldHome, value: SampleValue): SampleValue {
  return typeof value === 'string' && values.has(value) ? (values.get(value) ?? null) : value;
}

function place(row: Map<string, SampleValue>, native: NativeField, name: string, value: SampleValue): void {
  switch (native.form) {
    case 'list':
      append(row, native.name, `${name.toUpperCase()}=${String(value)}`);
      return;
    case 'bag':
      row.set(native.name, native.key === undefined ? value : withProperty(row.get(native.name), native.key, value));
      return;
    case 'split':
      split(row, native, String(value));
      return;
    default:
      row.set(native.name, value);
  }
}

/** `MD5=…,SHA256=…` */
function append(row: Map<string, SampleValue>, name: string, item: string): void {
  const before = row.get(name);
  row.set(name, before === undefined ? item : `${String(before)},${item}`);
}

function withProperty(bag: SampleValue | undefined, key: string, value: SampleValue): SampleFields {
  const [first = '', ...rest] = key.split('.');
  const own = isBag(bag) ? bag : {};
  return { ...own, [first]: rest.length === 0 ? value : withProperty(own[first], rest.join('.'), value) };
}

function isBag(value: SampleValue | undefined): value is SampleFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A path whose last part has a field of its own loses it where that field says the same. */
function split(row: Map<string, SampleValue>, native: NativeField, path: string): void {
  const leaf = native.leaf === undefined ? undefined : row.get(native.leaf);
  const tail = `\\${String(leaf ?? '')}`;
  const cut = leaf !== undefined && path.toLowerCase().endsWith(tail.toLowerCase());
  row.set(native.name, cut ? path.slice(0, -tail.length) : path);
}

/** What a sample need not say, because the rest of it does. */
function withDefaults(kind: EventKind, given: SampleFields): SampleFields {
  const { name, path, activity, result, valueName } = given;
  const named = name ?? (typeof path === 'string' ? path.split(/[\\/]/).at(-1) : undefined);
  switch (kind) {
    case 'process':
      return {
        ...entry('name', named),
        activity: 'started',
        ...entry('commandLine', named),
        ...entry('parentCommandLine', given['parentName']),
        ...entry('parentUser', given['user']),
        ...given,
      };
    case 'file':
    case 'fileChange':
      return { ...entry('name', named), ...entry('path', name), activity: activity ?? 'created', ...given };
    case 'imageLoad':
      return { ...entry('name', named), activity: 'loaded', ...given };
    case 'registry':
      return {
        activity: valueName === undefined ? 'keyCreated' : 'valueSet',
        ...given,
        // The path ends in the value's name, whichever way it was written.
        ...entry('path', withLeaf(path, valueName)),
      };
    case 'connection':
      return { activity: 'opened', ...given };
    case 'logon':
      return { result: 'success', ...given };
    case 'mail':
      return { action: 'delivered', ...given };
    case 'linkClick':
      return { action: 'allowed', ...given };
    case 'signIn':
    case 'tokenSignIn':
      return signInDefaults(given, result);
    default:
      return given;
  }
}

/** 50126: a wrong user name or password. https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const WRONG_PASSWORD = '50126';

function signInDefaults(given: SampleFields, result: SampleValue | undefined): SampleFields {
  const code = given['resultCode'] ?? (result === 'failure' ? WRONG_PASSWORD : '0');
  return { result: String(code) === '0' ? 'success' : 'failure', ...given, resultCode: code };
}

function withLeaf(path: SampleValue | undefined, leaf: SampleValue | undefined): SampleValue | undefined {
  if (typeof path !== 'string' || typeof leaf !== 'string') return path;
  return path.toLowerCase().endsWith(`\\${leaf.toLowerCase()}`) ? path : `${path}\\${leaf}`;
}

function entry(name: string, value: SampleValue | undefined): SampleFields {
  return value === undefined ? {} : { [name]: value };
}
