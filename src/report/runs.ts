import Table from 'cli-table3';
import pc from 'picocolors';
import { groupBy } from '../core/group.ts';
import { oneLine, truncate } from '../core/text.ts';
import { countOutcomes, type HuntRun, OUTCOMES, type Outcome, type PlatformRuns } from '../sync/run/outcome.ts';
import type { Siem } from '../sync/siem.ts';
import type { HuntRunsJson } from './schemas/runs.ts';

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
): string {
  return platforms
    .map((platform) => {
      const { name, kind, runs, error, isUnread, recorded } = platform;
      const title = siems.find((siem) => siem.kind === kind)?.title ?? kind;
      const counts = countOutcomes(runs);
      const told = OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) =>
        PAINT[outcome](`${counts[outcome]} ${outcome}`),
      );
      return [
        pc.bold(`${name}  ${pc.dim(title)}`),
        hitTable(runs.filter(({ hits }) => hits > 0)),
        ...blindLines(runs),
        ...runs
          .filter(({ outcome }) => outcome === 'failing' || outcome === 'slow')
          .flatMap(failureLines)
          .slice(0, LISTED),
        runs.length === 0 ? 'No hunt was run.' : `${runs.length} hunts run: ${told.join(', ')}.`,
        recorded > 0 ? pc.dim(`${recorded} outcomes recorded.`) : '',
        error === undefined ? '' : pc.red(`${name}: ${isUnread ? UNREAD : oneLine(error)}`),
      ]
        .filter((line) => line !== '')
        .join('\n');
    })
    .join('\n\n');
}

function hitTable(runs: readonly HuntRun[]): string {
  if (runs.length === 0) return '';
  const grid = new Table({
    head: ['hunt', 'hits', 'first', 'last', 'hosts', 'users'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'left', 'left', 'left', 'left'],
  });
  for (const { name, hits, truncated, outcome, found } of [...runs].sort((a, b) => (began(a) < began(b) ? -1 : 1))) {
    grid.push([
      truncate(oneLine(name), 60),
      PAINT[outcome](`${hits}${truncated ? '+' : ''}`),
      timeText(found.first),
      timeText(found.last),
      some(found.hosts),
      some(found.users),
    ]);
  }
  return grid.toString();
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

/** What each missing source blinds. */
function blindLines(runs: readonly HuntRun[]): string[] {
  const pairs = runs.flatMap((run) => run.missing.map((source) => ({ source, run })));
  return [...groupBy(pairs, ({ source }) => source)]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, LISTED)
    .map(([source, all]) => {
      const blind = all.filter(({ run }) => run.outcome === 'blind').length;
      const hunts = blind === 1 ? '1 hunt sees' : `${blind} hunts see`;
      const rest = all.length - blind;
      const partly = rest > 0 ? `, ${rest} more see${rest === 1 ? 's' : ''} less` : '';
      return pc.yellow(`! no data in ${oneLine(source)}: ${hunts} nothing${partly}`);
    });
}

function failureLines({ name, outcome, error }: HuntRun): string[] {
  return [pc.red(`! ${outcome}: ${truncate(oneLine(name), 80)}: ${truncate(oneLine(error ?? ''), 200)}`)];
}
