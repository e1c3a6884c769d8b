import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { candidates } from './candidates.ts';
import { withCopy } from './copy.ts';
import { type Mutant, nameOf } from './mutant.ts';
import { createNearest } from './nearest.ts';
import { Runner } from './pool.ts';
import { draw } from './sample.ts';

/** Mutants that are drawn of each room, in proportion to how much of the product's promise rests on it. */
const SHARES: Readonly<Record<string, number>> = { sync: 60, hunts: 24, splunk: 38, sentinel: 38 };
const RUNNERS = 2;
const WANTED_PERCENT = 92;
/** A stage that takes longer hangs: none needs a tenth of it. */
const STAGE_MS = 240_000;

interface Verdict {
  readonly mutant: Mutant;
  readonly fate: 'killed' | 'timeout' | 'survived' | 'not run';
}

/**
 * Plants faults in the rooms that decide and write, one at a time, and runs the nearest tests against each. Exits with 1
 * where fewer than 92 % are noticed, or one that is not has no explanation in explained.json.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: 'huntsync' },
      minutes: { type: 'string', default: '60' },
      rooms: { type: 'string', default: Object.keys(SHARES).join() },
      again: { type: 'string' },
      list: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const rooms = values.rooms.split(',');
  const all = await candidates(root, rooms);
  const drawn = rooms
    .flatMap((room) =>
      draw(
        all.filter(({ file }) => file.startsWith(`src/${room}/`)),
        SHARES[room] ?? 0,
        values.seed,
      ),
    )
    .filter(values.again === undefined ? () => true : unnoticedIn(values.again));
  say(`${drawn.length} of ${all.length} possible mutants, seed "${values.seed}"`);
  if (values.list) {
    for (const mutant of drawn) say(`${mutant.file}:${mutant.line} ${nameOf(mutant)}`);
    return;
  }
  await withCopy(root, async (copy) => {
    const until = Date.now() + Number(values.minutes) * 60_000;
    const nearest = createNearest(copy);
    const tests = [...new Set(drawn.flatMap(({ file }) => nearest(file).flat()))];
    if (!(await areSound(copy, tests))) return;
    const verdicts = await runAll(drawn, { root: copy, nearest, until });
    if (values.json) writeFileSync(values.json, JSON.stringify(verdicts, null, 1));
    process.exitCode = report(verdicts, explanations()) ? 0 : 1;
  });
}

/** `--again FILE`: those alone that an earlier run (`--json FILE`) did not see killed. */
function unnoticedIn(file: string): (mutant: Mutant) => boolean {
  const verdicts = JSON.parse(readFileSync(file, 'utf8')) as Verdict[];
  const names = new Set(verdicts.filter(({ fate }) => fate !== 'killed').map(({ mutant }) => nameOf(mutant)));
  return (mutant) => names.has(nameOf(mutant));
}

/** The tests without a fault: what fails by itself proves nothing. */
async function areSound(root: string, tests: readonly string[]): Promise<boolean> {
  const runner = new Runner(root);
  try {
    const ran = await runner.run({ mutant: null, tests }, STAGE_MS * 6);
    if (ran !== 'timeout' && ran.passed) return true;
    say(`The tests fail without any fault: ${ran === 'timeout' ? 'they hang' : ran.failed.join(', ')}`);
    process.exitCode = 1;
    return false;
  } finally {
    runner.stop();
  }
}

interface Run {
  readonly root: string;
  readonly nearest: (file: string) => string[][];
  /** Milliseconds since 1970 after which no mutant is begun. */
  readonly until: number;
}

/** Mutants between two runs of the same tests without a fault, which show that it is the faults that are noticed. */
const UNTIL_CONTROL = 8;

async function runAll(drawn: readonly Mutant[], { root, nearest, until }: Run): Promise<Verdict[]> {
  const waiting = [...drawn.entries()];
  const verdicts: Verdict[] = [];
  let left = drawn.length;
  const work = async () => {
    const runner = new Runner(root);
    let unproved: [number, Mutant, readonly string[]][] = [];
    let failedControls = 0;
    const control = async () => {
      const tests = [...new Set(unproved.flatMap(([, , noticedBy]) => noticedBy))];
      const ran = await runner.run({ mutant: null, tests }, STAGE_MS);
      if (ran === 'timeout' || !ran.passed) {
        failedControls += 1;
        say(`The tests fail without any fault: ${ran === 'timeout' ? 'they hang' : ran.failed.join(', ')}`);
        if (failedControls > 2) throw new Error('Nothing can be said of mutants where the tests fail by themselves.');
        waiting.unshift(...unproved.map(([at, mutant]): [number, Mutant] => [at, mutant]));
        left += unproved.length;
        runner.stop();
      }
      unproved = [];
    };
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [at, mutant] = next;
        const { fate, tests } = Date.now() > until ? LATE : await fateOf(runner, mutant, nearest(mutant.file));
        verdicts[at] = { mutant, fate };
        left -= 1;
        say(`${fate}: ${mutant.file}:${mutant.line}, ${left} to go`);
        if (fate === 'killed') unproved.push([at, mutant, tests]);
        if (unproved.length >= UNTIL_CONTROL || (waiting.length === 0 && unproved.length > 0)) await control();
      }
    } finally {
      runner.stop();
    }
  };
  await Promise.all(Array.from({ length: RUNNERS }, work));
  return verdicts;
}

interface Fate {
  readonly fate: Verdict['fate'];
  /** The stage that noticed it. */
  readonly tests: readonly string[];
}

const LATE: Fate = { fate: 'not run', tests: [] };

async function fateOf(runner: Runner, mutant: Mutant, stages: readonly (readonly string[])[]): Promise<Fate> {
  for (const tests of stages) {
    const ran = await runner.run({ mutant, tests }, STAGE_MS);
    if (ran === 'timeout') return { fate: 'timeout', tests };
    if (!ran.passed) return { fate: 'killed', tests };
  }
  return { fate: 'survived', tests: [] };
}

function report(verdicts: readonly Verdict[], explained: ReadonlyMap<string, string>): boolean {
  const noticed = ({ fate }: Verdict) => fate === 'killed' || fate === 'timeout';
  const rooms = [...new Set(verdicts.map(({ mutant }) => mutant.file.split('/')[1] ?? ''))];
  for (const room of rooms) {
    const own = verdicts.filter(({ mutant }) => mutant.file.startsWith(`src/${room}/`));
    say(`${room}: ${own.filter(noticed).length} of ${own.length} killed`);
  }
  const survivors = verdicts.filter((verdict) => !noticed(verdict));
  const unexplained = survivors.filter(({ mutant }) => !explained.has(nameOf(mutant)));
  for (const { mutant } of survivors) {
    say(`${mutant.file}:${mutant.line} ${nameOf(mutant)}\n    ${explained.get(nameOf(mutant)) ?? 'NOT EXPLAINED'}`);
  }
  const percent = (100 * (verdicts.length - survivors.length)) / Math.max(1, verdicts.length);
  const hung = verdicts.filter(({ fate }) => fate === 'timeout').length;
  say(
    `score: ${percent.toFixed(1)} % of ${verdicts.length} killed (${hung} of them by never ending); ${survivors.length} survived, ${unexplained.length} of them without an explanation`,
  );
  return percent >= WANTED_PERCENT && unexplained.length === 0;
}

/** Why survivors survive, by name. */
function explanations(): ReadonlyMap<string, string> {
  const text = readFileSync(new URL('./explained.json', import.meta.url), 'utf8');
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
