import { refuse } from './answers.ts';
import { compileFilter, valueAt } from './filter.ts';

export type Entity = Readonly<Record<string, unknown>>;

export interface Page {
  readonly value: readonly Entity[];
  /** Of all that fit, where it was asked for. */
  readonly count?: number;
  /** Query of the next page. */
  readonly next?: string;
}

const SUPPORTED = ['$select', '$top', '$skip', '$count', '$filter', '$orderby'];

/**
 * A page of a collection by the query options that
 * https://learn.microsoft.com/graph/api/security-rulesroot-list-detectionrules?view=graph-rest-1.0 names; paging as
 * https://learn.microsoft.com/graph/paging has it. How many a page holds is not documented.
 *
 * @throws Refusal for an option that is not supported.
 */
export function pageOf(all: readonly Entity[], query: URLSearchParams, pageSize: number): Page {
  for (const name of query.keys()) {
    if (name.startsWith('$') && !SUPPORTED.includes(name)) refuse(`Query option '${name}' is not allowed.`);
  }
  const filter = query.get('$filter');
  const found = ordered(filter === null ? all : all.filter(compileFilter(filter)), query.get('$orderby'));
  const skip = numberOf(query, '$skip') ?? 0;
  const left = numberOf(query, '$top') ?? Number.POSITIVE_INFINITY;
  const size = Math.min(left, pageSize);
  const value = found.slice(skip, skip + size).map(selected(query.get('$select')));
  const isWhole = left <= pageSize || skip + size >= found.length;
  const next = new URLSearchParams(query);
  next.set('$skip', String(skip + size));
  if (Number.isFinite(left)) next.set('$top', String(left - size));
  return {
    value,
    ...(query.get('$count') === 'true' ? { count: found.length } : {}),
    ...(isWhole ? {} : { next: next.toString() }),
  };
}

function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  return /^\d+$/.test(text) ? Number(text) : refuse(`Invalid value '${text}' for ${name} query option.`);
}

function ordered(entities: readonly Entity[], by: string | null): readonly Entity[] {
  if (by === null) return entities;
  const [, property = '', direction] = /^(\w+)(?: (asc|desc))?$/.exec(by.trim()) ?? refuse(`Invalid $orderby '${by}'.`);
  const sign = direction === 'desc' ? -1 : 1;
  const text = (entity: Entity) => String(valueAt(entity, property) ?? '');
  return [...entities].sort((a, b) => sign * (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0));
}

function selected(select: string | null): (entity: Entity) => Entity {
  if (select === null) return (entity) => entity;
  const names = ['@odata.type', 'id', ...select.split(',').map((name) => name.trim())];
  return (entity) => Object.fromEntries(Object.entries(entity).filter(([name]) => names.includes(name)));
}
