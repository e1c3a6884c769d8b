import { type Kind, type Meaning, meaningOf } from './meanings.ts';
import type { ResultColumn } from './origin.ts';

/** One column of an `extend`. */
export interface Assignment {
  readonly name: string;
  readonly expression: string;
}

/** One entity: its identifiers, each with an expression. */
type Entity = Readonly<Record<string, string>>;

interface EntityType {
  /** As the portal's columns and `entityMappings` name it. */
  readonly type: string;
  /** The kind that every entity of the type has one of. */
  readonly kinds: readonly Kind[];
  /** Makes the entity of what its subject has; null where that identifies none. */
  make(has: (kind: Kind) => string | undefined): Entity | null;
}

/**
 * The types of entities in the order of the columns; identifiers are those of
 * https://learn.microsoft.com/azure/sentinel/entities-reference, three at most for one entity.
 */
const TYPES: readonly EntityType[] = [
  {
    type: 'Account',
    kinds: ['account-name', 'account-upn', 'account-nt', 'account-id', 'account-sid'],
    make: accountOf,
  },
  {
    type: 'Host',
    kinds: ['host'],
    make: (has) => given(has('host'), (host) => ({ HostName: firstPart(host, '.'), DnsDomain: domainOf(host) })),
  },
  { type: 'IP', kinds: ['ip'], make: (has) => given(has('ip'), (ip) => ({ Address: ip })) },
  { type: 'URL', kinds: ['url'], make: (has) => given(has('url'), (url) => ({ Url: url })) },
  { type: 'DNS', kinds: ['dns'], make: (has) => given(has('dns'), (name) => ({ DomainName: name })) },
  {
    type: 'File',
    kinds: ['file-name'],
    make: (has) => given(has('file-name'), (name) => ({ Name: name, ...part('Directory', has('file-folder')) })),
  },
  { type: 'FileHash', kinds: ['sha256', 'sha1', 'md5'], make: hashOf },
  {
    type: 'Process',
    kinds: ['command-line'],
    make: (has) =>
      given(has('command-line'), (line) => ({
        CommandLine: line,
        ...part('ProcessId', has('process-id'), (id) => `tostring(${id})`),
      })),
  },
  { type: 'RegistryKey', kinds: ['registry-key'], make: (has) => given(has('registry-key'), (key) => ({ Key: key })) },
  {
    type: 'Mailbox',
    kinds: ['mailbox'],
    make: (has) => given(has('mailbox'), (address) => ({ MailboxPrimaryAddress: address })),
  },
  {
    type: 'MailMessage',
    kinds: ['message-id'],
    make: (has) => given(has('message-id'), (id) => ({ NetworkMessageId: id, ...part('Recipient', has('mailbox')) })),
  },
  {
    type: 'CloudApplication',
    kinds: ['app-name', 'app-id'],
    make(has) {
      const [name, id] = [has('app-name'), has('app-id')];
      return name || id ? { ...part('Name', name), ...part('AppId', id) } : null;
    },
  },
  {
    type: 'AzureResource',
    kinds: ['resource-id'],
    make: (has) => given(has('resource-id'), (id) => ({ ResourceId: id })),
  },
];

/** Most entities of a query (https://learn.microsoft.com/azure/sentinel/map-data-fields-to-entities), and of one type. */
const MAX_ENTITIES = 10;
const MAX_OF_TYPE = 2;

/** The names of the portal's entity columns: `Host_0_HostName`. */
export const ENTITY_COLUMN = new RegExp(`^(${TYPES.map(({ type }) => type).join('|')})_(\\d+)_([A-Za-z]+)$`);

/** A name that needs no quotes in Kusto. */
const PLAIN_NAME = /^[A-Za-z_]\w*$/;

interface Meant {
  readonly name: string;
  readonly meaning: Meaning;
}

/**
 * The entity columns that a result is to have beside its own, as Microsoft's hunting queries name them: `Account_0_Name`,
 * `Host_0_HostName`, `IP_0_Address` (https://github.com/Azure/Azure-Sentinel/tree/master/Hunting%20Queries). None of a type of which
 * it has columns already.
 */
export function entityColumns(columns: readonly ResultColumn[]): Assignment[][] {
  const there = new Set(columns.flatMap(({ name }) => ENTITY_COLUMN.exec(name)?.[1] ?? []));
  const meant = columns
    .filter(({ name, type }) => PLAIN_NAME.test(name) && type !== 'dynamic')
    .flatMap((column): Meant[] => {
      const meaning = meaningOf(column);
      return meaning ? [{ name: column.name, meaning }] : [];
    });
  return TYPES.filter(({ type }) => !there.has(type))
    .flatMap((type) => entitiesOf(type, meant))
    .slice(0, MAX_ENTITIES);
}

/** For each entity of the type, its columns. */
function entitiesOf({ type, kinds, make }: EntityType, meant: readonly Meant[]): Assignment[][] {
  const own = meant.filter(({ meaning }) => kinds.includes(meaning.kind));
  const subjects = [...new Set([...own].sort((a, b) => a.meaning.order - b.meaning.order).map(subjectOf))];
  const entities = subjects.flatMap((subject): Entity[] => {
    const of = (kind: Kind) => meant.find((one) => one.meaning.kind === kind && one.meaning.subject === subject)?.name;
    const entity = make(of);
    return entity ? [entity] : [];
  });
  return entities
    .slice(0, MAX_OF_TYPE)
    .map((entity, at) =>
      Object.entries(entity).map(([identifier, expression]) => ({ name: `${type}_${at}_${identifier}`, expression })),
    );
}

function subjectOf({ meaning }: Meant): string {
  return meaning.subject;
}

function accountOf(has: (kind: Kind) => string | undefined): Entity | null {
  const [name, upn, nt, id, sid] = [
    has('account-name'),
    has('account-upn'),
    has('account-nt'),
    has('account-id'),
    has('account-sid'),
  ];
  if (name) {
    return {
      Name: name,
      ...part('NTDomain', has('account-domain')),
      ...part('UPNSuffix', upn, (text) => partOf(text, '@', 1)),
    };
  }
  if (upn) return { Name: firstPart(upn, '@'), UPNSuffix: partOf(upn, '@', 1), ...part('AadUserId', id) };
  if (nt) return { Name: `extract(@"([^\\\\]*)$", 1, ${nt})`, NTDomain: `extract(@"^([^\\\\]+)\\\\", 1, ${nt})` };
  return id ? { AadUserId: id } : sid ? { Sid: sid } : null;
}

function hashOf(has: (kind: Kind) => string | undefined): Entity | null {
  for (const [kind, algorithm] of [
    ['sha256', 'SHA256'],
    ['sha1', 'SHA1'],
    ['md5', 'MD5'],
  ] as const) {
    const value = has(kind);
    if (value) return { Algorithm: `"${algorithm}"`, Value: value };
  }
  return null;
}

function given(value: string | undefined, make: (value: string) => Entity): Entity | null {
  return value === undefined ? null : make(value);
}

function part(identifier: string, column: string | undefined, expression = (name: string) => name): Entity {
  return column === undefined ? {} : { [identifier]: expression(column) };
}

function firstPart(column: string, mark: string): string {
  return partOf(column, mark, 0);
}

function partOf(column: string, mark: string, at: number): string {
  return `tostring(split(${column}, "${mark}")[${at}])`;
}

/** What follows the first dot; an empty text where there is none. */
function domainOf(host: string): string {
  return `extract(@"^[^.]+\\.(.+)$", 1, ${host})`;
}
