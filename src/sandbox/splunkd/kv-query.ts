import type { Refusal } from './call.ts';
import { kvRefusal } from './kv-place.ts';

export type KvDocument = Record<string, unknown>;

const COMPARE: Record<string, (actual: unknown, wanted: unknown) => boolean> = {
  $eq: (a, b) => same(a, b),
  $ne: (a, b) => !same(a, b),
  $gt: (a, b) => a !== undefined && (a as number) > (b as number),
  $gte: (a, b) => a !== undefined && (a as number) >= (b as number),
  $lt: (a, b) => a !== undefined && (a as number) < (b as number),
  $lte: (a, b) => a !== undefined && (a as number) <= (b as number),
  $regex: (a, b) => typeof a === 'string' && new RegExp(String(b)).test(a),
};

/**
 * The query language of the KV store: equality and the operators that
 * https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTkvstore names; another operator is refused.
 */
export function matcherOf(query: unknown): (document: KvDocument) => boolean {
  if (!isDocument(query)) throw badQuery();
  const parts = Object.entries(query).map(([key, wanted]) => partOf(key, wanted));
  return (document) => parts.every((matches) => matches(document));
}

function partOf(key: string, wanted: unknown): (document: KvDocument) => boolean {
  if (key === '$and' || key === '$or') {
    if (!Array.isArray(wanted)) throw badQuery();
    const keys = key === '$or' ? keysOf(wanted) : undefined;
    // The key is indexed, there as here.
    if (keys) return (document) => keys.has(document['_key']);
    const parts = wanted.map(matcherOf);
    return key === '$and'
      ? (document) => parts.every((matches) => matches(document))
      : (document) => parts.some((matches) => matches(document));
  }
  if (key === '$not') {
    const matches = matcherOf(wanted);
    return (document) => !matches(document);
  }
  if (key.startsWith('$')) throw badQuery();
  return fieldOf(key, wanted);
}

/** The keys that `$or` lists where it lists nothing else. */
function keysOf(parts: readonly unknown[]): Set<unknown> | undefined {
  const keys = parts.map((part) => (isDocument(part) && Object.keys(part).length === 1 ? part['_key'] : undefined));
  return keys.every((key) => typeof key === 'string') ? new Set(keys) : undefined;
}

/** sort=field:-1, skip, limit (0: all) and fields=a,b or a:0, in this order. */
export function shape(documents: KvDocument[], request: Record<string, unknown>, maxRows: number): KvDocument[] {
  const sorted = [...documents];
  for (const part of list(request['sort']).reverse()) {
    const [field = '', direction = '1'] = part.split(':');
    sorted.sort((a, b) => Number(direction) * order(a[field], b[field]));
  }
  const skip = Number(request['skip'] ?? 0) || 0;
  const limit = Math.min(Number(request['limit'] ?? 0) || maxRows, maxRows);
  const fields = list(request['fields']);
  const dropped = fields.filter((field) => field.endsWith(':0')).map((field) => field.slice(0, -2));
  const kept = fields.filter((field) => !field.endsWith(':0')).map((field) => field.replace(/:1$/, ''));
  return sorted
    .slice(skip, skip + limit)
    .map((document) =>
      Object.fromEntries(
        Object.entries(document).filter(
          ([key]) => !dropped.includes(key) && (kept.length === 0 || kept.includes(key) || key === '_key'),
        ),
      ),
    );
}

export function isDocument(value: unknown): value is KvDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON from a request; 400 if it is none. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw badQuery();
  }
}

function fieldOf(key: string, wanted: unknown): (document: KvDocument) => boolean {
  if (!isDocument(wanted) || !Object.keys(wanted).some((name) => name.startsWith('$'))) {
    return (document) => same(document[key], wanted);
  }
  const comparisons = Object.entries(wanted).map(([operator, operand]) => {
    const compare = COMPARE[operator];
    if (!compare) throw badQuery();
    return (document: KvDocument) => compare(document[key], operand);
  });
  return (document) => comparisons.every((matches) => matches(document));
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && !Array.isArray(b)) return a.some((item) => same(item, b));
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

function order(a: unknown, b: unknown): number {
  return (a as string) < (b as string) ? -1 : (a as string) > (b as string) ? 1 : 0;
}

function list(value: unknown): string[] {
  return typeof value === 'string' && value !== '' ? value.split(',') : [];
}

function badQuery(): Refusal {
  return kvRefusal(400, 'JSON in the request is in the wrong format.');
}
