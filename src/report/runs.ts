import pc from 'picocolors';
import { counted } from '../core/counted.ts';
import { groupBy } from '../core/group.ts';
import { oneLine, truncate } from '../core/text.ts';
import { wrapText } from '../core/wrap.ts';
import {
  byHunt,
  countOutcomes,
  type HuntRun,
  mergedOutcome,
  OUTCOMES,
  type Outcome,
  type PlatformRuns,
} from '../sync/run/outcome.ts';
import type { Siem } from '../sync/siem.ts';
import { blindedText } from './blinded.ts';
import { fitName } from './fit-name.ts';
import type { HuntRunsJson } from './schemas/runs.ts';
import { type TextColumn, tableToText } from './table.ts';

/** The JSON of `run --json`. */
export function huntRunsToJson(platforms: readonly PlatformRuns[], durationMs = 0): HuntRunsJson {
  return {
    platforms: platforms.map(({ runs, isUnread: _, ...platform }) => ({
      ...platform,
      ...countOutcomes(runs),
      runs: runs.map(({ found, window, rows, ...run }) => ({
        ...run,
        hosts: found.hosts,
        users: found.users,
        firstHit: found.first,
        lastHit: found.last,
        earliest: window.earliest ?? null,
        latest: window.latest ?? null,
        ...(rows ? { rows } : {}),
      })),
    })),
    durationMs,
  };
}

const PAINT: Readonly<Record<Outcome, (text: string) => string>> = {
  hit: pc.red,
  noisy: pc.magenta,
  quiet: pc.green,
  blind: pc.yellow,
  slow: pc.yellow,
  failing: pc.red,
};

/** Of a platform whose error the log has told. */
const UNREAD = 'could not be read; the log says why';

const NAMED = 3;
const LISTED = 20;

/** What hit first, in the order in which it happened; then what is blind and why, what failed, and the counts. */
export function huntRunsToText(
  platforms: readonly PlatformRuns[],
  siems: readonly Pick<Siem, 'kind' | 'title'>[],
  width?: number,
): string {
  const text = platforms
    .map((platform) => {
      const { name, kind, runs, error, isUnread, recorded } = platform;
      const title = siems.find((siem) => siem.kind === kind)?.title ?? kind;
      const hunts = [...byHunt(runs).values()];
      const counts = countOutcomes(hunts.map((own) => ({ outcome: mergedOutcome(own) })));
      const told = OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) =>
        PAINT[outcome](`${counts[outcome]} ${outcome}`),
      );
      const queries = runs.length > hunts.length ? ` (${runs.length} queries)` : '';
      return [
        pc.bold(`${name}  ${pc.dim(title)}`),
        hitTable(
          runs.filter(({ hits }) => hits > 0),
          width,
        ),
        ...blindLines(runs),
        ...runs
          .filter(({ outcome }) => outcome === 'failing' || outcome === 'slow')
          .flatMap(failureLines)
          .slice(0, LISTED),
        runs.length === 0 ? 'No hunt was run.' : `${counted(hunts.length, 'hunt')} run${queries}: ${told.join(', ')}.`,
        recorded > 0 ? pc.dim(`${counted(recorded, 'outcome')} recorded.`) : '',
        runs.some(({ rows = [] }) => rows.length > 0) ? pc.dim(keptRows(recorded > 0)) : '',
        error === undefined ? '' : pc.red(`${name}: ${isUnread ? UNREAD : oneLine(error)}`),
      ]
        .filter((line) => line !== '')
        .join('\n');
    })
    .join('\n\n');
  return wrapText(text, width);
}

/** Where the first rows of hunts that hit are, which no table has room for. */
function keptRows(isRecorded: boolean): string {
  return `The first rows are in ${isRecorded ? 'the records, and in ' : ''}what \`--json\` prints.`;
}

const HIT_COLUMNS: readonly TextColumn[] = [
  { head: 'hunt', least: 26 },
  { head: 'hits', align: 'right' },
  { head: 'first' },
  { head: 'last' },
  { head: 'hosts', least: 12 },
  { head: 'users', least: 12 },
];

function hitTable(runs: readonly HuntRun[], width: number | undefined): string {
  if (runs.length === 0) return '';
  const rows = [...runs]
    .sort((a, b) => (began(a) < began(b) ? -1 : 1))
    .map(({ name, hits, truncated, outcome, found }) => [
      fitName(oneLine(name), 60),
      PAINT[outcome](`${hits}${truncated ? '+' : ''}`),
      timeText(found.first),
      timeText(found.last),
      some(found.hosts),
      some(found.users),
    ]);
  return tableToText(HIT_COLUMNS, rows, width);
}

function began({ found }: HuntRun): string {
  return found.first ?? '9';
}

function timeText(time: string | null): string {
  return time?.replace('T', ' ') ?? '';
}

/** The first of some values, and how many more there are. */
function some(values: readonly string[]): string {
  const named = values.slice(0, NAMED).map((value) => truncate(oneLine(value), 24));
  return values.length > NAMED ? `${named.join(', ')} +${values.length - NAMED}` : named.join(', ');
}

/** What each missing source blinds, by hunt. */
function blindLines(runs: readonly HuntRun[]): string[] {
  const pairs = [...byHunt(runs).values()].flatMap((own) => {
    const isBlind = mergedOutcome(own) === 'blind';
    return [...new Set(own.flatMap(({ missing }) => missing))].map((source) => ({ source, isBlind }));
  });
  return [...groupBy(pairs, ({ source }) => source)]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, LISTED)
    .map(([source, all]) => {
      const blind = all.filter(({ isBlind }) => isBlind).length;
      return pc.yellow(`! no data in ${oneLine(source)}: ${blindedText(blind, all.length - blind)}`);
    });
}

function failureLines({ name, outcome, error }: HuntRun): string[] {
  return [pc.red(`! ${outcome}: ${truncate(oneLine(name), 80)}: ${truncate(oneLine(error ?? ''), 200)}`)];
}
