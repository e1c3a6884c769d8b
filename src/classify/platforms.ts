import { readFileSync } from 'node:fs';
import type ipaddrTypes from 'ipaddr.js';
import { deferred } from '../core/deferred.ts';

const ipaddr = deferred<typeof ipaddrTypes>('ipaddr.js');

type Address = ReturnType<typeof ipaddrTypes.parse>;

/** The shape of config/reference/platforms/platforms.json. */
interface PlatformsFile {
  readonly domains: readonly string[];
  /** What anyone may use without renting a name: kind to domains. */
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly sharedHosting: readonly string[];
  readonly reservedDomains: readonly string[];
  /** CIDR to what the range is for. */
  readonly reservedRanges: Readonly<Record<string, string>>;
  /** Operator to addresses. */
  readonly publicResolvers: Readonly<Record<string, readonly string[]>>;
}

interface Platforms {
  readonly domains: ReadonlySet<string>;
  readonly services: ReadonlyMap<string, string>;
  readonly sharedHosting: ReadonlySet<string>;
  readonly reservedDomains: ReadonlySet<string>;
  readonly ranges: readonly (readonly [Address, number])[];
  readonly resolvers: ReadonlySet<string>;
}

let loaded: Platforms | undefined;

function platforms(): Platforms {
  // The same path from src/articles/classify and from dist/articles/classify.
  const url = new URL('../../config/reference/platforms/platforms.json', import.meta.url);
  loaded ??= prepare(JSON.parse(readFileSync(url, 'utf8')) as PlatformsFile);
  return loaded;
}

function prepare(file: PlatformsFile): Platforms {
  const services = Object.entries(file.services).flatMap(([kind, hosts]) => hosts.map((host) => [host, kind] as const));
  return {
    domains: new Set([...file.domains, ...services.map(([host]) => host)]),
    services: new Map(services),
    sharedHosting: new Set(file.sharedHosting),
    reservedDomains: new Set(file.reservedDomains),
    ranges: Object.keys(file.reservedRanges).map((range) => ipaddr().parseCIDR(range)),
    resolvers: new Set(
      Object.values(file.publicResolvers)
        .flat()
        .map((address) => ipaddr().parse(address).toString()),
    ),
  };
}

/**
 * True for a well-known platform's domain (lower case) or a name under it, which would block half the world as an indicator;
 * false for a name under a shared-hosting suffix, which anyone can rent, but true for the suffix itself.
 */
export function isPlatformDomain(domain: string): boolean {
  const { domains, sharedHosting } = platforms();
  for (const suffix of suffixesOf(domain)) {
    if (sharedHosting.has(suffix)) return suffix === domain;
    if (domains.has(suffix)) return true;
  }
  return false;
}

/** Services for everyone that attackers use too: domain to what it is for (`file sharing`). */
export function publicServices(): ReadonlyMap<string, string> {
  return platforms().services;
}

/**
 * True for names that no one can own on the Internet (https://www.rfc-editor.org/rfc/rfc2606,
 * https://www.rfc-editor.org/rfc/rfc6761): `example.com`, `printer.local`.
 */
export function isReservedDomain(domain: string): boolean {
  const { reservedDomains } = platforms();
  return suffixesOf(domain).some((suffix) => reservedDomains.has(suffix));
}

/** The name and every name above it, the longest first. */
function suffixesOf(domain: string): string[] {
  const labels = domain.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}

/**
 * The normal spelling of an address that may be an indicator: public, of no documentation or other special-purpose range
 * (IANA), no public resolver; null for any other text. An IPv4 address inside an IPv6 one is judged by itself.
 */
export function publicAddress(text: string): { readonly type: 'ipv4' | 'ipv6'; readonly value: string } | null {
  const address = parseAddress(text);
  if (!address) return null;
  const { ranges, resolvers } = platforms();
  const value = address.toString();
  const reserved = ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));
  return reserved || resolvers.has(value) ? null : { type: address.kind(), value };
}

function parseAddress(text: string): Address | null {
  if (ipaddr().IPv4.isValidFourPartDecimal(text)) return /(?:^|\.)0\d/.test(text) ? null : ipaddr().IPv4.parse(text);
  // A zone (`%eth0`) belongs to one machine.
  if (!text.includes(':') || text.includes('%') || !ipaddr().IPv6.isValid(text)) return null;
  const address = ipaddr().IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}
