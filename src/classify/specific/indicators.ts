import type { Indicator } from '../../briefing/article.ts';
import { any, where } from '../../quoting/search.ts';
import type { HuntPart } from './behaviour.ts';
import { typedValues } from './values.ts';

const MAX_URL = 200;

/** Connections, look-ups, requests and links to hosts, addresses and URLs. */
export function networkParts(indicators: readonly Indicator[]): HuntPart[] {
  const [domains, ips] = [typedValues(indicators, 'domain'), typedValues(indicators, 'ipv4', 'ipv6')];
  // Proxies and sensors write addresses with and without the scheme; the beginning of a very long one is particular enough.
  const urls = [...new Set(typedValues(indicators, 'url').flatMap(sameEverywhere))];
  return [
    {
      event: 'dns',
      where: any(where('query', 'host', domains), where('answer', 'is', ips)),
      by: ['source', 'query'],
      show: ['answer', 'recordType', 'server', 'activity'],
    },
    {
      event: 'connection',
      where: any(where('peerAddress', 'is', ips), where('destination', 'is', domains)),
      by: ['source', 'destination'],
      show: ['destinationAddress', 'port', 'application', 'user', 'activity', 'program', 'commandLine'],
    },
    {
      event: 'http',
      where: any(where('host', 'is', domains), where('address', 'is', ips), where('url', 'contains', urls)),
      by: ['source', 'host', 'url'],
      show: ['user', 'method', 'status', 'userAgent', 'address', 'program', 'commandLine'],
    },
    {
      event: 'mailLink',
      where: any(where('host', 'is', domains), where('url', 'contains', urls)),
      by: ['id', 'url'],
      show: ['host', 'location'],
    },
  ];
}

/** What of an address is the same for each victim; nothing where that is only the host, which is looked for anyway. */
function sameEverywhere(url: string): string[] {
  const fixed = url
    .replace(/^\w+:\/\//, '')
    .replace(/(?:%[A-Za-z]\w*%|\$|[<{[]).*$/s, '')
    .slice(0, MAX_URL);
  return /\/[^/]/.test(fixed) || fixed === url.replace(/^\w+:\/\//, '') ? [fixed] : [];
}

/** Files and processes by hash. */
export function hashParts(indicators: readonly Indicator[]): HuntPart[] {
  const sha256 = where('sha256', 'is', typedValues(indicators, 'sha256'));
  const sha1 = where('sha1', 'is', typedValues(indicators, 'sha1'));
  const md5 = where('md5', 'is', typedValues(indicators, 'md5'));
  // Only where one field holds hashes of every kind.
  const others = where('otherHash', 'is', typedValues(indicators, 'sha512', 'imphash'));
  return [
    {
      event: 'process',
      where: any(sha256, sha1, md5, others),
      by: ['device', 'name', 'sha256', 'sha1', 'md5'],
      show: ['user', 'parentName', 'path', 'commandLine', 'parentCommandLine', 'parentUser', 'activity'],
    },
    {
      event: 'file',
      where: any(sha256, sha1, md5, others),
      by: ['device', 'name', 'sha256', 'sha1', 'md5'],
      show: ['user', 'path', 'activity', 'program', 'commandLine'],
    },
    {
      event: 'imageLoad',
      where: any(sha256, sha1, md5),
      by: ['device', 'name', 'sha256', 'sha1', 'md5'],
      show: ['user', 'path', 'activity', 'program', 'commandLine'],
    },
  ];
}

/** Mail from the attackers' addresses. */
export function senderParts(indicators: readonly Indicator[]): HuntPart[] {
  const senders = typedValues(indicators, 'email');
  return [
    {
      event: 'mail',
      where: any(where('sender', 'is', senders), where('returnPath', 'is', senders)),
      by: ['sender', 'recipient'],
      show: ['subject', 'messageId', 'fileName', 'action', 'returnPath', 'id', 'location'],
    },
  ];
}

/** Machines on which a scanner found the article's vulnerabilities. */
export function exposureParts(indicators: readonly Indicator[]): HuntPart[] {
  const cves = typedValues(indicators, 'cve').map((cve) => cve.toUpperCase());
  return [
    {
      event: 'vulnerability',
      where: where('cve', 'is', cves),
      by: ['device', 'cve'],
      show: ['signature', 'severity', 'product', 'os', 'vendor', 'version', 'fix'],
    },
  ];
}

/** Mail with the attackers' subjects. */
export function subjectParts(subjects: readonly string[]): HuntPart[] {
  return [
    {
      event: 'mail',
      where: where('subject', 'contains', subjects),
      by: ['sender', 'subject'],
      show: ['recipient', 'messageId', 'fileName', 'action', 'returnPath', 'id', 'location'],
    },
  ];
}
