import { NOTICE_SUBJECTS, type NoticeSubject } from '../config/notify.ts';
import { counted } from '../core/counted.ts';
import { oneLine, truncate } from '../core/text.ts';
import { failuresOf, type RunResult } from './result.ts';

/** What a run has to tell, by subject: one short line each. */
export type Notice = Readonly<Partial<Record<NoticeSubject, readonly string[]>>>;

const LISTED = 10;
const CRITICAL = /^CRIT\b/;

/** What of a run is worth a message. */
export function noticeOf(result: RunResult): Notice {
  const found: Record<NoticeSubject, string[]> = {
    newHits: [],
    newCritical: [],
    rejected: [],
    drift: [],
    failures: [],
  };
  for (const { name, runs, error } of result.runs ?? []) {
    for (const run of runs) {
      if (run.hits > 0) {
        const hosts = run.found.hosts.length > 0 ? ` on ${run.found.hosts.slice(0, 3).join(', ')}` : '';
        found.newHits.push(`${name}: ${run.name}: ${counted(run.hits, 'hit')}${hosts}`);
      }
      if (run.outcome === 'failing') found.failures.push(`${name}: ${run.name} cannot be run: ${run.error ?? ''}`);
    }
    if (error !== undefined) found.failures.push(`${name}: ${error}`);
  }
  for (const platform of result.platforms) {
    const { name, plan, applied, error } = platform;
    if (error !== undefined) found.failures.push(`${name}: ${error}`);
    else if (failuresOf(platform) > 0)
      found.failures.push(`${name}: ${counted(failuresOf(platform), 'object')} not written`);
    for (const { key, name: hunt } of plan?.rejects ?? []) found.rejected.push(`${name}: ${hunt} (${key})`);
    for (const { name: hunt, fields } of plan?.drifts ?? []) {
      found.drift.push(`${name}: ${hunt}: ${fields.map(({ field }) => field).join(', ')}`);
    }
    for (const { change, outcome } of applied ?? []) {
      const isCritical = Object.values(change.after?.fields ?? {}).some((value) => CRITICAL.test(value));
      if (outcome === 'done' && change.op === 'create' && isCritical) found.newCritical.push(`${name}: ${change.name}`);
    }
  }
  for (const path of result.refusedFiles ?? [])
    found.failures.push(`${path} has a problem: nothing was done on its platforms`);
  for (const { name, held } of result.platforms) {
    if (held.length > 0)
      found.failures.push(
        `${name}: ${counted(held.length, 'new hunt waits', 'new hunts wait')} for consent (huntsync quarantine)`,
      );
  }
  for (const refusal of result.refusals) found.failures.push(refusal);
  if (!result.complete) found.failures.push('a source could not be read whole');
  return Object.fromEntries(Object.entries(found).filter(([, lines]) => lines.length > 0));
}

const HEADINGS: Readonly<Record<NoticeSubject, string>> = {
  newHits: 'New hits',
  newCritical: 'New critical hunts',
  rejected: 'Rejected',
  drift: 'Edited on the platform',
  failures: 'Failures',
};

/** The message, as plain text: a heading and at most ten lines a subject. */
export function noticeText(notice: Notice): string {
  return NOTICE_SUBJECTS.flatMap((subject) => {
    const lines = notice[subject] ?? [];
    if (lines.length === 0) return [];
    const shown = lines.slice(0, LISTED).map((line) => `- ${truncate(oneLine(line), 200)}`);
    const more = lines.length - shown.length;
    return [[`${HEADINGS[subject]} (${lines.length})`, ...shown, ...(more > 0 ? [`- … ${more} more`] : [])].join('\n')];
  }).join('\n\n');
}
