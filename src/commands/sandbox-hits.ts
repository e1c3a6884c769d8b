import Table from 'cli-table3';
import pLimit from 'p-limit';
import { PlatformError } from '../core/errors.ts';
import { truncate } from '../core/text.ts';
import { type FirstEvent, firstEvent } from '../report/first-event.ts';
import type { Platform } from '../sync/platform.ts';
import type { ActualObject } from '../sync/types.ts';

/** A platform and what it holds of ours. */
export interface Holding {
  readonly platform: Platform;
  /** The kind of SIEM, for people. */
  readonly title: string;
  readonly objects: readonly ActualObject[];
}

/** What running one object's query on its platform found. */
export interface Hits {
  readonly key: string;
  readonly name: string;
  readonly title: string;
  readonly hits: number;
  readonly first: FirstEvent | null;
  /** The platform's own words, where it could not be run. */
  readonly failure?: string;
}

/** Queries that run on a platform at a time. */
const AT_A_TIME = 4;

/** Runs the query of each object that is in use, over its own window. */
export async function runObjects(holdings: readonly Holding[], signal: AbortSignal): Promise<Hits[]> {
  const runs = holdings.flatMap(({ platform, title, objects }) => {
    const limit = pLimit(AT_A_TIME);
    return objects
      .filter((object) => isInUse(object, platform))
      .map((object) => limit(() => runObject(object, platform, title, signal)));
  });
  return (await Promise.all(runs)).filter((hits) => hits !== null);
}

function isInUse({ fields }: ActualObject, { retiredFields }: Platform): boolean {
  return !Object.entries(retiredFields).every(([name, value]) => fields[name] === value);
}

async function runObject(
  object: ActualObject,
  platform: Platform,
  title: string,
  signal: AbortSignal,
): Promise<Hits | null> {
  const { name, fields, marker } = object;
  if (!platform.run) return null;
  const about = { key: (marker?.key ?? name).replace(/#\d+$/, ''), name, title };
  try {
    const found = await platform.run(fields[platform.queryField] ?? '', platform.windowOf?.(fields) ?? {}, signal);
    return { ...about, hits: found.rows.length, first: firstEvent(found) };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return { ...about, hits: 0, first: null, failure: error.message };
  }
}

/** The hunts that found something, in the order in which it happened, on each platform; then, by name, those that found nothing. */
export function hitsText(all: readonly Hits[]): string {
  const hunts = [...new Set(all.map(({ key }) => key))].map((key) => all.filter((run) => run.key === key));
  const told = hunts.filter((runs) => runs.some(({ hits, failure }) => hits > 0 || failure !== undefined));
  const grid = new Table({
    head: ['hunt', 'platform', 'hits', 'first event'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'left'],
  });
  for (const runs of told.sort((a, b) => (began(a) < began(b) ? -1 : 1))) {
    for (const [at, { title, hits, first, failure }] of runs.entries()) {
      const event = failure === undefined ? eventText(first) : `not run: ${truncate(failure, 60)}`;
      grid.push([at === 0 ? truncate(nameOf(runs), 46) : '', title, hits, event]);
    }
  }
  const quiet = hunts.filter((runs) => !told.includes(runs)).map((runs) => truncate(nameOf(runs), 80));
  const rest =
    quiet.length === 0
      ? ''
      : `\n${quiet.length} more found nothing:\n${quiet
          .sort()
          .map((name) => `  ${name}`)
          .join('\n')}`;
  return `${grid.toString()}${rest}`;
}

/** A platform may put more behind the title: the shortest is the title alone. */
function nameOf(runs: readonly Hits[]): string {
  return runs.map(({ name }) => name).reduce((best, name) => (name.length < best.length ? name : best));
}

function began(runs: readonly Hits[]): string {
  return runs.map(({ first }) => first?.time ?? '9').sort()[0] ?? '9';
}

function eventText(first: FirstEvent | null): string {
  return [first?.time, first?.host, first?.user].filter((part) => part).join('  ');
}
