import pLimit from 'p-limit';
import { messageOf } from '../core/errors.ts';
import { redact } from '../core/log.ts';
import type { Progress } from '../core/progress.ts';
import type { Platform, WriteOutcome } from './platform.ts';
import type { ActualObject, Change } from './types.ts';

export type ChangeOutcome = 'done' | 'conflict' | 'failed' | 'skipped';

/** A change and its outcome. */
export interface AppliedChange {
  readonly change: Change;
  readonly outcome: ChangeOutcome;
  /** Why it was not done, in words. */
  readonly error?: string;
  /** The object as the platform answered with it, where it did; until the change is confirmed. */
  readonly stored?: StoredForm;
}

/** Of an answer, the fields that are otherwise than they were sent, and the version. */
export type StoredForm = Pick<ActualObject, 'fields' | 'etag'>;

export interface ApplyOptions {
  /** How many writes may be under way at once. */
  readonly concurrency: number;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

const STOPPED = 'the run was stopped';

/**
 * Carries out a platform's changes: creations and updates first, retirements and deletions last. One failed write stops nothing
 * else; only a failure that every write would share (credentials, permissions) or an abort skips the rest.
 */
export async function applyChanges(
  platform: Platform,
  changes: readonly Change[],
  { concurrency, progress, signal }: ApplyOptions,
): Promise<AppliedChange[]> {
  if (changes.length === 0) return [];
  const limit = pLimit(concurrency);
  let stop: string | undefined;
  const write = async (change: Change): Promise<AppliedChange> => {
    if (signal?.aborted) stop ??= STOPPED;
    const applied = stop === undefined ? await attempt(platform, change, signal) : skipped(change, stop);
    if (applied.fatal && signal?.aborted) stop ??= STOPPED;
    if (applied.fatal) stop ??= 'an earlier write failed for a reason that all writes share';
    if (applied.outcome === 'done') progress.step(platform.name);
    const { outcome, error, stored } = applied;
    return { change, outcome, ...(error === undefined ? {} : { error }), ...(stored ? { stored } : {}) };
  };
  progress.start(platform.name, changes.length);
  try {
    const isLate = (change: Change) => change.op === 'retire' || change.op === 'prune';
    const early = await Promise.all(changes.filter((c) => !isLate(c)).map((change) => limit(write, change)));
    const late = await Promise.all(changes.filter(isLate).map((change) => limit(write, change)));
    return [...early, ...late];
  } finally {
    progress.finish(platform.name);
  }
}

/** The changes that were carried out. */
export function doneChanges(applied: readonly AppliedChange[] = []): Change[] {
  return applied.flatMap(({ outcome, change }) => (outcome === 'done' ? [change] : []));
}

interface Result {
  readonly outcome: ChangeOutcome;
  readonly error?: string;
  readonly fatal?: boolean;
  readonly stored?: StoredForm | undefined;
}

async function attempt(platform: Platform, change: Change, signal?: AbortSignal): Promise<Result> {
  // What it writes is read from its shelf once: it is asked for again and again, between other changes.
  const whole = { ...change };
  try {
    return result(whole, await platform.write(whole, signal));
  } catch (error) {
    return result(whole, { status: 'failed', message: messageOf(error) });
  }
}

function result(change: Change, outcome: WriteOutcome): Result {
  if (outcome.status === 'done') {
    const { stored } = outcome;
    return { outcome: 'done', stored: stored && storedForm(stored, change) };
  }
  const error = redact(`${change.name}: ${outcome.message}`);
  return outcome.status === 'conflict'
    ? { outcome: 'conflict', error }
    : { outcome: 'failed', error, fatal: outcome.fatal ?? false };
}

/** What is as it was sent is not kept twice: a first run has many thousands. */
function storedForm({ fields, etag }: ActualObject, { after }: Change): StoredForm {
  const other = Object.entries(after?.fields ?? {}).filter(([field, value]) => (fields[field] ?? '') !== value);
  const form =
    other.length === 0 ? AS_SENT : { fields: Object.fromEntries(other.map(([field]) => [field, fields[field] ?? ''])) };
  return etag === undefined ? form : { ...form, etag };
}

const AS_SENT: StoredForm = { fields: {} };

function skipped(change: Change, why: string): Result {
  return { outcome: 'skipped', error: `${change.name}: not written, because ${why}` };
}
