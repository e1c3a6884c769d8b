import { ENTITY_COLUMN } from '../../kql/additions/entities.ts';

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

/** Identifiers of one mapping (https://learn.microsoft.com/azure/sentinel/entities-reference). */
const MAX_IDENTIFIERS = 3;

/**
 * The entities that a result with these columns (name to Kusto type) describes: its entity columns (`Host_0_HostName`), or, where
 * policy leaves those out, columns whose names say enough.
 */
export function entitiesIn(columns: ReadonlyMap<string, string>): EntityMapping[] {
  const own = namedEntities([...columns.keys()]);
  return own.length > 0 ? own : plainEntities(columns);
}

function namedEntities(names: readonly string[]): EntityMapping[] {
  const entities = new Map<string, { entityType: string; fieldMappings: EntityMapping['fieldMappings'][number][] }>();
  for (const columnName of names) {
    const [, entityType, number, identifier] = ENTITY_COLUMN.exec(columnName) ?? [];
    if (entityType === undefined || identifier === undefined) continue;
    const key = `${entityType}_${number}`;
    const entity = entities.get(key) ?? { entityType, fieldMappings: [] };
    if (entity.fieldMappings.length < MAX_IDENTIFIERS) entity.fieldMappings.push({ identifier, columnName });
    entities.set(key, entity);
  }
  return [...entities.values()].slice(0, MAX_MAPPINGS);
}

function plainEntities(columns: ReadonlyMap<string, string>): EntityMapping[] {
  return RULES.filter((rule) => Object.values(rule.columns).every((column) => columns.get(column) === 'string'))
    .slice(0, MAX_MAPPINGS)
    .map(({ entityType, columns: own }) => ({
      entityType,
      fieldMappings: Object.entries(own).map(([identifier, columnName]) => ({ identifier, columnName })),
    }));
}
