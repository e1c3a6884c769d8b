// Writes platforms.json beside this file: node config/reference/platforms/generate.mjs INPUT
// INPUT: JSON with `source`, `version`, `domains` (group -> domains of well-known platforms), `sharedHosting` (suffixes under
// which anyone can rent a name), `reservedDomains`, `reservedRanges` (ipv4 and ipv6: CIDR -> what it is for, from the IANA
// special-purpose address registries) and `publicResolvers` (operator -> addresses).
import { readFileSync, writeFileSync } from 'node:fs';

const [input] = process.argv.slice(2);
if (!input) throw new Error('usage: node generate.mjs INPUT');
const { source, version, domains, sharedHosting, reservedDomains, reservedRanges, publicResolvers } = JSON.parse(
  readFileSync(input, 'utf8'),
);

const line = (value) => JSON.stringify(value);
const array = (values) => `[\n${[...new Set(values)].sort().map((value) => `  ${line(value)}`).join(',\n')}\n ]`;
const object = (entries) => `{\n${entries.map(([key, value]) => `  ${line(key)}: ${line(value)}`).join(',\n')}\n }`;

const parts = [
  ` "source": ${line(source)}`,
  ` "version": ${line(version)}`,
  ` "domains": ${array(Object.values(domains).flat())}`,
  ` "sharedHosting": ${array(sharedHosting)}`,
  ` "reservedDomains": ${array(reservedDomains)}`,
  ` "reservedRanges": ${object(Object.entries({ ...reservedRanges.ipv4, ...reservedRanges.ipv6 }))}`,
  ` "publicResolvers": ${object(Object.entries(publicResolvers))}`,
];
writeFileSync(new URL('platforms.json', import.meta.url), `{\n${parts.join(',\n')}\n}\n`);
