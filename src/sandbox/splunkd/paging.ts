import { type Call, toBoolean } from './call.ts';
import type { Entry, FeedReply, JsonValue, Paging } from './reply.ts';

/** What "unlimited" (count=-1) reads as in `perPage` (splunkd 10.4.2 as measured by https://github.com/mockdr/mockdr). */
const UNSIGNED_MINUS_ONE = '18446744073709551615';
const DEFAULT_COUNT = 30;

/**
 * A page of entries: search, then sort_*, then offset and count, then f
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTprolog). count is 30 by default, 0 and -1 mean all; integers
 * that cannot be read are ignored, and `total` counts what the filter let through (both: splunkd 10.4.2 as measured by
 * https://github.com/mockdr/mockdr).
 */
export function listReply(call: Call, title: string, path: string, entries: readonly Entry[]): FeedReply {
  const found = sortEntries(
    entries.filter((entry) => matches(entry, call.args.get('search') ?? '')),
    call.args,
  );
  const count = integer(call.args.get('count')) ?? DEFAULT_COUNT;
  const offset = Math.max(0, integer(call.args.get('offset')) ?? 0);
  const page = found.slice(offset, count <= 0 ? undefined : offset + count);
  const paging: Paging = { total: found.length, perPage: count < 0 ? UNSIGNED_MINUS_ONE : String(count), offset };
  const wanted = call.args.getAll('f');
  return { kind: 'feed', status: 200, title, path, entries: page.map((entry) => pick(entry, wanted)), paging };
}

/** One entry in its feed; `f` applies here too. */
export function entryReply(call: Call, title: string, path: string, entry: Entry, status = 200): FeedReply {
  return {
    kind: 'feed',
    status,
    title,
    path,
    entries: [pick(entry, call.args.getAll('f'))],
    paging: { total: 1, perPage: String(DEFAULT_COUNT), offset: 0 },
  };
}

function integer(text: string | null): number | undefined {
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/**
 * f=name, repeatable, `*` as wildcard; eai:acl is always there (splunkd 10.4.2 as measured by https://github.com/mockdr/mockdr).
 */
function pick(entry: Entry, wanted: readonly string[]): Entry {
  if (wanted.length === 0) return entry;
  const patterns = wanted.map(wildcard);
  const kept = Object.entries(entry.content).filter(
    ([key]) => key === 'eai:acl' || patterns.some((pattern) => pattern.test(key)),
  );
  return { ...entry, content: Object.fromEntries(kept) };
}

function wildcard(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`, 's');
}

/**
 * search=term: the term occurs anywhere in the entry, ignoring case; search=field=value: exactly that value, where 1 also matches
 * true (splunkd 10.4.2 as measured by https://github.com/mockdr/mockdr). Several terms must all match.
 */
function matches(entry: Entry, filter: string): boolean {
  const terms = filter.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  return terms.every((term) => {
    const pair = /^([\w.:-]+)=(.*)$/s.exec(term);
    if (!pair) return occurs(entry, unquote(term).toLowerCase());
    const actual = field(entry, pair[1] as string);
    return actual !== undefined && sameValue(actual, unquote(pair[2] as string));
  });
}

function unquote(text: string): string {
  return text.replace(/"/g, '');
}

function field(entry: Entry, name: string): JsonValue | undefined {
  if (name === 'name' || name === 'title') return entry.name;
  if (name === 'author') return entry.author;
  if (name.startsWith('eai:acl.'))
    return (entry.acl as unknown as Record<string, JsonValue>)[name.slice('eai:acl.'.length)];
  return entry.content[name];
}

function sameValue(actual: JsonValue, wanted: string): boolean {
  return typeof actual === 'boolean' ? toBoolean(wanted) === actual : String(actual ?? '') === wanted;
}

function occurs(entry: Entry, term: string): boolean {
  const values: JsonValue[] = [entry.name, entry.author, ...Object.values(entry.content)];
  return values.some((value) => value !== null && textOf(value).toLowerCase().includes(term));
}

function textOf(value: JsonValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function sortEntries(entries: Entry[], args: URLSearchParams): Entry[] {
  const key = args.get('sort_key') || 'name';
  const mode = args.get('sort_mode') ?? 'auto';
  const direction = args.get('sort_dir') === 'desc' ? -1 : 1;
  const keyed = entries.map((entry) => ({ entry, text: textOf(field(entry, key) ?? '') }));
  const numeric = mode === 'num' || (mode === 'auto' && keyed.every((k) => /^-?\d+(\.\d+)?$/.test(k.text)));
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  keyed.sort((a, b) => {
    if (numeric) return direction * (Number(a.text) - Number(b.text));
    if (mode === 'alpha_case') return direction * order(a.text, b.text);
    return direction * order(a.text.toLowerCase(), b.text.toLowerCase());
  });
  return keyed.map((k) => k.entry);
}
