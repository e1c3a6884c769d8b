import type { Severity } from '../knowledge/vocabulary.ts';
import { isInUse } from './in-use.ts';
import { isAccepted } from './marker.ts';
import { driftOf } from './merge.ts';
import type { Platform } from './platform.ts';
import type { QueueItem } from './queue.ts';
import { isRunOnly } from './records/standing.ts';
import { textList, type Values } from './records/values.ts';
import { huntKeyOf } from './retire.ts';
import type { ActualObject } from './types.ts';

type QueuePlatform = Pick<Platform, 'severityField' | 'retiredFields' | 'queryField'>;

/** Records, stored or as a sync would write them. */
export interface QueueRecords {
  readonly hunts: Iterable<Values>;
  /** Of the hunts' last runs. */
  readonly runs: Iterable<Values>;
  readonly articles?: Iterable<Values>;
}

/** A hunt that is run on a platform and not kept there. */
export interface RunOnlyHunt {
  /** Of the hunt, or of one statement of it. */
  readonly key: string;
  readonly name: string;
}

/** The hunts that the records know as run only on a platform; null where they do not tell of it. */
export function runOnlyIn(hunts: readonly Values[], platform: string): RunOnlyHunt[] | null {
  const told = hunts.filter((row) => textList(row['platforms']).some((line) => line.startsWith(`${platform}: `)));
  if (told.length === 0) return null;
  return told
    .filter((row) => isRunOnly(textList(row['platforms']), platform))
    .map((row) => ({ key: String(row['hunt_key']), name: String(row['hunt_title']) }));
}

/** What the records know of a hunt. */
interface Known {
  readonly row: Values | undefined;
  readonly run: Values | undefined;
  /** Ids of the articles that tell of exploitation. */
  readonly exploited: ReadonlySet<string>;
}

/**
 * The hunts that are in use on a platform, or only run there, each once, with what is known of them.
 *
 * A hunt without a record is known by its object alone.
 */
export function queueItems(
  platform: QueuePlatform,
  objects: readonly ActualObject[],
  { hunts, runs, articles = [] }: QueueRecords,
  runOnly: readonly RunOnlyHunt[] = [],
): QueueItem[] {
  const rows = keyed(hunts);
  const ran = keyed(runs);
  const exploited = new Set([...articles].filter(tellsOfExploitation).map((row) => String(row['article_id'])));
  const items = new Map<string, QueueItem>();
  const known = (key: string): Known => ({ row: rows.get(key), run: ran.get(key), exploited });
  for (const object of objects.filter((one) => isInUse(one, platform))) {
    const key = huntKeyOf(object.marker?.key ?? '');
    const item = items.get(key) ?? itemOf(key, object, platform, known(key));
    items.set(key, isEdited(object, platform) ? { ...item, edited: true } : item);
  }
  for (const { key: own, name } of runOnly) {
    const key = huntKeyOf(own);
    if (items.has(key)) continue;
    const item = itemOf(key, { name, fields: {}, marker: null }, platform, known(key));
    items.set(key, { ...item, runOnly: true });
  }
  return [...items.values()];
}

/** Whether somebody edited the query since we wrote it, whether or not the edit was accepted. */
function isEdited(object: ActualObject, { queryField }: QueuePlatform): boolean {
  return driftOf(object).includes(queryField) || isAccepted(object.marker?.written[queryField]);
}

function keyed(rows: Iterable<Values>): ReadonlyMap<string, Values> {
  return new Map([...rows].map((row) => [String(row['hunt_key']), row]));
}

function itemOf(
  key: string,
  { name, fields, marker }: Pick<ActualObject, 'name' | 'fields' | 'marker'>,
  platform: QueuePlatform,
  { row, run, exploited }: Known,
): QueueItem {
  const callers = (row?.['article_ids'] as readonly string[] | undefined) ?? [];
  return {
    key,
    ...(callers.some((id) => exploited.has(id)) ? { exploited: true } : {}),
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

/** What its severity rests on, in the words of `src/classify/severity.ts` or of whoever wrote the briefing. */
function tellsOfExploitation({ severity_reasons: reasons }: Values): boolean {
  return String(reasons ?? '')
    .split('\n')
    .some((line) => /\bexploited\b|\bexploitation\b/i.test(line) && !/\b(?:no|not|never|without|if)\b/i.test(line));
}

function cvesIn(text: string): string[] {
  return [...new Set(text.toUpperCase().match(/\bCVE-\d{4}-\d{4,19}\b/g))];
}

function severityOf(text: string): Severity {
  const [word = ''] = text.split(' ');
  return word === 'CRIT' || word === 'HIGH' || word === 'MED' ? word : 'LOW';
}
