import { decodeNewest, encodeNewest } from '../sync/evidence.ts';
import { decodeRetired, decodeWritten, encodeRetired, encodeWritten } from '../sync/marker.ts';
import type { ActualObject, Change, Fields, Marker } from '../sync/types.ts';
import { ACTIONS_FIELD, alertActions, RECIPIENT_FIELDS } from './alert-actions.ts';
import {
  isSecurityField,
  normalizeSecurityField,
  SECURITY_ABOUT,
  SECURITY_FIELDS,
  securityArgs,
} from './enterprise-security/fields.ts';
import { nameSuffix } from './name.ts';
import { foreignFields, isOptional, withoutReleased, withReleased } from './optional-fields.ts';
import { isOutputField, normalizeOutputField, OUTPUT_FIELDS, outputArgs } from './output.ts';

/** A saved search's arguments as form fields, and its content as splunkd returns it. */
export type NativeArgs = Readonly<Record<string, string>>;

/** What huntsync needs of one entry of splunkd's feed (`output_mode=json`). */
export interface NativeEntry {
  readonly name: string;
  /** `removable` is false for what an app ships: splunkd lets nobody delete it. */
  readonly acl: { readonly app: string; readonly sharing: string; readonly removable?: boolean | undefined };
  readonly content: Readonly<Record<string, unknown>>;
}

export const QUERY_FIELD = 'search';

/**
 * The managed fields. Those under `action.huntsync.` are metadata for dashboards: splunkd takes any key under
 * `action.<namespace>.` (its fields.wildcard; ESCU keeps its own under `action.escu.`) and refuses other unknown keys.
 */
export const FIELD_NAMES = [
  QUERY_FIELD,
  'description',
  'dispatch.earliest_time',
  'dispatch.latest_time',
  'is_scheduled',
  'cron_schedule',
  'schedule_window',
  'disabled',
  'action.huntsync.severity',
  'action.huntsync.phase',
  'action.huntsync.confidence',
  'action.huntsync.techniques',
  'action.huntsync.tactics',
  'action.huntsync.article_title',
  'action.huntsync.article_url',
  ...SECURITY_FIELDS,
  ...OUTPUT_FIELDS,
] as const;

export type FieldName = (typeof FIELD_NAMES)[number];

/** What splunkd may not take from an account without capabilities for schedules, and does not need where nothing is scheduled. */
export const SCHEDULE_FIELDS: readonly FieldName[] = ['cron_schedule', 'schedule_window'];

const BOOLEAN_FIELDS: ReadonlySet<string> = new Set(['is_scheduled', 'disabled']);

export const ABOUT_FIELDS: readonly FieldName[] = [
  'description',
  'action.huntsync.article_title',
  'action.huntsync.article_url',
  ...SECURITY_ABOUT,
];

export const RETIRED_FIELDS: Fields = { disabled: '1' };
export const IN_USE_FIELDS: Fields = { disabled: '0' };

export const MANAGED_BY = 'huntsync';
/**
 * `action.huntsync` itself says that the alert action of this name is off (there is none), as ESCU's `action.escu` does.
 * `.name` tells the object from a clone of it, which carries the same marker under another name.
 */
const MARKER = {
  managedBy: 'alert.managedBy',
  action: 'action.huntsync',
  name: 'action.huntsync.name',
  key: 'action.huntsync.key',
  hash: 'action.huntsync.hash',
  articles: 'action.huntsync.articles',
  newest: 'action.huntsync.newest',
  sources: 'action.huntsync.sources',
  retired: 'action.huntsync.retired',
} as const;

/** What a list asks splunkd for (`f=`): a saved search has some 200 keys. Spelt out, so that no wildcard rule can hide a marker. */
export const READ_FIELDS: readonly string[] = [
  ...FIELD_NAMES,
  ACTIONS_FIELD,
  ...RECIPIENT_FIELDS,
  ...Object.values(MARKER).filter((name) => name !== MARKER.action),
];

/**
 * One value, normalised for comparison: splunkd gives some booleans as JSON booleans and others as "0" or "1", null where nothing
 * is set, and trims what it keeps in savedsearches.conf.
 */
export function normalizeField(field: string, value: unknown): string {
  if (BOOLEAN_FIELDS.has(field)) return /^(1|true|t|yes|y)$/i.test(String(value)) ? '1' : '0';
  if (value === null || value === undefined) return '';
  if (value === '') return '';
  const text = typeof value === 'boolean' ? (value ? '1' : '0') : plainLines(String(value)).trim();
  if (isOutputField(field)) return normalizeOutputField(field, text);
  return isSecurityField(field) ? normalizeSecurityField(field, text) : text;
}

function plainLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** @param hidden fields that count as not set, whatever their value. */
export function normalizeFields(
  values: Readonly<Record<string, unknown>>,
  hidden?: ReadonlySet<string>,
): Record<FieldName, string> {
  const fields: Partial<Record<FieldName, string>> = {};
  for (const field of FIELD_NAMES) fields[field] = hidden?.has(field) ? '' : normalizeField(field, values[field]);
  return fields as Record<FieldName, string>;
}

/** The arguments that create an object as planned, marker included; without its name. */
export function toNative(id: string, { fields, marker }: NonNullable<Change['after']>): NativeArgs {
  const set = Object.entries(fields).filter(
    ([field, value]) => !(isOptional(field) && value === '') && !(field === 'is_scheduled' && value === '0'),
  );
  return { ...argsOf(Object.fromEntries(set)), ...markerArgs(id, marker) };
}

/**
 * The arguments of an update: what differs, the marker, and always the query, because splunkd requires it and the SDK
 * would otherwise read the object to fill it in.
 */
export function toUpdate(before: ActualObject, { fields, marker }: NonNullable<Change['after']>): NativeArgs {
  const set = Object.entries(fields).filter(
    ([field, value]) => field === QUERY_FIELD || before.fields[field] !== value,
  );
  return { ...argsOf(Object.fromEntries(set)), ...markerArgs(before.id, marker) };
}

function argsOf(fields: Fields): NativeArgs {
  return outputArgs(securityArgs(fields));
}

function markerArgs(id: string, { key, written, evidence, ...state }: Marker): NativeArgs {
  return {
    [MARKER.managedBy]: MANAGED_BY,
    [MARKER.action]: '0',
    [MARKER.name]: id,
    [MARKER.key]: key,
    [MARKER.hash]: encodeWritten(withoutReleased(written)),
    [MARKER.articles]: encodeList(evidence.articles),
    [MARKER.newest]: encodeNewest(evidence.newest),
    [MARKER.sources]: encodeList(evidence.sources),
    [MARKER.retired]: encodeRetired(state),
  };
}

/**
 * An entry of splunkd's feed as an object; its marker is null if it is unmanaged, or somebody's copy of a managed one.
 *
 * @param enterpriseSecurity annotations that an analyst edits in Enterprise Security count as drift.
 */
export function fromNative({ name, acl, content }: NativeEntry, enterpriseSecurity = false): ActualObject {
  const marker = readMarker(name, content);
  const hidden = foreignFields(content, marker?.written ?? {}, enterpriseSecurity);
  const permanent = acl.removable === false ? { permanent: true as const } : {};
  const actions = alertActions(content, marker);
  return {
    id: name,
    name,
    fields: normalizeFields(content, hidden),
    marker,
    ...permanent,
    ...(actions.length > 0 ? { actions } : {}),
  };
}

function readMarker(name: string, content: NativeEntry['content']): Marker | null {
  const text = (field: string) => normalizeField(field, content[field]);
  const key = text(MARKER.key);
  if (text(MARKER.managedBy) !== MANAGED_BY || key === '') return null;
  // One that was adopted keeps its maker's name.
  const own = text(MARKER.name);
  const isCopy = own === '' ? !name.endsWith(nameSuffix(key)) : own !== name;
  if (isCopy) return null;
  return {
    key,
    written: withReleased(decodeWritten(text(MARKER.hash))),
    evidence: {
      articles: decodeList(text(MARKER.articles)),
      newest: decodeNewest(text(MARKER.newest)),
      sources: decodeList(text(MARKER.sources)),
    },
    ...decodeRetired(text(MARKER.retired)),
  };
}

/** Comma-separated, for dashboards; what a conf value or the list cannot hold as it is gets percent-encoded. */
function encodeList(values: readonly string[]): string {
  return values.map((value) => value.replace(/[%,\\\p{Cc}]|^\s|\s$/gu, (char) => encodeURIComponent(char))).join(',');
}

function decodeList(text: string): string[] {
  return text.split(',').flatMap((item) => (item === '' ? [] : [decodeItem(item)]));
}

function decodeItem(item: string): string {
  try {
    return decodeURIComponent(item);
  } catch {
    return item;
  }
}
