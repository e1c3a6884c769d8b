import type { PlatformConfig } from '../config/schema.ts';
import { isBeside, type NamedPlatform } from '../sync/prefer.ts';
import type { RecordSink } from '../sync/records/sink.ts';
import { isToldInUse } from '../sync/records/standing.ts';
import { textList } from '../sync/records/values.ts';

/**
 * Keys of the hunts that the records knew as in use, at the last sync, on platforms that cannot be read now: what ran there goes on running
 * while nobody can look. None where no records are kept beside the platform, or they cannot be read either.
 *
 * @param unread names of the platforms; all of them have to have a hunt.
 */
export async function toldBefore(
  own: NamedPlatform,
  unread: readonly string[],
  sinks: readonly RecordSink[],
  platforms: readonly PlatformConfig[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const beside = sinks.filter((sink) => isBeside(own, sink, platforms) && !unread.includes(sink.name));
  const sink = beside.find(({ name }) => name === own.name) ?? beside[0];
  if (unread.length === 0 || !sink) return new Set();
  const rows = await sink.read('hunts', signal).catch(() => []);
  const told = rows.filter((row) => unread.every((name) => isToldInUse(textList(row['platforms']), name)));
  return new Set(told.map((row) => String(row['hunt_key'])));
}
