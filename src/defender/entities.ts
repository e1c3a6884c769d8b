import type { AlertEntity } from '../sync/query.ts';

/**
 * `entityMappingConfiguration`: collections of columns by type of entity
 * (https://learn.microsoft.com/graph/api/resources/security-entitymappingconfiguration?view=graph-rest-1.0).
 */
export type EntityMappings = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;

const COLLECTIONS: Readonly<Record<AlertEntity['kind'], string>> = {
  host: 'hosts',
  account: 'accounts',
  ip: 'ips',
  url: 'urls',
  dns: 'dns',
  file: 'files',
  mailbox: 'mailboxes',
  message: 'mailMessages',
  registry: 'registryValues',
  resource: 'azureResources',
};

/** Graph's names of identifiers, by collection. */
const IDENTIFIERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  hosts: { id: 'deviceIdColumn', name: 'nameColumn' },
  accounts: {
    aadId: 'aadUserIdColumn',
    sid: 'sidColumn',
    upn: 'upnColumn',
    name: 'nameColumn',
    domain: 'ntDomainColumn',
  },
  ips: { address: 'addressColumn' },
  urls: { address: 'addressColumn' },
  dns: { name: 'domainNameColumn' },
  files: { name: 'nameColumn', sha1: 'sha1Column', sha256: 'sha256Column' },
  mailboxes: { address: 'primaryAddressColumn' },
  mailMessages: {
    id: 'networkMessageIdColumn',
    recipient: 'recipientColumn',
    sender: 'senderColumn',
    subject: 'subjectColumn',
  },
  registryValues: { key: 'keyColumn', value: 'valueNameColumn' },
  azureResources: { id: 'resourceIdColumn' },
};

/** Entities as one text, equal for equal mappings: `hosts(deviceIdColumn=DeviceId); ips(addressColumn=RemoteIP)`. */
export function entityText(entities: readonly AlertEntity[]): string {
  return textOf(
    entities.map(({ kind, columns }) => {
      const collection = COLLECTIONS[kind];
      const named = Object.entries(columns).flatMap(([identifier, column]) => {
        const property = IDENTIFIERS[collection]?.[identifier];
        return property === undefined ? [] : [[property, column] as const];
      });
      return [collection, Object.fromEntries(named)] as const;
    }),
  );
}

/** The text of `alertTemplate.entityMappings`. */
export function textOfMappings(raw: unknown): string {
  if (typeof raw !== 'object' || raw === null) return '';
  return textOf(
    Object.entries(raw).flatMap(([collection, items]) =>
      (Array.isArray(items) ? items : []).map((item: unknown) => {
        const columns = Object.entries((item ?? {}) as object).filter(
          ([name, value]) => !name.startsWith('@') && typeof value === 'string' && value !== '',
        );
        return [collection, Object.fromEntries(columns) as Record<string, string>] as const;
      }),
    ),
  );
}

function textOf(
  entries: readonly (readonly [collection: string, columns: Readonly<Record<string, string>>])[],
): string {
  return entries
    .filter(([, columns]) => Object.keys(columns).length > 0)
    .map(([collection, columns]) => {
      const list = Object.keys(columns)
        .sort()
        .map((name) => `${name}=${columns[name]}`);
      return `${collection}(${list.join(',')})`;
    })
    .sort()
    .join('; ');
}

/** `alertTemplate.entityMappings` of a text. */
export function mappingsOf(text: string): EntityMappings {
  const found: Record<string, Record<string, string>[]> = {};
  for (const [, collection = '', list = ''] of text.matchAll(/([A-Za-z]+)\(([^)]*)\)/g)) {
    const columns = list.split(',').map((pair) => pair.split('=') as [string, string]);
    found[collection] = [...(found[collection] ?? []), Object.fromEntries(columns)];
  }
  return found;
}

/** One of these has to be among the entities of an alert: a device, an account, a mailbox or an address. */
const ASSETS = /(?:^|; )(?:hosts|accounts|mailboxes|ips)\(/;

export function namesAsset(text: string): boolean {
  return ASSETS.test(text);
}
