import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import type { ClassifyDeps } from '../../src/classify/classify.ts';
import { articleHunts } from '../../src/classify/specific.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { normalizeHunts } from '../../src/hunts/normalize.ts';
import { loadCatalogue } from '../../src/knowledge/catalogue.ts';
import { fireUseCases } from '../../src/knowledge/triggers.ts';
import { createBriefingsSource } from '../../src/sources/briefings.ts';
import { differential, type Outcome } from '../kql/differential/run.ts';
import { findChromium } from '../support/chromium.ts';
import { kqlBlocks } from '../support/kql-blocks.ts';
import { readArticles } from '../support/read-articles.ts';
import { CORPUS, createWorld, hasCorpus, ROOT, SAMPLES } from '../support/world.ts';
import { type Agreement, benchClassify, benchSpeed, type LabelledText } from './classify.ts';
import { benchClassifying } from './classifying.ts';
import { benchCores } from './cores.ts';
import { benchGrowth } from './growth.ts';
import { benchKql } from './kql.ts';
import { benchPage } from './page.ts';
import { benchPlanning } from './planning.ts';
import { benchProve, distinctPairs, writePairs } from './prove.ts';
import { benchReading } from './reading.ts';
import { benchRecords } from './records.ts';
import { benchRun } from './run-hunts.ts';
import { benchSpl } from './spl.ts';
import { benchSyncing } from './syncing.ts';
import { type Row, ratiosOf, tableOf } from './table.ts';
import { triggerMs } from './triggers.ts';

/** `npm run bench`: figures measured side by side in one run, as ratios where the machine would otherwise speak. */

/** `HUNTSYNC_BENCH=small` takes a minute: what CI compares with committed.json. */
const IS_SMALL = process.env['HUNTSYNC_BENCH'] === 'small';
/** CI compares what a public clone has, too. */
const INPUT = hasCorpus && !IS_SMALL ? CORPUS : SAMPLES;
const rows: Row[] = [];
const lines: string[] = [];
const tell = (what: string, ...figures: string[]) => lines.push(`${what.padEnd(34)} ${figures.join('   ')}`);
const ms = (value: number | undefined) => `${(value ?? Number.NaN).toFixed(0)} ms`;

afterAll(() => {
  const { version, arch } = process;
  process.stdout.write(
    `\ninput: ${INPUT}; Node ${version}, ${arch}, ${availableParallelism()} cores\n${tableOf(rows)}\n${lines.join('\n')}\n`,
  );
  const out = process.env['HUNTSYNC_BENCH_OUT'];
  if (out !== undefined) writeFileSync(out, `${JSON.stringify(ratiosOf(rows), null, 2)}\n`);
});

test('reading', async () => {
  rows.push(...(await benchReading(IS_SMALL ? 1000 : 3000)));
});

test('planning', async () => {
  rows.push(...(await benchPlanning(IS_SMALL ? [1000, 10_000] : [1000, 10_000, 100_000])));
});

test('classifying', async () => {
  rows.push(...(await benchClassifying(IS_SMALL ? 200 : 1000)));
});

test('records', async () => {
  rows.push(...(await benchRecords(IS_SMALL ? 300 : 3000)));
});

test('syncing, beside what others ask for', async () => {
  rows.push(...(await benchSyncing(IS_SMALL ? 200 : 1000)));
});

async function queries(language: 'spl' | 'kql'): Promise<string[]> {
  const source = createBriefingsSource({ name: 'bench', path: INPUT, authoritative: false });
  const { articles } = readArticles([await source.read()]);
  const texts = normalizeHunts(articles).hunts.flatMap((hunt) => hunt.queries[language] ?? []);
  return [...new Set(texts)];
}

test('KQL checks against the bare parser', async () => {
  const pool = join(ROOT, 'dist/kql/pool.js');
  const compiled = !IS_SMALL && existsSync(pool) ? { compiledPool: pool } : {};
  const bench = await benchKql(await queries('kql'), { passes: 7, ...compiled });
  rows.push({
    what: 'KQL: check / bare Kusto analysis, one core',
    value: bench.ratio,
    atMost: 0.8,
    isRatio: true,
    from: `${bench.queries} queries, ${ms(bench.checkMs)} / ${ms(bench.bareMs)}`,
  });
  tell('KQL: all verdicts remembered', ms(bench.warmMs));
});

/** Wall-clock time of the command held to one core, and given two. */
function coresRow(command: string, folder: string, atLeast: number, of = ''): void {
  const found = benchCores(join(ROOT, 'dist/cli.js'), command, folder);
  const what = `huntsync ${command}${of}: one core / two cores`;
  if (typeof found === 'string') tell(what, found);
  else {
    const from = `${ms(found.oneCoreMs)} / ${ms(found.twoCoresMs)}, nothing remembered`;
    rows.push({ what, value: found.scaling, atLeast, isRatio: true, from });
  }
}

test.skipIf(IS_SMALL).each(['check', 'prove'])('huntsync %s on one core and on two', (command) => {
  coresRow(command, INPUT, 1.6);
});

test.skipIf(IS_SMALL)('many KQL texts on one core and on two', async () => {
  const pairs = (await queries('kql')).map((kql) => ({ spl: undefined, kql }));
  const place = mkdtempSync(join(tmpdir(), 'huntsync-bench-'));
  writePairs(join(place, 'briefings'), distinctPairs(pairs, 800));
  coresRow('check', join(place, 'briefings'), 1.7, ' of 800 KQL texts');
  rmSync(place, { recursive: true });
});

test.skipIf(IS_SMALL)('ten times the articles', () => {
  rows.push(...benchGrowth(join(ROOT, 'dist/cli.js'), 200));
});

test.skipIf(IS_SMALL)('hunts run on a platform whose every answer takes half a second', async () => {
  const { hunts, wallMs, idealMs, cpuMs, requests } = await benchRun();
  rows.push({
    what: 'huntsync run: wall / ideal',
    value: wallMs / idealMs,
    atMost: 1.2,
    isRatio: true,
    from: `${hunts} hunts, 4 at a time, ${ms(wallMs)} / ${ms(idealMs)}, ${ms(cpuMs)} of CPU, ${requests} requests`,
  });
});

test.skipIf(IS_SMALL)('prove, nothing remembered and all of it', async () => {
  const source = createBriefingsSource({ name: 'bench', path: INPUT, authoritative: false });
  const { articles } = readArticles([await source.read()]);
  const pairs = normalizeHunts(articles).hunts.map(({ queries: { spl, kql } }) => ({ spl, kql }));
  const { hunts, cold, warm } = benchProve(join(ROOT, 'dist/cli.js'), pairs);
  for (const [what, { cpuSeconds, wallSeconds, memoryMb }, budget] of [
    ['prove: nothing remembered', cold, 60],
    ['prove: all remembered', warm, 2],
  ] as const) {
    const from = `${hunts} hunts, ${wallSeconds.toFixed(1)} s, ${memoryMb} MiB`;
    rows.push({ what, value: cpuSeconds, unit: 's of CPU', atMost: budget, from });
  }
});

test.skipIf(IS_SMALL)('translations beside their originals', () => {
  const outcomes = kqlBlocks(INPUT).flatMap(differential);
  const of = (kind: Outcome['kind']) => outcomes.filter((one) => one.kind === kind);
  tell('KQL: translations that differ', `${of('unequal').length} of ${of('equal').length + of('unequal').length} run`);
  const reasons = outcomes.flatMap((one) => (one.kind === 'not run' ? one.reason : []));
  for (const reason of new Set(reasons)) {
    tell('     not run', `${reasons.filter((one) => one === reason).length}`, reason);
  }
});

test.skipIf(IS_SMALL)('the web page filters 5,000 hunts as one types', async () => {
  const chromium = findChromium();
  if (chromium === undefined) return tell('page: 5,000 hunts filtered', 'no Chromium on this machine');
  const { longestMs, each, madeMs, bytes } = await benchPage(chromium, 5000);
  const from = `${each.map((one) => one.toFixed(0)).join(', ')} ms; made in ${ms(madeMs)}, ${(bytes / 1e6).toFixed(1)} MB`;
  rows.push({ what: 'page: 5,000 hunts filtered, longest', value: longestMs, unit: 'ms', atMost: 50, from });
});

test.skipIf(IS_SMALL)('SPL checks', async () => {
  const bench = benchSpl(await queries('spl'));
  tell(
    'SPL: check',
    `${bench.perSecond} searches/s`,
    `${bench.searches} searches, first pass ${ms(bench.firstPassMs)}`,
  );
});

const ORACLE = join(CORPUS, 'classify_oracle.sample.jsonl');

test.skipIf(IS_SMALL || !existsSync(ORACLE))('classification against labels, and its cost', () => {
  const texts = readFileSync(ORACLE, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LabelledText);
  const catalogue = loadCatalogue();
  const deps: ClassifyDeps = {
    catalogue,
    fire: fireUseCases,
    specific: (item, { indicators }) =>
      articleHunts(item, { indicators: indicators.map(({ indicator }) => indicator) }),
  };
  const found = benchClassify(texts, deps);
  const two = (value: number) => value.toFixed(3);
  const agreed = ({ precision, recall }: Agreement) => `precision ${two(precision)}, recall ${two(recall)}`;
  tell('indicators', agreed(found.indicators), `without labels that are wrong: ${agreed(found.indicatorsJudged)}`);
  tell('severity', `${two(found.severityWithinOne)} within one step`, `${two(found.severityExact)} exact`);
  tell('techniques', `F1 ${two(found.techniques.f1)}`, `as listed on the article: ${two(found.articleTechniques.f1)}`);
  const bodies = texts.map(({ body }) => body);
  tell('use cases', `${ms(triggerMs(bodies, catalogue))} for 1,000 articles of 20 kB`);
  const speed = benchSpeed(texts, deps);
  tell('1,000 articles of 20 kB', `${speed.cpuSeconds.toFixed(1)} s of processor`, `${speed.seconds.toFixed(1)} s`);
});

test.skipIf(IS_SMALL)('a sync, and one that has nothing to do', async () => {
  const world = await createWorld({ briefings: INPUT });
  try {
    const timed = async () => {
      const started = performance.now();
      const result = await runOnce('sync', { config: world.config, json: true }, world.context);
      return { took: performance.now() - started, requests: result.platforms.map(({ requests }) => requests) };
    };
    const cold = await timed();
    const again = await timed();
    rows.push({
      what: 'sync of the input: first / second run',
      value: cold.took / again.took,
      isRatio: true,
      from: `${ms(cold.took)} / ${ms(again.took)}`,
    });
    tell('sync: requests, first and second', cold.requests.join(' + '), again.requests.join(' + '));
  } finally {
    await world.close();
  }
});

test('start', () => {
  const time = (...args: string[]) => {
    const runs = Array.from({ length: 7 }, () => {
      const started = performance.now();
      spawnSync(process.execPath, args);
      return performance.now() - started;
    });
    return Math.min(...runs);
  };
  const help = time(join(ROOT, 'dist/cli.js'), '--help');
  const node = time('-e', '0');
  rows.push({
    what: 'huntsync --help / node -e 0',
    value: help / node,
    isRatio: true,
    isCost: true,
    from: `${ms(help)} / ${ms(node)}`,
  });
});
