import type { Severity } from '../knowledge/vocabulary.ts';
import type { Platform } from './platform.ts';
import type { QueueItem } from './queue.ts';
import type { Values } from './records/values.ts';
import { huntKeyOf } from './retire.ts';
import { isInUse } from './run/run.ts';
import type { ActualObject } from './types.ts';

type QueuePlatform = Pick<Platform, 'severityField' | 'retiredFields' | 'queryField'>;

/**
 * The hunts that are in use on a platform, each once, with what is known of them.
 *
 * @param hunts records of hunts, stored or as a sync would write them; a hunt without one is known by its object alone.
 * @param runs records of their last runs.
 */
export function queueItems(
  platform: QueuePlatform,
  objects: readonly ActualObject[],
  hunts: Iterable<Values>,
  runs: Iterable<Values>,
): QueueItem[] {
  const rows = keyed(hunts);
  const ran = keyed(runs);
  const items = new Map<string, QueueItem>();
  for (const object of objects.filter((one) => isInUse(one, platform))) {
    const key = huntKeyOf(object.marker?.key ?? '');
    if (!items.has(key)) items.set(key, itemOf(key, object, platform, rows.get(key), ran.get(key)));
  }
  return [...items.values()];
}

function keyed(rows: Iterable<Values>): ReadonlyMap<string, Values> {
  return new Map([...rows].map((row) => [String(row['hunt_key']), row]));
}

function itemOf(
  key: string,
  { name, fields, marker }: ActualObject,
  platform: QueuePlatform,
  row: Values | undefined,
  run: Values | undefined,
): QueueItem {
  return {
    key,
    title: String(row?.['hunt_title'] ?? name),
    severity: severityOf(String(row?.['severity'] ?? fields[platform.severityField] ?? '')),
    techniques: (row?.['techniques'] as readonly string[] | undefined) ?? [],
    published: (row?.['published'] as string | null | undefined) ?? marker?.evidence.newest?.published ?? null,
    articleTitle: String(row?.['article_title'] ?? ''),
    articleUrl: String(row?.['article_url'] ?? ''),
    cves: cvesIn([row?.['hunt_title'], row?.['article_title'], fields[platform.queryField]].join('\n')),
    proof: (row?.['proof'] as QueueItem['proof'] | undefined) ?? '',
    run: run
      ? {
          outcome: run['outcome'] as NonNullable<QueueItem['run']>['outcome'],
          hits: Number(run['hits']),
          newHits: run['new_hits'] === true,
          ranAt: String(run['ran_at']),
          missing: (run['missing'] as readonly string[] | undefined) ?? [],
        }
      : null,
  };
}

function cvesIn(text: string): string[] {
  return [...new Set(text.toUpperCase().match(/\bCVE-\d{4}-\d{4,19}\b/g))];
}

function severityOf(text: string): Severity {
  const [word = ''] = text.split(' ');
  return word === 'CRIT' || word === 'HIGH' || word === 'MED' ? word : 'LOW';
}
