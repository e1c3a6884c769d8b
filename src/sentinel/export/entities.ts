/** One entity that a result's columns describe (Azure-Sentinel's `entityMappings`). */
export interface EntityMapping {
  readonly entityType: string;
  readonly fieldMappings: readonly { readonly identifier: string; readonly columnName: string }[];
}

interface Rule {
  readonly entityType: string;
  /** Identifier to column; all of the columns must be there. */
  readonly columns: Readonly<Record<string, string>>;
}

/**
 * Columns that mean the same in every table (Microsoft's table references), and the identifiers that they correspond to
 * (https://learn.microsoft.com/azure/sentinel/entities-reference). RemoteUrl, which may be a host name, and hashes, which need a
 * column with their algorithm, are not among them.
 */
const RULES: readonly Rule[] = [
  { entityType: 'Host', columns: { FullName: 'DeviceName' } },
  { entityType: 'Host', columns: { FullName: 'Computer' } },
  { entityType: 'Account', columns: { FullName: 'AccountUpn' } },
  { entityType: 'Account', columns: { FullName: 'UserPrincipalName' } },
  { entityType: 'Account', columns: { Name: 'AccountName', NTDomain: 'AccountDomain' } },
  {
    entityType: 'Account',
    columns: { Name: 'InitiatingProcessAccountName', NTDomain: 'InitiatingProcessAccountDomain' },
  },
  { entityType: 'IP', columns: { Address: 'RemoteIP' } },
  { entityType: 'IP', columns: { Address: 'IPAddress' } },
  { entityType: 'IP', columns: { Address: 'SenderIPv4' } },
  { entityType: 'URL', columns: { Url: 'Url' } },
  { entityType: 'Mailbox', columns: { MailboxPrimaryAddress: 'RecipientEmailAddress' } },
  { entityType: 'File', columns: { Name: 'FileName' } },
];

/** Most mappings that a query may have (https://learn.microsoft.com/azure/sentinel/map-data-fields-to-entities). */
const MAX_MAPPINGS = 10;

/** The entities that a result with these columns (name to Kusto type) describes. */
export function entitiesIn(columns: ReadonlyMap<string, string>): EntityMapping[] {
  return RULES.filter((rule) => Object.values(rule.columns).every((column) => columns.get(column) === 'string'))
    .slice(0, MAX_MAPPINGS)
    .map(({ entityType, columns: own }) => ({
      entityType,
      fieldMappings: Object.entries(own).map(([identifier, columnName]) => ({ identifier, columnName })),
    }));
}
