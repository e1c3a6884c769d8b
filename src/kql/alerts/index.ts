import type { AlertColumns, AlertEntity, NativePolicy } from '../../sync/query.ts';
import { type ResultColumn, resultColumns } from '../additions/origin.ts';
import { applyEdits, draftOf } from '../draft.ts';
import type { Schema } from '../schema.ts';
import { type Analysis, analyse, childAt } from '../service.ts';
import { carry } from './carry.ts';
import { alertEntities } from './entities.ts';
import { type EventColumns, eventColumns } from './needs.ts';

/** What can be added to a query so that alerts can be raised from its result, by the name that is recorded on the hunt. */
export const ALERT_ADDITIONS = {
  'event-columns': 'The result keeps the time and the id of its event, or of the newest of a group.',
  'asset-column': 'The result keeps a column that says which device, account or mailbox it is about.',
} as const;

export type AlertAddition = keyof typeof ALERT_ADDITIONS;

export interface AlertReady {
  readonly text: string;
  readonly additions: readonly AlertAddition[];
  readonly alert: AlertColumns;
}

/** Columns that name an asset beyond doubt, the best first: one of these has to be among the result's. */
const ASSETS = ['DeviceId', 'AccountObjectId', 'AccountUpn', 'AccountSid', 'RecipientEmailAddress'];
/** An alert needs one of these. */
const ASSET_KINDS: ReadonlySet<AlertEntity['kind']> = new Set(['host', 'account', 'mailbox', 'ip']);

/** A query that has passed the checks, with what a rule must return; as it is, and why, where its tables do not have that. */
export function readyForAlerts(analysis: Analysis, schema: Schema, { entities }: NativePolicy): AlertReady {
  const none = { text: analysis.text, additions: [] };
  const event = eventColumns(analysis, schema);
  if (typeof event === 'string') return { ...none, alert: { lacks: event, entities: [] } };
  const added = entities === 'none' ? returned(analysis, event) : extendedBy(analysis, schema, event);
  return typeof added === 'string' ? { ...none, alert: { lacks: added, entities: [] } } : added;
}

/** Without additions: what the result has. */
function returned(analysis: Analysis, event: EventColumns): AlertReady | string {
  const columns = resultColumns(analysis);
  return unfit(columns, event) ?? finished(analysis, [], columns);
}

function extendedBy(analysis: Analysis, schema: Schema, event: EventColumns): AlertReady | string {
  const before = resultColumns(analysis);
  if (before.length === 0) return 'its columns cannot be known';
  const manipulated = timeFault(before, event);
  if (manipulated !== null) return manipulated;
  const wanted = [event.time, ...event.ids];
  const first = grown(analysis, schema, wanted, event, before);
  if (typeof first === 'string') return first;
  const additions: AlertAddition[] = first === analysis ? [] : ['event-columns'];
  const columns = resultColumns(first);
  const fault = unfit(columns, event);
  if (fault !== null && fault !== NO_ASSET) return fault;
  if (fault === null) return finished(first, additions, columns);
  for (const asset of ASSETS) {
    if (columns.some(({ name }) => name === asset)) continue;
    const second = grown(analysis, schema, [...wanted, asset], event, before);
    if (typeof second === 'string') continue;
    const now = resultColumns(second);
    if (unfit(now, event) === null) return finished(second, [...additions, 'asset-column'], now);
  }
  return NO_ASSET;
}

/** The query with more columns in its result, if the parser takes it and no column of before is lost. */
function grown(
  analysis: Analysis,
  schema: Schema,
  wanted: readonly string[],
  { time }: EventColumns,
  before: readonly ResultColumn[],
): Analysis | string {
  const result = childAt(analysis.nodes('ExpressionStatement').at(-1), 0);
  if (!result) return 'it gives no rows';
  const edits = carry(analysis, result, wanted, time);
  if (typeof edits === 'string') return edits;
  if (edits.length === 0) return analysis;
  const next = analyse(applyEdits(draftOf(analysis.text), edits).text, schema);
  if (next.errors.length > 0) return 'the columns that a rule must return cannot be added to it';
  const now = new Set(resultColumns(next).map(({ name }) => name));
  return before.every(({ name }) => now.has(name)) ? next : 'what was added to it would take columns away';
}

const NO_ASSET = 'no column of its result names a device, an account, a mailbox or an address beyond doubt';

/** Why no alert can be raised from a result; null where one can. */
function unfit(columns: readonly ResultColumn[], event: EventColumns): string | null {
  const missing = [event.time, ...event.ids].filter((name) => !columns.some((one) => one.name === name));
  if (missing.length > 0) return `its result has no ${missing.join(' and ')}`;
  const fault = timeFault(columns, event);
  if (fault !== null) return fault;
  return alertEntities(columns).some(({ kind }) => ASSET_KINDS.has(kind)) ? null : NO_ASSET;
}

/** The time has to be that of an event, and no bucket or text. */
function timeFault(columns: readonly ResultColumn[], { time }: EventColumns): string | null {
  const column = columns.find(({ name }) => name === time);
  if (!column) return null;
  if (column.type !== 'datetime') return `its ${time} is no time`;
  const isEvents = column.origin !== null && ['same', 'max', 'min', 'any'].includes(column.origin.way);
  return isEvents || column.origin === null ? null : `its ${time} is cut into buckets`;
}

function finished(
  { text }: Analysis,
  additions: readonly AlertAddition[],
  columns: readonly ResultColumn[],
): AlertReady {
  return { text, additions, alert: { entities: alertEntities(columns) } };
}
