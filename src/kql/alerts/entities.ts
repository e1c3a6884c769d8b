import type { AlertEntity } from '../../sync/query.ts';
import { type Kind, type Meaning, meaningOf } from '../additions/meanings.ts';
import type { ResultColumn } from '../additions/origin.ts';

interface Meant {
  readonly name: string;
  readonly meaning: Meaning;
}

/** The column of a kind, of one subject. */
type Has = (kind: Kind) => string | undefined;

/** Most entities of one kind. */
const MAX_OF_KIND = 2;

/** The entities that a result names, by the columns of tables that its columns are. Those of the event's own subject come first. */
export function alertEntities(columns: readonly ResultColumn[]): AlertEntity[] {
  const named = (name: string) => columns.some((one) => one.name === name && one.type === 'string' && isOwn(one));
  const meant = columns.flatMap((column): Meant[] => {
    const meaning = meaningOf(column);
    return meaning && column.type === 'string' ? [{ name: column.name, meaning }] : [];
  });
  const of = (kinds: readonly Kind[], make: (has: Has) => AlertEntity['columns']): AlertEntity['columns'][] =>
    bySubject(meant, kinds).map((subject) =>
      make((kind) => meant.find(({ meaning }) => meaning.kind === kind && meaning.subject === subject)?.name),
    );
  const deviceId: AlertEntity['columns'] = named('DeviceId') ? { id: 'DeviceId' } : {};
  const hosts = of(['host'], (has) => part('name', has('host')));
  return [
    ...entities(
      'host',
      hosts.length > 0 ? hosts.map((one, at) => (at === 0 ? { ...deviceId, ...one } : one)) : [deviceId],
    ),
    ...entities('account', of(['account-id', 'account-sid', 'account-upn', 'account-name'], accountOf)),
    ...entities(
      'mailbox',
      of(['mailbox'], (has) => part('address', has('mailbox'))),
    ),
    ...entities(
      'ip',
      of(['ip'], (has) => part('address', has('ip'))),
    ),
    ...entities(
      'url',
      of(['url'], (has) => part('address', has('url'))),
    ),
    ...entities(
      'dns',
      of(['dns'], (has) => part('name', has('dns'))),
    ),
    ...entities('file', of(['sha1', 'sha256'], fileOf)),
    ...entities('registry', [
      named('RegistryKey') && named('RegistryValueName') ? { key: 'RegistryKey', value: 'RegistryValueName' } : {},
    ]),
    ...entities('message', [MESSAGE.every(([, column]) => named(column)) ? Object.fromEntries(MESSAGE) : {}]),
    ...entities(
      'resource',
      of(['resource-id'], (has) => part('id', has('resource-id'))),
    ),
  ];
}

/** All of them, or the message is not known by it. */
const MESSAGE = [
  ['id', 'NetworkMessageId'],
  ['recipient', 'RecipientEmailAddress'],
  ['sender', 'SenderFromAddress'],
  ['subject', 'Subject'],
] as const;

function isOwn({ origin }: ResultColumn): boolean {
  return origin !== null && origin.way !== 'set' && origin.way !== 'bin';
}

function bySubject(meant: readonly Meant[], kinds: readonly Kind[]): string[] {
  const own = meant.filter(({ meaning }) => kinds.includes(meaning.kind));
  const subjects = own.sort((a, b) => a.meaning.order - b.meaning.order).map(({ meaning }) => meaning.subject);
  return [...new Set(subjects)];
}

/** A name alone identifies nobody. */
function accountOf(has: Has): AlertEntity['columns'] {
  const [name, domain] = [has('account-name'), has('account-domain')];
  const strong = {
    ...part('aadId', has('account-id')),
    ...part('sid', has('account-sid')),
    ...part('upn', has('account-upn')),
  };
  const whole: AlertEntity['columns'] = name !== undefined && domain !== undefined ? { name, domain } : {};
  return { ...strong, ...whole };
}

function fileOf(has: Has): AlertEntity['columns'] {
  return { ...part('name', has('file-name')), ...part('sha1', has('sha1')), ...part('sha256', has('sha256')) };
}

function part(identifier: string, column: string | undefined): Record<string, string> {
  return column === undefined ? {} : { [identifier]: column };
}

function entities(kind: AlertEntity['kind'], all: readonly AlertEntity['columns'][]): AlertEntity[] {
  return all
    .filter((columns) => Object.keys(columns).length > 0)
    .slice(0, MAX_OF_KIND)
    .map((columns) => ({ kind, columns }));
}
