import { messageOf } from '../core/errors.ts';
import type { Evaluation, Prepared, Proving, SampleData } from './language.ts';
import { attempt, type EventPace, type RowAttempt } from './solve/attempt.ts';
import { TooMuchEffort, withBoundedEffort } from './solve/effort.ts';
import { type Branch, branchesOf } from './solve/formula.ts';
import type { Sketch, World } from './solve/sketch.ts';

/** What running a query on rows made for it showed. */
export type QueryProof =
  /** Rows made of its own literals make it hit. */
  | { readonly verdict: 'proved' }
  /** None of the rows that were tried does. */
  | { readonly verdict: 'unproved'; readonly reason: string }
  /** It uses what nothing here can run. */
  | { readonly verdict: 'not-evaluated'; readonly reason: string }
  /** No row can: `stage` is the part of the query, in one short line, that lets none through. */
  | { readonly verdict: 'dead'; readonly stage: string; readonly reason: string };

/** Ways of a query that are looked at, and runs of it on rows. */
const MAX_BRANCHES = 48;
const MAX_RUNS = 24;
/** Rows that all runs together may read: what does not hit with so many is left unproved. */
const MAX_ROWS = 30_000;

/** What rows are made with. */
export type RowMaker = Pick<Proving, 'complete' | 'lookups'>;

/** Makes rows of a query's own literals and runs it on them; `now` is what it was prepared for. Never throws. */
export function proveQuery(prepared: Prepared, proving: RowMaker, now: Date): QueryProof {
  try {
    return withBoundedEffort(() => prove(prepared, proving, now));
  } catch (error) {
    if (error instanceof TooMuchEffort) return { verdict: 'unproved', reason: error.message };
    return { verdict: 'unproved', reason: `an error of ours: ${messageOf(error)}` };
  }
}

function prove({ sketch, run }: Prepared, proving: RowMaker, now: Date): QueryProof {
  if (!sketch || sketch.worlds.length === 0) {
    const reason = troubleOf(run({ tables: {} }));
    return reason
      ? { verdict: 'not-evaluated', reason }
      : { verdict: 'unproved', reason: 'what it asks of rows is not known' };
  }
  const state: State = { sketch, proving, now, run, runs: 0, rows: 0, trouble: null };
  const ways = sketch.worlds.flatMap((world) => waysOf(world));
  const firsts: SampleData[] = [];
  const conflicts: Extract<RowAttempt, { data: null }>[] = [];
  for (const { world, branch, first } of ordered(ways)) {
    const made = attempt(sketch, world, branch, { proving, now, pace: 'together' });
    if (made.data === null) {
      conflicts.push(made);
      continue;
    }
    if (first) firsts.push(made.data);
    if (hits(state, made.data) || laterHits(state, world, branch)) return { verdict: 'proved' };
    if (state.trouble !== null) return { verdict: 'not-evaluated', reason: state.trouble };
    if (state.runs >= MAX_RUNS || state.rows >= MAX_ROWS) break;
  }
  if (firsts.length > 1 && hits(state, together(firsts))) return { verdict: 'proved' };
  const whole = !sketch.open && sketch.worlds.every((world) => branchesOf(world.formula, MAX_BRANCHES).whole);
  if (whole && conflicts.length > 0 && conflicts.length === ways.length && conflicts.every(({ certain }) => certain)) {
    const outcome = run({ tables: {} });
    if (outcome.status === 'failed') return { verdict: 'not-evaluated', reason: troubleOf(outcome) ?? '' };
    const [{ stage, because }] = conflicts as [(typeof conflicts)[number]];
    return { verdict: 'dead', stage, reason: `${stage}: ${because}` };
  }
  const [conflict] = conflicts;
  const reason =
    openReason(sketch) ??
    (conflict && state.runs === 0 ? `${conflict.stage}: ${conflict.because}` : null) ??
    'no row that was tried makes it hit';
  return { verdict: 'unproved', reason };
}

interface State {
  readonly sketch: Sketch;
  readonly proving: RowMaker;
  readonly now: Date;
  run(data: SampleData): Evaluation;
  runs: number;
  rows: number;
  trouble: string | null;
}

interface Way {
  readonly world: World;
  readonly branch: Branch;
  readonly first: boolean;
  readonly number: number;
}

function waysOf(world: World): Way[] {
  return branchesOf(world.formula, MAX_BRANCHES).branches.map((branch, number) => ({
    world,
    branch,
    first: number === 0,
    number,
  }));
}

/** The first way of each world before the second of any, and what is certain before what is not known. */
function ordered(ways: readonly Way[]): Way[] {
  const opens = ({ branch }: Way) => branch.filter(({ kind }) => kind === 'open').length;
  return [...ways].sort((a, b) => opens(a) - opens(b) || a.number - b.number);
}

function hits(state: State, data: SampleData): boolean {
  state.runs += 1;
  state.rows += Object.values(data.tables).reduce((sum, rows) => sum + rows.length, 0);
  const evaluation = state.run(data);
  state.trouble ??= troubleOf(evaluation);
  return evaluation.status === 'evaluated' && evaluation.rows.length > 0;
}

/** Rows of several readings may have to follow each other. */
function laterHits(state: State, world: World, branch: Branch): boolean {
  if (world.readings.length < 2 || state.trouble !== null) return false;
  const { sketch, proving, now } = state;
  return (['onwards', 'backwards'] satisfies EventPace[]).some((pace) => {
    const made = attempt(sketch, world, branch, { proving, now, pace });
    return made.data !== null && hits(state, made.data);
  });
}

function troubleOf(evaluation: Evaluation): string | null {
  if (evaluation.status === 'not-evaluated') return evaluation.reasons.join('; ');
  return evaluation.status === 'failed' ? `it fails: ${evaluation.message}` : null;
}

function together(all: readonly SampleData[]): SampleData {
  const names = new Set(all.flatMap(({ tables }) => Object.keys(tables)));
  const tables = [...names].map((name) => [name, all.flatMap((data) => data.tables[name] ?? [])]);
  return { tables: Object.fromEntries(tables) };
}

/** What is not known of the conditions, where anything is. */
function openReason({ worlds }: Sketch): string | null {
  for (const { formula } of worlds) {
    for (const branch of branchesOf(formula, 4).branches) {
      for (const atom of branch) if (atom.kind === 'open') return `no rows are made for: ${atom.what}`;
    }
  }
  return null;
}
