import type { ResultColumn, TableColumn } from './origin.ts';

/** What a column of a table is to an investigation. */
export type Kind =
  | 'host'
  | 'account-name'
  | 'account-domain'
  /** `user@example.com`. */
  | 'account-upn'
  /** `DOMAIN\user`. */
  | 'account-nt'
  | 'account-sid'
  /** Microsoft Entra's id of the user. */
  | 'account-id'
  | 'ip'
  | 'url'
  | 'dns'
  | 'file-name'
  | 'file-folder'
  | 'sha256'
  | 'sha1'
  | 'md5'
  | 'command-line'
  | 'process-id'
  | 'registry-key'
  | 'mailbox'
  | 'message-id'
  | 'app-name'
  | 'app-id'
  | 'resource-id';

/** Whose it is: columns of one subject describe one entity. Entities are numbered in this order. */
const SUBJECTS = ['main', 'peer', 'acting', 'other'] as const;
type Subject = (typeof SUBJECTS)[number];

/** What a column of a result is, by what it is in its tables. */
export interface Meaning {
  readonly kind: Kind;
  /** Equal for columns that describe one entity. */
  readonly subject: string;
  /** Lower numbers first. */
  readonly order: number;
}

/**
 * Columns that mean the same in every table that has them, and columns of one table (`Table.Column`), from Microsoft's references of
 * tables (https://learn.microsoft.com/azure/azure-monitor/reference/tables-index) and of ASIM
 * (https://learn.microsoft.com/azure/sentinel/normalization-about-schemas). A column that may hold several things is none.
 */
const MEANINGS: Readonly<Record<Kind, Readonly<Partial<Record<Subject, readonly string[]>>>>> = {
  host: {
    main: ['DeviceName', 'Computer', 'Syslog.HostName', 'DvcHostname', 'SrcHostname'],
    other: ['DestinationDeviceName', 'TargetDeviceName', 'DstHostname'],
  },
  'account-name': {
    main: ['AccountName', 'SecurityEvent.TargetUserName', 'TargetUsername', 'UserIdentityUserName', 'User.username'],
    acting: ['InitiatingProcessAccountName', 'SubjectUserName', 'ActorUsername', 'SrcUsername'],
    other: ['TargetAccountName'],
  },
  'account-domain': {
    main: ['AccountDomain', 'SecurityEvent.TargetDomainName'],
    acting: ['InitiatingProcessAccountDomain', 'SubjectDomainName'],
  },
  'account-upn': {
    main: [
      'AccountUpn',
      'UserPrincipalName',
      'OfficeActivity.UserId',
      'Caller',
      'PrincipalEmail',
      'AuthenticationInfo.principalEmail',
    ],
    acting: ['InitiatingProcessAccountUpn', 'InitiatedBy.userPrincipalName'],
    other: ['TargetAccountUpn', 'TargetResources.userPrincipalName'],
  },
  'account-nt': {
    main: ['SecurityEvent.Account', 'SecurityEvent.TargetAccount'],
    acting: ['SecurityEvent.SubjectAccount'],
  },
  'account-sid': { main: ['AccountSid', 'TargetUserSid'], acting: ['InitiatingProcessAccountSid', 'SubjectUserSid'] },
  'account-id': {
    main: ['AccountObjectId', 'SigninLogs.UserId', 'AADNonInteractiveUserSignInLogs.UserId'],
    acting: ['InitiatingProcessAccountObjectId'],
  },
  ip: {
    main: [
      'RemoteIP',
      'IPAddress',
      'SecurityEvent.IpAddress',
      'ClientIP',
      'OfficeActivity.Client_IPAddress',
      'CallerIpAddress',
      'SourceIpAddress',
      'SourceIP',
      'SrcIpAddr',
      'SenderIPv4',
      'InitiatedBy.ipAddress',
      'RequestMetadata.callerIp',
      'ProcessRemoteSessionIP',
    ],
    peer: ['DestinationIP', 'DestinationIPAddress', 'DstIpAddr', 'FileOriginIP', 'PublicIP'],
    acting: ['LocalIP'],
  },
  url: { main: ['Url', 'RemoteUrl', 'RequestURL'], other: ['FileOriginUrl'] },
  dns: { main: ['DnsQuery', 'DnsEvents.Name', 'AdditionalFields.QueryName', 'AdditionalFields.query', 'UrlDomain'] },
  'file-name': { main: ['FileName', 'TargetFileName'], acting: ['InitiatingProcessFileName'] },
  'file-folder': { main: ['FolderPath'], acting: ['InitiatingProcessFolderPath'] },
  sha256: { main: ['SHA256'], acting: ['InitiatingProcessSHA256'] },
  sha1: { main: ['SHA1'], acting: ['InitiatingProcessSHA1'] },
  md5: { main: ['MD5'], acting: ['InitiatingProcessMD5'] },
  'command-line': {
    main: ['ProcessCommandLine', 'SecurityEvent.CommandLine', 'TargetProcessCommandLine'],
    acting: ['InitiatingProcessCommandLine', 'ActingProcessCommandLine'],
  },
  'process-id': { main: ['ProcessId'], acting: ['InitiatingProcessId'] },
  'registry-key': { main: ['RegistryKey'] },
  mailbox: { main: ['RecipientEmailAddress'] },
  'message-id': { main: ['NetworkMessageId'] },
  'app-name': { main: ['AppDisplayName', 'CloudAppEvents.Application'] },
  'app-id': { main: ['SigninLogs.AppId', 'AADNonInteractiveUserSignInLogs.AppId', 'CloudAppEvents.ApplicationId'] },
  'resource-id': { main: ['AzureActivity._ResourceId', 'AzureDiagnostics._ResourceId', 'StorageBlobLogs._ResourceId'] },
};

interface Known {
  readonly kind: Kind;
  readonly subject: Subject;
  readonly order: number;
}

const BY_COLUMN: ReadonlyMap<string, Known> = new Map(
  Object.entries(MEANINGS).flatMap(([kind, subjects]) =>
    SUBJECTS.flatMap((subject, rank) =>
      (subjects[subject] ?? []).map((column, at): [string, Known] => [
        column,
        { kind: kind as Kind, subject, order: rank * 100 + at },
      ]),
    ),
  ),
);

/** What a column of a result means; null where it is computed, a list, or of no use to an investigation. */
export function meaningOf({ type, origin }: ResultColumn): Meaning | null {
  if (!origin || origin.way === 'set' || origin.way === 'bin' || type === 'dynamic') return null;
  const known = origin.columns.map(ofColumn);
  const [first] = known;
  if (!first || !known.every((one) => one?.kind === first.kind)) return null;
  const subjects = SUBJECTS.filter((subject) => known.some((one) => one?.subject === subject));
  return { kind: first.kind, subject: subjects.join('+'), order: Math.min(...known.map((one) => one?.order ?? 0)) };
}

function ofColumn({ table, column }: TableColumn): Known | null {
  return BY_COLUMN.get(`${table}.${column}`) ?? BY_COLUMN.get(column) ?? null;
}
