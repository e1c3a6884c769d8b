import { redact } from '../../core/log.ts';
import type { RecordType } from './schema.ts';
import type { RecordFailure } from './sink.ts';

/** How many reasons get a line of their own; the rest are counted. */
const MAX_LINES = 5;
/** How many records a line names. */
const MAX_KEYS = 3;

/** What failed, in words: one line per reason, with the remedy, the number of records and some of their keys. */
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
