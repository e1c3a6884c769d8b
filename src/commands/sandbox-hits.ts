import Table from 'cli-table3';
import { truncate } from '../core/text.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { HuntRun } from '../sync/run/outcome.ts';

/** A run, and the kind of SIEM for people. */
export interface ShownRun extends HuntRun {
  readonly title: string;
}

/** The hunts that found something, in the order in which it happened, on each platform; then, by name, those that found nothing. */
export function hitsText(all: readonly ShownRun[]): string {
  const hunts = [...new Set(all.map(({ key }) => huntKeyOf(key)))].map((key) =>
    all.filter((run) => huntKeyOf(run.key) === key),
  );
  const told = hunts.filter((runs) => runs.some(({ outcome }) => outcome !== 'quiet' && outcome !== 'blind'));
  const grid = new Table({
    head: ['hunt', 'platform', 'hits', 'first event'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'left'],
  });
  for (const runs of told.sort((a, b) => (began(a) < began(b) ? -1 : 1))) {
    for (const [at, { title, hits, found, error }] of runs.entries()) {
      const first = found.earliest;
      const event = [first?.first?.replace('T', ' '), first?.hosts[0], first?.users[0]]
        .filter((part) => part)
        .join('  ');
      grid.push([
        at === 0 ? truncate(nameOf(runs), 46) : '',
        title,
        hits,
        error === undefined ? event : `not run: ${truncate(error, 60)}`,
      ]);
    }
  }
  const quiet = hunts.filter((runs) => !told.includes(runs)).map((runs) => truncate(nameOf(runs), 80));
  const names = quiet.sort().map((name) => `  ${name}`);
  return quiet.length === 0
    ? grid.toString()
    : [grid.toString(), `${quiet.length} more found nothing:`, ...names].join('\n');
}

/** A platform may put more behind the title: the shortest is the title alone. */
function nameOf(runs: readonly ShownRun[]): string {
  return runs.map(({ name }) => name).reduce((best, name) => (name.length < best.length ? name : best));
}

function began(runs: readonly ShownRun[]): string {
  return runs.map(({ found }) => found.first ?? '9').sort()[0] ?? '9';
}
