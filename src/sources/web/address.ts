import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';
import { HuntsyncError } from '../../core/errors.ts';

/** An address that untrusted text must not make huntsync connect to. */
export class AddressError extends HuntsyncError {
  /** The same where private addresses are allowed, but for another origin. */
  elsewhere(trusted: string): AddressError {
    const remedy = `allowPrivateAddresses covers ${trusted} only: what it leads to elsewhere has to be public, or a source of its own.`;
    return new AddressError(this.message, { remedy });
  }
}

const ALLOW = 'If this feed is inside your own network, set allowPrivateAddresses: true on its source.';

/** Resolves a name to all its addresses. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/**
 * Metadata services, where clouds hand out credentials to callers from inside: AWS, Azure and others (169.254.169.254), AWS
 * tasks, AWS and Google over IPv6, Azure's platform host, Alibaba, Oracle. They are never allowed.
 */
const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
]);

/**
 * Why an IP address may not be connected to, or undefined where it may. Public is what IANA's special-purpose registries
 * leave as globally reachable unicast; addresses that carry an IPv4 address (mapped, NAT64) are judged by that one.
 */
export function addressRefusal(address: string, allowPrivate: boolean): string | undefined {
  if (!ipaddr.isValid(address)) return 'no IP address';
  const plain = unwrap(ipaddr.parse(address));
  if (METADATA.has(plain.toString())) return "a cloud's metadata address";
  if (allowPrivate) return undefined;
  const range = plain.range();
  if (range !== 'unicast') return `not a public address (${range})`;
  if (plain instanceof ipaddr.IPv6 && ((plain.parts[0] ?? 0) & 0xe000) !== 0x2000) return 'not a public address';
  return undefined;
}

function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  const nat64 = address.match(ipaddr.IPv6.parse('64:ff9b::'), 96);
  return nat64 ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}

/** Refuses a URL whose host is an IP address that may not be connected to. Names are checked when they are resolved. */
export function checkLiteral(url: URL, allowPrivate: boolean): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host)) refuse(host, host, allowPrivate);
}

/** Names that exist inside a network only (https://www.iana.org/assignments/special-use-domain-names); and those without a dot. */
const INSIDE = /^[^.]+$|(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/;
/** A network that leaves names to its proxy may answer none of ours. */
const RESOLVE_MS = 2_000;

/**
 * Refuses a host that a proxy must not be asked for. The proxy resolves the name again, so that the address cannot be held to:
 * what is inside its network is for the proxy to refuse, too. A name that is unknown here is left to it.
 */
export async function checkNameForProxy(url: URL, resolve: Resolve = resolveAll): Promise<void> {
  checkLiteral(url, false);
  const host = url.hostname.replace(/\.$/, '');
  if (ipaddr.isValid(host.replace(/^\[|\]$/g, ''))) return;
  if (INSIDE.test(host)) throw new AddressError(`${host} is a name inside a network: refused.`, { remedy: ALLOW });
  const unknown = () => [];
  const late = delay(RESOLVE_MS, [], { ref: false });
  const addresses = await Promise.race([resolve(host).catch(unknown), late]);
  for (const { address } of addresses) refuse(host, address, false);
}

function refuse(host: string, address: string, allowPrivate: boolean): void {
  const why = addressRefusal(address, allowPrivate);
  if (why === undefined) return;
  const what = host === address ? address : `${host}, which resolves to ${address},`;
  throw new AddressError(`${what} is ${why}: refused.`, {
    remedy: allowPrivate ? '' : ALLOW,
  });
}

const resolveAll: Resolve = (host) =>
  new Promise((done, fail) => {
    const options: LookupAllOptions = { all: true };
    lookup(host, options, (error, addresses) => (error ? fail(error) : done(addresses)));
  });

/**
 * A `lookup` for sockets that only returns checked addresses: the checked address is the one connected to, which defeats DNS
 * rebinding. One forbidden address refuses the name.
 */
export function createLookup(allowPrivate: boolean, resolve: Resolve = resolveAll): LookupFunction {
  return (host, options, callback) => {
    resolve(host)
      .then((addresses) => {
        for (const { address } of addresses) refuse(host, address, allowPrivate);
        const first = addresses[0];
        if (!first) throw new AddressError(`${host} has no address.`);
        if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      })
      .catch((error: NodeJS.ErrnoException) => callback(error, '', 0));
  };
}
