// Writes platforms.json beside this file: names and addresses that are no attacker's own.
//
// Source: well-known platforms, shared hosting and public resolvers are our own selection, version 1. Reserved names are those of
// RFC 2606, https://www.rfc-editor.org/rfc/rfc2606, RFC 6761, https://www.rfc-editor.org/rfc/rfc6761, RFC 6762,
// https://www.rfc-editor.org/rfc/rfc6762 and RFC 8375, https://www.rfc-editor.org/rfc/rfc8375; reserved ranges are from IANA's
// special-purpose address registries, https://www.iana.org/assignments/iana-ipv4-special-registry and
// https://www.iana.org/assignments/iana-ipv6-special-registry.
//
//   node config/reference/platforms/generate.mjs FACTS.json    the committed platforms.json, edited, is such a file itself
import { readFileSync } from 'node:fs';
import { array, file, line, object, runAsScript } from '../lines.mjs';

/** Mail providers that articles name as the place of an attacker's mailbox. */
const ADDED = ['proton.me', 'protonmail.com'];

/**
 * The text of platforms.json. Facts: source, version, domains (a list, or group -> list), sharedHosting (suffixes under which
 * anyone can rent a name), reservedDomains, reservedRanges (CIDR -> what it is for; or ipv4 and ipv6 apart) and
 * publicResolvers (operator -> addresses).
 */
export function generatePlatforms({
  source,
  version,
  domains,
  sharedHosting,
  reservedDomains,
  reservedRanges,
  publicResolvers,
}) {
  const names = (values) => array([...new Set(values)].sort());
  const ranges = reservedRanges.ipv4 ? { ...reservedRanges.ipv4, ...reservedRanges.ipv6 } : reservedRanges;
  return file([
    ['source', line(source)],
    ['version', line(version)],
    ['domains', names([...Object.values(domains).flat(), ...ADDED])],
    ['sharedHosting', names(sharedHosting)],
    ['reservedDomains', names(reservedDomains)],
    ['reservedRanges', object(Object.entries(ranges))],
    ['publicResolvers', object(Object.entries(publicResolvers))],
  ]);
}

runAsScript(import.meta.url, 'node config/reference/platforms/generate.mjs FACTS.json', (path) => ({
  'platforms.json': generatePlatforms(JSON.parse(readFileSync(path, 'utf8'))),
}));
