import { redact } from '../../core/log.ts';
import type { RecordType } from './schema.ts';
import type { RecordFailure } from './sink.ts';

/** Reasons that have a line of their own; what failed for others is counted. */
const MAX_LINES = 5;
/** Records that a line names. */
const MAX_KEYS = 3;

/** What failed, for people: a line for each reason, which says what to do once, with how many records and some of them. */
export function failureLines(type: RecordType, failed: readonly RecordFailure[]): string[] {
  const byMessage = new Map<string, string[]>();
  for (const { key, message } of failed) {
    const keys = byMessage.get(message) ?? [];
    byMessage.set(message, keys);
    keys.push(key);
  }
  const lines = [...byMessage].slice(0, MAX_LINES).map(([message, keys]) => {
    const more = keys.length - MAX_KEYS;
    const some = keys.slice(0, MAX_KEYS).join(', ') + (more > 0 ? ` and ${more} more` : '');
    return redact(`${type} ${some}: ${message}`);
  });
  const rest = [...byMessage.values()].slice(MAX_LINES).flat().length;
  return rest > 0 ? [...lines, `${type}: ${rest} more failed.`] : lines;
}
