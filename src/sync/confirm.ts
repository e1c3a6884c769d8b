import pLimit from 'p-limit';
import { counted } from '../core/counted.ts';
import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { sleepFor } from '../core/retry.ts';
import type { AppliedChange, StoredForm } from './apply.ts';
import { digestOf, encodeWritten, ownForm } from './marker.ts';
import { diffFields } from './merge.ts';
import type { Platform } from './platform.ts';
import type { ActualObject, Change, FieldChange } from './types.ts';

export interface ConfirmOptions {
  readonly concurrency: number;
  readonly log: Log;
  readonly signal?: AbortSignal | undefined;
  /** Between two lists. */
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Confirmed {
  readonly applied: readonly AppliedChange[];
  /** Why the platform could not be asked; then nothing is confirmed. */
  readonly error?: string;
}

/** A platform of several nodes may list what another one took a moment later. */
const WAITS_MS = [2_000, 5_000];

/**
 * Reads a platform once more after writes, and counts as done what its list shows as written. A field that the platform keeps in a
 * form of its own, or does not take from this account, is recorded with that form: otherwise it would look like an analyst's edit
 * from now on.
 */
export async function confirmChanges(
  platform: Platform,
  applied: readonly AppliedChange[],
  options: ConfirmOptions,
): Promise<Confirmed> {
  const { log, signal, sleep = sleepFor, concurrency } = options;
  const done = applied.filter(({ outcome }) => outcome === 'done');
  if (done.length === 0 || signal?.aborted) return { applied };
  let found: Map<Change, Finding>;
  try {
    found = await look(platform, done, signal);
    for (const ms of WAITS_MS) {
      if (![...found.values()].some(({ fault }) => fault !== undefined)) break;
      await sleep(ms, signal);
      found = await look(platform, done, signal);
    }
  } catch (error) {
    return { applied, error: `it could not be listed after the writes, so that none is confirmed: ${reasonOf(error)}` };
  }
  const limit = pLimit(concurrency);
  const settled = await Promise.all(
    applied.map((entry) => limit(async () => after(entry, found.get(entry.change), platform, signal))),
  );
  tellOwnForms(platform, [...found.values()], log);
  return { applied: settled };
}

/** What a list shows of a change that was carried out. */
interface Finding {
  /** Why it does not count as done. */
  readonly fault?: string;
  /** The object as it is listed where that matters later, and the fields that it has in another form: `before` as wanted, `after` as listed. */
  readonly there?: ActualObject;
  readonly own: readonly FieldChange[];
}

async function look(
  platform: Platform,
  done: readonly AppliedChange[],
  signal: AbortSignal | undefined,
): Promise<Map<Change, Finding>> {
  const listed = new Map((await platform.list(signal)).map((object) => [object.id, object]));
  const seen = done.map(({ change, stored }) => {
    const there = listed.get(change.before?.id ?? change.id);
    return { change, stored, there, differs: there && change.after ? differingIn(there, change.after.fields) : [] };
  });
  const counts = new Map<string, number>();
  for (const { field } of seen.flatMap(({ differs }) => differs)) counts.set(field, (counts.get(field) ?? 0) + 1);
  const isOfMost = ({ field }: FieldChange) => (counts.get(field) ?? 0) >= Math.max(2, seen.length / 2);
  return new Map(
    seen.map(({ change, stored, there, differs }) => {
      const own = differs.filter((one) => isOfMost(one) || isOwnForm(one, there, stored));
      return [change, findingOf(platform, change, there, { differs, own })];
    }),
  );
}

/**
 * Whether the platform itself keeps a field in another form: it has answered so, or nobody has written the object since, or it is the
 * same text. Otherwise, where most objects do not show it, somebody has edited this one since, and the next run tells of that.
 */
function isOwnForm(
  { field, before, after: now }: FieldChange,
  there: ActualObject | undefined,
  stored: StoredForm | undefined,
): boolean {
  if (isSameText(before, now)) return true;
  if (!stored) return false;
  // What the answer has as it was sent is not in its form, and so is not what is listed now.
  return stored.fields[field] === (now ?? '') || (stored.etag !== undefined && stored.etag === there?.etag);
}

function differingIn(there: ActualObject, wanted: ActualObject['fields']): FieldChange[] {
  return diffFields(wanted, pick(there.fields, Object.keys(wanted)));
}

function findingOf(
  platform: Platform,
  { key, after: wanted }: Change,
  there: ActualObject | undefined,
  { differs, own }: { readonly differs: readonly FieldChange[]; readonly own: readonly FieldChange[] },
): Finding {
  if (!wanted) return there?.marker?.key === key ? fault('but still lists it') : { own: [] };
  if (!there) return fault('but does not list it');
  const { marker } = there;
  const isOurs =
    marker?.key === wanted.marker.key &&
    marker.retired === wanted.marker.retired &&
    encodeWritten(marker.written) === encodeWritten(wanted.marker.written);
  if (!isOurs) return fault('but lists it as it was, or as somebody else has written it since');
  const lost = differs.find(({ field, before, after: now }) => mustStick(platform, field) && !isSameText(before, now));
  if (lost) return fault(`but lists it with another "${lost.field}"`);
  return own.length > 0 ? { there, own } : { own };
}

function fault(text: string): Finding {
  return { fault: `the platform answered with success ${text}`, own: [] };
}

/** Without these a hunt does not look for what it should, or is in use when it should not be. */
function mustStick({ queryField, retiredFields }: Platform, field: string): boolean {
  return field === queryField || Object.hasOwn(retiredFields, field);
}

/** Blanks at the ends of lines and of the text change nothing. */
function isSameText(a: string | null, b: string | null): boolean {
  const bare = (text: string | null) =>
    (text ?? '')
      .replace(/\r\n?/g, '\n')
      .replace(/[ \t]+$/gm, '')
      .trim();
  return bare(a) === bare(b);
}

async function after(
  entry: AppliedChange,
  finding: Finding | undefined,
  platform: Platform,
  signal: AbortSignal | undefined,
): Promise<AppliedChange> {
  if (!finding) return entry;
  const { change } = entry;
  const confirmed: AppliedChange = { change, outcome: entry.outcome };
  if (finding.fault !== undefined) return { change, outcome: 'failed', error: `${change.name}: ${finding.fault}` };
  const settling = settlingOf(change, finding);
  const result = settling ? await platform.write(settling, signal) : undefined;
  if (!result || result.status === 'done') return confirmed;
  const error = `${change.name}: written, but not that the platform keeps its own ${fieldsOf(finding)}: ${result.message}`;
  return { change, outcome: 'failed', error };
}

/** The change that records the platform's own form of fields; nothing but the marker differs. */
function settlingOf({ key, id, name, after: wanted }: Change, { there, own }: Finding): Change | undefined {
  if (!there || !wanted || own.length === 0) return undefined;
  const forms = own.map(({ field, before, after: now }) => {
    return [field, ownForm(digestOf(now ?? ''), digestOf(before ?? ''))] as const;
  });
  const written = { ...wanted.marker.written, ...Object.fromEntries(forms) };
  return {
    op: 'update',
    key,
    id,
    name,
    aboutOnly: true,
    fields: [{ field: 'hash', before: encodeWritten(wanted.marker.written), after: encodeWritten(written) }],
    after: {
      fields: { ...wanted.fields, ...pick(there.fields, Object.keys(wanted.fields)) },
      marker: { ...wanted.marker, written },
    },
    before: there,
  };
}

function pick(fields: ActualObject['fields'], names: readonly string[]): ActualObject['fields'] {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? '']));
}

function fieldsOf({ own }: Finding): string {
  return own.map(({ field }) => field).join(', ');
}

/** One line a field, with a count. */
function tellOwnForms({ name }: Platform, findings: readonly Finding[], log: Log): void {
  const counts = new Map<string, number>();
  for (const { field } of findings.flatMap(({ own }) => own)) counts.set(field, (counts.get(field) ?? 0) + 1);
  for (const [field, count] of counts) {
    log.info(
      `${name} keeps ${field} of ${counted(count, 'object')} in a form of its own: that is what later edits are told from.`,
    );
  }
}
