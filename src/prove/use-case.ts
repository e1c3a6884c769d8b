import type { Sample, Samples } from '../knowledge/samples.ts';
import type { Uncovered } from '../knowledge/use-case.ts';
import type { Proving, RunnableQuery } from './language.ts';
import { isRight, type LanguageProof, type SampleOutcome, type Status } from './outcome.ts';
import { rowsOf } from './rows.ts';
import { timeVariants, type VariantContext, variantsOf } from './variants/index.ts';

/** A use case in one language, ready to be run. */
export interface ProveTarget {
  /** The kind of SIEM. */
  readonly kind: string;
  /** The language's id and title. */
  readonly language: string;
  readonly title: string;
  /** Null where nothing here can run the language. */
  readonly proving: Proving | null;
  readonly queries: readonly RunnableQuery[];
}

export interface UseCaseProofOptions {
  readonly samples: Samples;
  /** What it says that it does not find. */
  readonly doesNotCover: readonly Uncovered[];
  /** The start of an hour. */
  readonly hour: Date;
}

/** A hunt is run at so many minutes of an hour, because what it groups by begins and ends with the hour or a part of it. */
const RUNS_AN_HOUR = 12;
/** Made variants are run at one minute that begins nothing. */
const ODD_MINUTE = 23;

/** Runs a use case on its samples, on variants made of them, and on what must stay quiet. */
export function proveUseCase(target: ProveTarget, { samples, doesNotCover, hour }: UseCaseProofOptions): LanguageProof {
  const { kind, language, proving, queries, title } = target;
  const about = { kind, language };
  if (samples.fires.length === 0 && samples.quiet.length === 0) {
    return { ...about, verdict: 'none', problems: [], outcomes: [] };
  }
  if (!proving) {
    return { ...about, verdict: 'not-evaluated', problems: [`nothing here runs ${title}`], outcomes: [] };
  }
  const listed = doesNotCover.filter(({ languages }) => languages?.includes(language) ?? true);
  const minutes = Array.from({ length: RUNS_AN_HOUR }, (_, index) => minuteOf(hour, (index * 60) / RUNS_AN_HOUR));
  const odd = minuteOf(hour, ODD_MINUTE);
  const context: VariantContext = {
    language,
    query: queries.map(({ text }) => text).join('\n'),
    allowed: [...new Set(queries.flatMap((query) => proving.allowed(query)))],
    now: odd,
    reach: reachOf(samples, queries, proving, odd),
  };

  const outcomes: SampleOutcome[] = [];
  for (const sample of samples.fires) {
    const plain = outcome(sample, null, 'found', minutes);
    outcomes.push(plain);
    // Variants of what is not found tell nothing more.
    if (plain.status !== 'found') continue;
    for (const { kind: variant, ...made } of variantsOf(sample, context)) {
      outcomes.push(outcome(made.sample, variant, 'found', [odd], made));
    }
  }
  for (const sample of samples.quiet) {
    outcomes.push(outcome(sample, null, 'quiet', minutes));
    for (const { kind: variant, earlier } of timeVariants(sample, context)) {
      outcomes.push(outcome(sample, variant, 'quiet', [odd], { earlier, newer: true }));
    }
  }
  // A look-alike that a language's sources cannot show needs no silence.
  const told = outcomes.filter(({ expected, status }) => expected === 'found' || status !== 'not-evaluated');
  const problems = [...told.filter((each) => !isRight(each)).map(problemOf), ...stale(listed, told)];
  const evaluated = told.some(({ status }) => status !== 'not-evaluated');
  const verdict = problems.length === 0 ? 'proved' : evaluated ? 'failed' : 'not-evaluated';
  return { ...about, verdict, problems: [...new Set(problems)], outcomes: told };

  function outcome(
    sample: Sample,
    variant: string | null,
    expected: SampleOutcome['expected'],
    nows: readonly Date[],
    { earlier = 0, newer = true } = {},
  ): SampleOutcome {
    const ran = nows.map((now) => runOnce(sample, now, earlier, newer));
    const found = ran.filter(({ status }) => status === 'found').length;
    const trouble = ran.find(({ status }) => status === 'failed' || status === 'not-evaluated');
    const status: Status = trouble?.status ?? (found === ran.length ? 'found' : found === 0 ? 'quiet' : 'sometimes');
    const uncovered = expected === 'found' ? reasonFor(listed, sample.name, variant) : undefined;
    return {
      sample: sample.name,
      variant,
      ...(variant === null && sample.atomic !== undefined ? { atomic: sample.atomic } : {}),
      expected,
      status,
      found,
      runs: ran.length,
      ...(trouble?.reason === undefined ? {} : { reason: trouble.reason }),
      ...(uncovered === undefined ? {} : { uncovered }),
    };
  }

  function runOnce(sample: Sample, now: Date, earlier: number, newer: boolean): { status: Status; reason?: string } {
    const { data, count, missing } = rowsOf(sample, language, proving as Proving, { now, earlier, newer });
    if (count === 0) return { status: 'not-evaluated', reason: missing.join('; ') || `no rows for ${title}` };
    const ran = queries.map((query) => (proving as Proving).run(query, data, now));
    for (const evaluation of ran) {
      if (evaluation.status === 'failed') return { status: 'failed', reason: evaluation.message };
      if (evaluation.status === 'not-evaluated')
        return { status: 'not-evaluated', reason: evaluation.reasons.join('; ') };
    }
    return { status: ran.some((each) => each.status === 'evaluated' && each.rows.length > 0) ? 'found' : 'quiet' };
  }
}

function minuteOf(hour: Date, minute: number): Date {
  return new Date(hour.getTime() + minute * 60_000);
}

/** How old what the hunt tells of may be, in minutes. */
function reachOf({ reportsOverDays }: Samples, queries: readonly RunnableQuery[], proving: Proving, now: Date) {
  const read = queries.flatMap((query) => proving.lookback(query, now) ?? []).map((seconds) => seconds / 60);
  const told = reportsOverDays === undefined ? [] : [reportsOverDays * 24 * 60];
  const known = [...read, ...told];
  return known.length === 0 ? null : Math.min(...known);
}

/** Why it is not found, where the use case says so: by the sample's name, the kind's, or both. */
function reasonFor(listed: readonly Uncovered[], sample: string, variant: string | null): string | undefined {
  const names = [sample, ...(variant === null ? [] : [variant, `${variant} of ${sample}`])];
  return listed.find(({ name }) => names.includes(name))?.reason;
}

/** What the use case says that it does not find, and finds after all. */
function stale(listed: readonly Uncovered[], outcomes: readonly SampleOutcome[]): string[] {
  return listed.flatMap(({ name }) => {
    const meant = outcomes.filter(
      ({ sample, variant, expected }) =>
        expected === 'found' &&
        (variant === null ? sample === name : variant === name || `${variant} of ${sample}` === name),
    );
    const missed = meant.some(({ status }) => status !== 'found');
    return meant.length === 0 || missed ? [] : [`doesNotCover names "${name}", which is found`];
  });
}

function problemOf({ sample, variant, expected, status, found, runs, reason }: SampleOutcome): string {
  const what = `"${sample}"${variant === null ? '' : ` (${variant})`}`;
  if (status === 'failed') return `${what}: the query fails: ${reason}`;
  if (status === 'not-evaluated') return `${what}: not evaluated: ${reason}`;
  if (expected === 'quiet') return `${what} is found and must not be${often(found, runs)}`;
  return `${what} is not found${often(found, runs)}`;
}

function often(found: number, runs: number): string {
  return runs === 1 || found === 0 || found === runs ? '' : ` (${found} of ${runs} minutes of the hour find it)`;
}
