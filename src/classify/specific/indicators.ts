import type { Indicator, IndicatorType } from '../../briefing/article.ts';
import { kqlAny, kqlContains, kqlIn, kqlList } from '../../quoting/kql.ts';
import { splAny, splContains, splEndsWith, splIn } from '../../quoting/spl.ts';
import { kqlQuery, splSearch } from './build.ts';

/** A hunt for indicators in both languages; null where a language has no words for any of them. */
export interface IndicatorQueries {
  readonly spl: string | null;
  readonly kql: string | null;
}

const MAX_URL = 200;
const INITIATOR = ['InitiatingProcessAccountName', 'InitiatingProcessFileName', 'InitiatingProcessCommandLine'];

/** Connections, look-ups, requests and links to hosts, addresses and URLs. */
export function networkQueries(title: string, indicators: readonly Indicator[]): IndicatorQueries {
  const [domains, ips] = [values(indicators, 'domain'), values(indicators, 'ipv4', 'ipv6')];
  // Proxies and sensors write addresses with and without the scheme; the beginning of a very long one is particular enough.
  const urls = values(indicators, 'url').map((url) => url.replace(/^\w+:\/\//, '').slice(0, MAX_URL));
  const name = `Article-specific network indicators: ${title}`;
  const spl = splSearch(name, [
    {
      dataset: 'Network_Resolution.DNS',
      where: splAny([
        splIn('DNS.query', domains),
        splEndsWith(
          'DNS.query',
          domains.map((domain) => `.${domain}`),
        ),
        splIn('DNS.answer', ips),
      ]),
      by: ['src', 'query'],
      values: ['answer', 'record_type', 'dest'],
    },
    {
      dataset: 'Network_Traffic.All_Traffic',
      where: splAny([
        splIn('All_Traffic.dest', [...ips, ...domains]),
        splIn('All_Traffic.dest_ip', ips),
        splIn('All_Traffic.src', ips),
      ]),
      by: ['src', 'dest'],
      values: ['dest_ip', 'dest_port', 'app', 'user', 'action'],
    },
    {
      dataset: 'Web.Web',
      where: splAny([splIn('Web.dest', [...domains, ...ips]), splContains('Web.url', [...domains, ...urls])]),
      by: ['src', 'dest', 'url'],
      values: ['user', 'http_method', 'status', 'http_user_agent'],
    },
  ]);
  const hosts = kqlList(domains);
  const kql = kqlQuery(
    [name],
    [
      {
        table: 'DeviceNetworkEvents',
        where: kqlAny([kqlIn('RemoteIP', ips), hosts && `RemoteUrl has_any ${hosts}`, kqlContains('RemoteUrl', urls)]),
        columns: ['DeviceName', 'ActionType', 'RemoteIP', 'RemotePort', 'RemoteUrl', ...INITIATOR],
      },
      {
        table: 'EmailUrlInfo',
        where: kqlAny([kqlIn('UrlDomain', domains), kqlContains('Url', urls)]),
        columns: ['NetworkMessageId', 'Url', 'UrlDomain', 'UrlLocation'],
      },
    ],
  );
  return { spl, kql };
}

/** Files and processes by hash. */
export function hashQueries(title: string, indicators: readonly Indicator[]): IndicatorQueries {
  const hashes = values(indicators, 'sha256', 'sha1', 'md5');
  const name = `Article-specific file hashes: ${title}`;
  const where = kqlAny([
    kqlIn('SHA256', values(indicators, 'sha256')),
    kqlIn('SHA1', values(indicators, 'sha1')),
    kqlIn('MD5', values(indicators, 'md5')),
  ]);
  const columns = ['DeviceName', 'ActionType', 'FileName', 'FolderPath', 'SHA256', 'SHA1', 'MD5', ...INITIATOR];
  return {
    // Sensors put several hashes of a file into one field.
    spl: splSearch(name, [
      {
        dataset: 'Endpoint.Processes',
        where: splContains('Processes.process_hash', hashes),
        by: ['dest', 'process_name', 'process_hash'],
        values: ['user', 'parent_process_name', 'process_path', 'process'],
      },
      {
        dataset: 'Endpoint.Filesystem',
        where: splContains('Filesystem.file_hash', hashes),
        by: ['dest', 'file_name', 'file_hash'],
        values: ['user', 'file_path', 'action'],
      },
    ]),
    kql: kqlQuery(
      [name],
      ['DeviceProcessEvents', 'DeviceFileEvents', 'DeviceImageLoadEvents'].map((table) => ({ table, where, columns })),
    ),
  };
}

/** Mail from the attackers' addresses. */
export function senderQueries(title: string, indicators: readonly Indicator[]): IndicatorQueries {
  const senders = values(indicators, 'email');
  const name = `Article-specific senders: ${title}`;
  return {
    spl: splSearch(name, [
      {
        dataset: 'Email.All_Email',
        where: splAny([splIn('All_Email.src_user', senders), splIn('All_Email.return_addr', senders)]),
        by: ['src_user', 'recipient'],
        values: ['subject', 'message_id', 'file_name', 'action'],
      },
    ]),
    kql: kqlQuery(
      [name],
      [
        {
          table: 'EmailEvents',
          where: kqlAny([kqlIn('SenderFromAddress', senders), kqlIn('SenderMailFromAddress', senders)]),
          columns: [
            'NetworkMessageId',
            'SenderFromAddress',
            'SenderMailFromAddress',
            'RecipientEmailAddress',
            'Subject',
            'DeliveryAction',
            'DeliveryLocation',
          ],
        },
      ],
    ),
  };
}

/** Machines on which a scanner found the article's vulnerabilities. */
export function exposureQueries(title: string, indicators: readonly Indicator[]): IndicatorQueries {
  const cves = values(indicators, 'cve').map((cve) => cve.toUpperCase());
  const name = `Article-specific exposure: ${title}`;
  return {
    spl: splSearch(name, [
      {
        dataset: 'Vulnerabilities.Vulnerabilities',
        where: splIn('Vulnerabilities.cve', cves),
        by: ['dest', 'cve'],
        values: ['signature', 'severity', 'vendor_product'],
      },
    ]),
    kql: kqlQuery(
      [name],
      [
        {
          table: 'DeviceTvmSoftwareVulnerabilities',
          where: kqlIn('CveId', cves),
          columns: [
            'DeviceName',
            'OSPlatform',
            'CveId',
            'VulnerabilitySeverityLevel',
            'SoftwareVendor',
            'SoftwareName',
            'SoftwareVersion',
            'RecommendedSecurityUpdate',
          ],
        },
      ],
    ),
  };
}

function values(indicators: readonly Indicator[], ...types: readonly IndicatorType[]): string[] {
  return indicators.filter(({ type }) => types.includes(type)).map(({ value }) => value);
}
