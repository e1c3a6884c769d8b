import { type Cell, isList } from '../cells.ts';
import { toText } from '../convert.ts';
import { hasTerm } from '../terms.ts';
import { type Functions, fn, type ScalarFunction } from './define.ts';

/** https://learn.microsoft.com/kusto/query/scalar-functions#ipv4ipv6-functions */

interface Address {
  readonly bits: bigint;
  /** How many of the first bits count. */
  readonly prefix: number;
}

/** Without leading zeros. */
const V4 = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})(?:\/(\d{1,2}))?$/;

/** Null where the text is no address, or its prefix too long. */
export function parseV4(text: string): Address | null {
  const match = V4.exec(text.trim());
  if (!match) return null;
  const parts = match.slice(1, 5).map(Number);
  const prefix = match[5] === undefined ? 32 : Number(match[5]);
  if (parts.some((part) => part > 255) || prefix > 32) return null;
  return { bits: parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n), prefix };
}

/** Also an IPv4 address, which becomes one of ::ffff:0:0/96. */
export function parseV6(text: string): Address | null {
  const [written = '', length, more] = text.trim().split('/');
  if (more !== undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  const address = written.replace(/%.*$/, '');
  // Behind a dotted tail the prefix counts the bits of the IPv4 address.
  const prefix = length === undefined ? 128 : Number(length) + (address.includes('.') ? 96 : 0);
  const v4 = parseV4(address);
  if (v4) return prefix > 128 ? null : { bits: 0xffff00000000n | v4.bits, prefix };
  const groups = groupsOf(address);
  if (!groups || prefix > 128) return null;
  return { bits: groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n), prefix };
}

function groupsOf(address: string): number[] | null {
  const mapped = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (mapped) {
    const v4 = parseV4(mapped[2] as string);
    if (!v4) return null;
    return groupsOf(`${mapped[1]}${(v4.bits >> 16n).toString(16)}:${(v4.bits & 0xffffn).toString(16)}`);
  }
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const words = [...(head ?? []), ...(tail ?? [])];
  if (words.some((word) => !/^[0-9a-f]{1,4}$/i.test(word))) return null;
  const missing = 8 - words.length;
  if (tail ? missing < 1 : missing !== 0) return null;
  const zeros = tail ? new Array<string>(missing).fill('0') : [];
  return [...(head ?? []), ...zeros, ...(tail ?? [])].map((word) => Number.parseInt(word, 16));
}

type Parse = (text: string) => Address | null;

function masked(bits: bigint, prefix: number, size: number): bigint {
  const rest = BigInt(size - prefix);
  return (bits >> rest) << rest;
}

/** Both under the shorter of the prefixes. https://learn.microsoft.com/kusto/query/ipv4-compare-function */
function compared(parse: Parse, size: number, a: string, b: string, prefix: number | null): number | null {
  const [x, y] = [parse(a), parse(b)];
  if (!x || !y || (prefix !== null && (prefix < 0 || prefix > size))) return null;
  const common = Math.min(x.prefix, y.prefix, prefix ?? size);
  const [left, right] = [masked(x.bits, common, size), masked(y.bits, common, size)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether an address, or all of a network, is in a range. https://learn.microsoft.com/kusto/query/ipv4-is-in-range-function */
function inRange(parse: Parse, size: number, address: string, range: string): boolean | null {
  const [x, y] = [parse(address), parse(range)];
  if (!x || !y) return null;
  const common = Math.min(x.prefix, y.prefix);
  return masked(x.bits, common, size) === masked(y.bits, common, size);
}

function inAnyRange(parse: Parse, size: number): ScalarFunction {
  return fn('string any any*', 'bool', (address, ...ranges) => {
    const results = ranges
      .flatMap((range) => (isList(range) ? range : [range]))
      .map((range) => inRange(parse, size, address as string, toText(range, 'dynamic')));
    if (results.includes(true)) return true;
    return results.includes(null) ? null : false;
  });
}

const compare = (parse: Parse, size: number): ScalarFunction =>
  fn('string string long?', 'long', (a, b, prefix) =>
    compared(parse, size, a as string, b as string, prefix === undefined ? null : Number(prefix)),
  );

const match = (parse: Parse, size: number): ScalarFunction =>
  fn('string string long?', 'bool', (a, b, prefix) => {
    const result = compared(parse, size, a as string, b as string, prefix === undefined ? null : Number(prefix));
    return result === null ? null : result === 0;
  });

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** A network is private where it lies within a private one. https://learn.microsoft.com/kusto/query/ipv4-is-private-function */
function isPrivate(text: string): boolean | null {
  if (!parseV4(text)) return null;
  return PRIVATE.some((range) => inRange(parseV4, 32, text, range));
}

function formatV4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
}

/** https://learn.microsoft.com/kusto/query/parse-ipv6-function */
function formatV6(bits: bigint): string {
  return Array.from({ length: 8 }, (_, at) =>
    ((bits >> BigInt(112 - 16 * at)) & 0xffffn).toString(16).padStart(4, '0'),
  ).join(':');
}

/** https://learn.microsoft.com/kusto/query/has-ipv4-function */
function hasV4(text: string, address: string): boolean {
  return parseV4(address) !== null && !address.includes('/') && hasTerm(text, address);
}

/** A prefix that ends in a dot, or a whole address. https://learn.microsoft.com/kusto/query/has-ipv4-prefix-function */
function hasV4Prefix(text: string, prefix: string): boolean {
  const found = text.match(/(?<![A-Za-z0-9])\d{1,3}(?:\.\d{1,3}){3}(?![A-Za-z0-9])/g) ?? [];
  const valid = /^(?:\d{1,3}\.){1,3}$/.test(prefix) || parseV4(prefix) !== null;
  return (
    valid &&
    found.some((each) => parseV4(each) !== null && (prefix.endsWith('.') ? each.startsWith(prefix) : each === prefix))
  );
}

const anyOf = (holds: (text: string, sought: string) => boolean): ScalarFunction =>
  fn('string any any*', 'bool', (text, ...sought) =>
    sought
      .flatMap((each) => (isList(each as Cell) ? (each as readonly Cell[]) : [each as Cell]))
      .some((each) => holds(text as string, toText(each, 'dynamic'))),
  );

export const NETWORK: Functions = {
  ipv4_is_private: fn('string', 'bool', (text) => isPrivate(text as string)),
  ipv4_is_in_range: fn('string string', 'bool', (a, b) => inRange(parseV4, 32, a as string, b as string)),
  ipv4_is_in_any_range: inAnyRange(parseV4, 32),
  ipv4_is_match: match(parseV4, 32),
  ipv4_compare: compare(parseV4, 32),
  ipv4_netmask_suffix: fn('string', 'long', (text) => parseV4(text as string)?.prefix ?? null),
  parse_ipv4: fn('string', 'long', (text) => {
    const address = parseV4(text as string);
    return address && Number(masked(address.bits, address.prefix, 32));
  }),
  parse_ipv4_mask: fn('string long', 'long', (text, prefix) => {
    const address = parseV4(text as string);
    return address && Number(masked(address.bits, Math.min(address.prefix, Number(prefix)), 32));
  }),
  format_ipv4: fn('any long?', 'string', (value, prefix) => {
    const bits = typeof value === 'string' ? parseV4(value)?.bits : BigInt(value as number);
    if (bits === undefined || bits < 0n || bits > 0xffffffffn) return '';
    return formatV4(masked(bits, prefix === undefined ? 32 : Number(prefix), 32));
  }),
  parse_ipv6: fn('string', 'string', (text) => {
    const address = parseV6(text as string);
    return address ? formatV6(masked(address.bits, address.prefix, 128)) : '';
  }),
  parse_ipv6_mask: fn('string long', 'string', (text, prefix) => {
    const address = parseV6(text as string);
    return address ? formatV6(masked(address.bits, Math.min(address.prefix, Number(prefix)), 128)) : '';
  }),
  ipv6_is_match: match(parseV6, 128),
  ipv6_compare: compare(parseV6, 128),
  ipv6_is_in_range: fn('string string', 'bool', (a, b) => inRange(parseV6, 128, a as string, b as string)),
  ipv6_is_in_any_range: inAnyRange(parseV6, 128),
  has_ipv4: fn('string string', 'bool', (text, address) => hasV4(text as string, address as string)),
  has_any_ipv4: anyOf(hasV4),
  has_ipv4_prefix: fn('string string', 'bool', (text, prefix) => hasV4Prefix(text as string, prefix as string)),
  has_any_ipv4_prefix: anyOf(hasV4Prefix),
};
