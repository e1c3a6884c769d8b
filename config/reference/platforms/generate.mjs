// Writes platforms.json beside this file: names and addresses that are no attacker's own.
//
// Source: well-known platforms, public services, shared hosting and public resolvers are our own selection, version 1. Reserved names are those of
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

/** What anyone may use without renting a name, and attackers do: what it is for, and its domains. Our own selection. */
const SERVICES = {
  'address look-up':
    'checkip.amazonaws.com checkip.dyndns.org freegeoip.app freegeoip.net geoplugin.net icanhazip.com ident.me ifconfig.co ifconfig.io ifconfig.me ip-api.com ip.sb ipapi.co ipapi.com ipecho.net ipgeolocation.io ipify.org ipinfo.io iplocation.net ipwho.is ipwhois.app myexternalip.com myip.com showip.net trackip.net whatismyip.com whatismyipaddress.com wtfismyip.com'.split(
      ' ',
    ),
  'file sharing':
    '0x0.st 4shared.com anonfiles.com bashupload.com bayfiles.com catbox.moe dropmefiles.com easyupload.io fex.net file.io filebin.net files.fm gofile.io mediafire.com mega.co.nz mega.io mega.nz oshi.at pixeldrain.com put.io sendspace.com temp.sh tmpfiles.org transfer.sh ufile.io uploadfiles.io wetransfer.com workupload.com zippyshare.com'.split(
      ' ',
    ),
  messages: 'discord.gg t.me telegram.me telegram.org'.split(' '),
  pastes:
    'controlc.com dpaste.com dpaste.org ghostbin.com hastebin.com justpaste.it paste.ee pastebin.com pastes.io rentry.co rentry.org telegra.ph textbin.net'.split(
      ' ',
    ),
  'short addresses': 'bit.ly cutt.ly is.gd ow.ly rb.gy rebrand.ly shorturl.at t.ly tinyurl.com v.gd'.split(' '),
  webhooks: 'hookbin.com requestbin.com webhook.site'.split(' '),
};

/**
 * The text of platforms.json. Facts: source, version, domains (a list, or group -> list), services (what anyone may
 * use without renting a name -> domains), sharedHosting (suffixes under which
 * anyone can rent a name), reservedDomains, reservedRanges (CIDR -> what it is for; or ipv4 and ipv6 apart) and
 * publicResolvers (operator -> addresses).
 */
export function generatePlatforms({
  source,
  version,
  domains,
  services = SERVICES,
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
    ['services', object(Object.entries(services).map(([kind, hosts]) => [kind, [...new Set(hosts)].sort()]))],
    ['sharedHosting', names(sharedHosting)],
    ['reservedDomains', names(reservedDomains)],
    ['reservedRanges', object(Object.entries(ranges))],
    ['publicResolvers', object(Object.entries(publicResolvers))],
  ]);
}

runAsScript(import.meta.url, 'node config/reference/platforms/generate.mjs FACTS.json', (path) => ({
  'platforms.json': generatePlatforms(JSON.parse(readFileSync(path, 'utf8'))),
}));
