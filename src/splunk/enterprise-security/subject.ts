import { datasetsIn } from '../../spl/datasets.ts';
import { resultFields } from '../../spl/result-fields.ts';

/** Security domains of Enterprise Security (https://docs.splunk.com/Documentation/ES/latest/User/IncidentReviewdashboard). */
export type SecurityDomain = 'access' | 'audit' | 'endpoint' | 'identity' | 'network' | 'threat';

/** A field of a finding that tells whom it is about; the score goes to whatever the field names. */
export interface RiskObject {
  readonly field: string;
  readonly type: 'system' | 'user' | 'other';
}

/** A field of a finding that tells what was used. */
export interface ThreatObject {
  readonly field: string;
  /** By the names of https://github.com/splunk/contentctl, objects/rba.py, ThreatObjectType. */
  readonly type: string;
}

/** What a search is about, told by the data models that it reads and the fields that it returns. */
export interface Subject {
  readonly domain: SecurityDomain;
  /** CIM datasets, sorted: `Endpoint.Processes`. */
  readonly datasets: readonly string[];
  /** At most one of a type, the most telling. Empty where the search does not settle what it returns. */
  readonly riskObjects: readonly RiskObject[];
  readonly threatObjects: readonly ThreatObject[];
}

/** By the part of a dataset's name that tells most; the first that fits. */
const DOMAINS: readonly [prefix: string, domain: SecurityDomain][] = [
  ['Endpoint.', 'endpoint'],
  ['Malware.', 'endpoint'],
  ['Authentication.', 'access'],
  ['Change.Account_Management', 'identity'],
  ['Change.', 'audit'],
  ['Network_Traffic.', 'network'],
  ['Network_Resolution.', 'network'],
  ['Network_Sessions.', 'network'],
  ['Web.', 'network'],
  ['Certificates.', 'network'],
  ['Intrusion_Detection.', 'network'],
];

/** Our macros, and those of Splunk's own content, that stand for the logs of a host. */
const HOST_LOGS = /`(?:sysmon|powershell|wineventlog_\w+|linux_\w+)`/;

/** Traffic names its source as the host of ours and its destination as the stranger; elsewhere `dest` is the host of ours. */
const SYSTEMS: Readonly<Record<'network' | 'other', readonly string[]>> = {
  network: ['src', 'src_ip', 'src_host', 'dvc', 'host'],
  other: ['dest', 'dvc', 'host', 'dest_host', 'Computer', 'ComputerName'],
};
const USERS: readonly string[] = ['user', 'recipient', 'src_user', 'User', 'UserId'];

/** Fields of CIM (https://help.splunk.com/en/data-management/common-information-model) and what each names. */
const THREATS: readonly [field: string, type: string][] = [
  ['process_name', 'process_name'],
  ['process', 'process'],
  ['parent_process_name', 'parent_process_name'],
  ['file_name', 'file_name'],
  ['file_path', 'file_path'],
  ['file_hash', 'file_hash'],
  ['process_hash', 'process_hash'],
  ['registry_path', 'registry_path'],
  ['service_name', 'service'],
  ['url', 'url'],
  ['query', 'domain'],
  ['http_user_agent', 'http_user_agent'],
  ['subject', 'email_subject'],
];

/** A dozen fields say less than three. */
const MAX_THREATS = 4;

/** Reads a search that has passed the check. */
export function subjectOf(search: string): Subject {
  const datasets = datasetsIn(search);
  const domain = domainOf(datasets, search);
  const fields = resultFields(search) ?? new Set<string>();
  const systems = SYSTEMS[domain === 'network' ? 'network' : 'other'];
  const riskObjects = [first(systems, 'system', fields), first(USERS, 'user', fields)].flat();
  return { domain, datasets, riskObjects, threatObjects: threatsOf(domain, fields) };
}

function domainOf(datasets: readonly string[], search: string): SecurityDomain {
  const found = DOMAINS.find(([prefix]) => datasets.some((name) => name.startsWith(prefix)));
  return found?.[1] ?? (HOST_LOGS.test(search) ? 'endpoint' : 'threat');
}

function first(names: readonly string[], type: RiskObject['type'], fields: ReadonlySet<string>): RiskObject[] {
  const field = names.find((name) => fields.has(name));
  return field === undefined ? [] : [{ field, type }];
}

function threatsOf(domain: SecurityDomain, fields: ReadonlySet<string>): ThreatObject[] {
  const stranger = { network: ['dest', 'dest_ip'], access: ['src', 'src_ip'] } as const;
  const addresses = domain === 'network' || domain === 'access' ? stranger[domain] : [];
  const known: readonly [string, string][] = [
    ...addresses.map((field): [string, string] => [field, 'ip_address']),
    ...THREATS,
  ];
  return known
    .filter(([field]) => fields.has(field))
    .slice(0, MAX_THREATS)
    .map(([field, type]) => ({ field, type }));
}
