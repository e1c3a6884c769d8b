import { isObject, refuse } from './answers.ts';

type Test = (entity: Readonly<Record<string, unknown>>) => boolean;

const PATH = String.raw`([A-Za-z]\w*(?:/[A-Za-z]\w*)*)`;
const LITERAL = String.raw`('(?:[^']|'')*'|null|true|false|[\d.:TZ+-]+)`;
const COMPARISON = new RegExp(`^${PATH} (eq|ne|lt|le|gt|ge) ${LITERAL}$`);
const FUNCTION = new RegExp(`^(startswith|endswith|contains)\\(${PATH},\\s*${LITERAL}\\)$`, 'i');
const IN = new RegExp(`^${PATH} in \\((.*)\\)$`);
const NOT = /^not ?\((.*)\)$/;

/**
 * The part of `$filter` that the properties of a rule support
 * (https://learn.microsoft.com/graph/api/resources/security-detectionrule?view=graph-rest-1.0): comparisons, `in`, `startsWith`,
 * `endsWith`, `contains` and `not`, joined by `and`. Anything else is refused.
 *
 * @throws Refusal where it cannot be read.
 */
export function compileFilter(text: string): Test {
  const tests = splitOutsideQuotes(text.trim(), ' and ').map((part) => compileOne(part.trim()));
  return (entity) => tests.every((test) => test(entity));
}

function compileOne(text: string): Test {
  const not = NOT.exec(text);
  if (not) {
    const inner = compileFilter(not[1] ?? '');
    return (entity) => !inner(entity);
  }
  const called = FUNCTION.exec(text);
  if (called) {
    const [, name = '', path = '', literal = ''] = called;
    const part = String(literalOf(literal));
    return (entity) => fits(name.toLowerCase(), String(valueAt(entity, path) ?? ''), part);
  }
  const among = IN.exec(text);
  if (among) {
    const values = splitOutsideQuotes(among[2] ?? '', ',').map((item) => literalOf(item.trim()));
    return (entity) => values.includes(valueAt(entity, among[1] ?? '') as string);
  }
  const [, path = '', operator = '', literal = ''] =
    COMPARISON.exec(text) ?? refuse(`Invalid filter clause: '${text}'.`);
  const wanted = literalOf(literal);
  return (entity) => compares(operator, valueAt(entity, path) ?? null, wanted);
}

function fits(name: string, text: string, part: string): boolean {
  if (name === 'startswith') return text.startsWith(part);
  return name === 'endswith' ? text.endsWith(part) : text.includes(part);
}

function compares(operator: string, value: unknown, wanted: string | boolean | null): boolean {
  if (operator === 'eq') return value === wanted;
  if (operator === 'ne') return value !== wanted;
  if (typeof value !== 'string' || typeof wanted !== 'string') return false;
  const order = Date.parse(value) - Date.parse(wanted);
  if (Number.isNaN(order)) return false;
  return { lt: order < 0, le: order <= 0, gt: order > 0, ge: order >= 0 }[operator] ?? false;
}

function literalOf(literal: string): string | boolean | null {
  if (literal === 'null') return null;
  if (literal === 'true' || literal === 'false') return literal === 'true';
  return literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;
}

/** `a/b` is the property b of the property a. */
export function valueAt(entity: Readonly<Record<string, unknown>>, path: string): unknown {
  return path.split('/').reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), entity);
}

function splitOutsideQuotes(text: string, mark: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === "'") quoted = !quoted;
    if (quoted) continue;
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth > 0 || !text.startsWith(mark, at)) continue;
    parts.push(text.slice(start, at));
    start = at + mark.length;
  }
  return [...parts, text.slice(start)];
}
