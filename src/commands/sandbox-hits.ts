import { shorten, truncate } from '../core/text.ts';
import { type TextColumn, tableToText } from '../report/table.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { HuntRun } from '../sync/run/outcome.ts';

/** A run, and the kind of SIEM for people. */
export interface ShownRun extends HuntRun {
  readonly title: string;
}

const COLUMNS: readonly TextColumn[] = [
  { head: 'hunt', least: 20 },
  { head: 'platform', least: 9 },
  { head: 'hits', align: 'right' },
  { head: 'first event', least: 16 },
];

/** The hunts that found something, in the order in which it happened, on each platform; then, by name, those that found nothing. */
export function hitsText(all: readonly ShownRun[], width?: number): string {
  const hunts = [...new Set(all.map(({ key }) => huntKeyOf(key)))].map((key) =>
    all.filter((run) => huntKeyOf(run.key) === key),
  );
  const told = hunts.filter((runs) => runs.some(({ outcome }) => outcome !== 'quiet' && outcome !== 'blind'));
  const rows = told
    .sort((a, b) => (began(a) < began(b) ? -1 : 1))
    .flatMap((runs) =>
      runs.map(({ title, hits, found, error }, at) => {
        const first = found.earliest;
        const event = [first?.first?.replace('T', ' '), first?.hosts[0], first?.users[0]]
          .filter((part) => part)
          .join('  ');
        const name = at === 0 ? shorten(nameOf(runs), 46) : '';
        return [name, title, hits, error === undefined ? event : `not run: ${truncate(error, 60)}`];
      }),
    );
  const grid = tableToText(COLUMNS, rows, width);
  const quiet = hunts.filter((runs) => !told.includes(runs)).map((runs) => truncate(nameOf(runs), 80));
  const names = quiet.sort().map((name) => `  ${name}`);
  return quiet.length === 0 ? grid : [grid, `${quiet.length} more found nothing:`, ...names].join('\n');
}

/** A platform may put more behind the title: the shortest is the title alone. */
function nameOf(runs: readonly ShownRun[]): string {
  return runs.map(({ name }) => name).reduce((best, name) => (name.length < best.length ? name : best));
}

function began(runs: readonly ShownRun[]): string {
  return runs.map(({ found }) => found.first ?? '9').sort()[0] ?? '9';
}
