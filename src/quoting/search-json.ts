import { EVENT_KINDS, type EventKind, eventFields } from './events/index.ts';
import type { Operator, Search } from './search.ts';

const OPERATORS: ReadonlySet<string> = new Set<Operator>([
  'is',
  'host',
  'contains',
  'starts',
  'ends',
  'words',
  'matches',
]);
/** More than any search of one article has. */
const MAX_VALUES = 2000;
const MAX_VALUE = 2000;
const MAX_DEPTH = 6;

/** One line of JSON in ASCII that holds no character of markup: it can stand in a comment of HTML, whatever the values. */
export function searchToJson(search: Search): string {
  const { title, note, days, parts } = search;
  return JSON.stringify({ title, ...(note === undefined ? {} : { note }), days, parts }).replace(
    /[^ -~]|[<>`&]|--/g,
    (text) => [...Array(text.length).keys()].map((n) => unicodeEscape(text.charCodeAt(n))).join(''),
  );
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** Reads it back; null where it is no search: a field that its event lacks, an unknown operator, too many values. */
export function searchFromJson(text: string): Search | null {
  try {
    const value: unknown = JSON.parse(text);
    return isSearch(value) ? value : null;
  } catch {
    return null;
  }
}

function isSearch(value: unknown): value is Search {
  if (!isObject(value) || !isText(value['title']) || !Array.isArray(value['parts'])) return false;
  const { note, days, parts } = value as { note?: unknown; days: unknown; parts: unknown[] };
  const counter = { left: MAX_VALUES };
  return (
    (note === undefined || isText(note)) &&
    Number.isInteger(days) &&
    Number(days) > 0 &&
    Number(days) <= 365 &&
    parts.length > 0 &&
    parts.length <= EVENT_KINDS.length * 4 &&
    parts.every((part) => isPart(part, counter))
  );
}

function isPart(value: unknown, counter: { left: number }): boolean {
  if (!isObject(value)) return false;
  const { event, by, show } = value;
  if (!(EVENT_KINDS as readonly unknown[]).includes(event)) return false;
  const known = eventFields(event as EventKind);
  const areFields = (list: unknown, least: number) =>
    Array.isArray(list) &&
    list.length >= least &&
    list.length <= known.length &&
    list.every((name) => known.includes(name));
  return areFields(by, 1) && areFields(show, 0) && isCondition(value['where'], known, counter, MAX_DEPTH);
}

function isCondition(value: unknown, known: readonly string[], counter: { left: number }, depth: number): boolean {
  if (!isObject(value) || depth === 0) return false;
  if ('none' in value) return Object.keys(value).length === 1 && isCondition(value['none'], known, counter, depth - 1);
  const list = value['any'] ?? value['all'];
  if (Array.isArray(list)) {
    if (Object.keys(value).length !== 1 || list.length > 100) return false;
    return list.every((one) => isCondition(one, known, counter, depth - 1));
  }
  const { field, operator, values } = value;
  if (!known.includes(String(field)) || !OPERATORS.has(String(operator)) || !Array.isArray(values)) return false;
  counter.left -= values.length;
  return counter.left >= 0 && values.every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_VALUE;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
