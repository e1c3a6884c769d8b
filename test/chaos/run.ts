import { parseArgs } from 'node:util';
import { TROUBLES } from './disturb.ts';
import { PLATFORMS } from './edits.ts';
import { FAULT_KINDS } from './faults.ts';
import { openIdentityEndpoint } from './identity.ts';
import { INVARIANTS } from './invariants.ts';
import { playRound, type RoundResult } from './round.ts';

/**
 * Syncs against the stand-ins while requests go wrong, analysts edit, instances meet and processes are ended, and says which
 * invariants did not hold. Exits with 1 on any violation, with the seed and the round that repeat it.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      /** Ends after these, however many rounds have been played. */
      minutes: { type: 'string', default: '600' },
      /** Plays this one alone. */
      round: { type: 'string' },
      matrix: { type: 'boolean', default: false },
      /** Of the matrix plays the row of this fault alone; may be repeated. */
      fault: { type: 'string', multiple: true },
    },
  });
  const { seed } = values;
  const identity = await openIdentityEndpoint();
  Object.assign(process.env, identity.env);
  if (values.matrix) {
    const { playMatrix } = await import('./matrix.ts');
    process.exitCode = (await playMatrix(identity, say, values.fault)) ? 0 : 1;
    identity.close();
    return;
  }
  const only = values.round === undefined ? undefined : Number(values.round);
  const rounds = only === undefined ? Array.from({ length: Number(values.rounds) }, (_, at) => at + 1) : [only];
  const until = Date.now() + Number(values.minutes) * 60_000;
  const results: RoundResult[] = [];
  for (const round of rounds) {
    if (Date.now() > until) break;
    const result = await playRound(seed, round, { identity, processes: true });
    results.push(result);
    for (const { invariant, detail } of result.violations) {
      say(`VIOLATION ${invariant}: ${detail}\n  again: npm run chaos -- --seed ${seed} --round ${round}`);
    }
    if (round % 10 === 0) say(`${results.length} rounds`);
  }
  identity.close();
  say(summaryOf(results, seed));
  if (results.some(({ violations }) => violations.length > 0)) process.exitCode = 1;
}

/** The figures of a run, as text. */
export function summaryOf(results: readonly RoundResult[], seed: string): string {
  const sum = (of: (result: RoundResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const violated = (invariant: string) =>
    sum(({ violations }) => violations.filter((one) => one.invariant === invariant).length);
  const faults = (name: string) =>
    sum((result) =>
      [...result.faults].filter(([cell]) => cell.endsWith(`\t${name}`)).reduce((n, [, times]) => n + times, 0),
    );
  const byKind = FAULT_KINDS.map(({ name }) => [name, faults(name)] as const).filter(([, times]) => times > 0);
  return [
    `seed ${seed}: ${results.length} rounds (${sum(({ isShared }) => Number(isShared))} with two instances), ${sum(({ runs }) => runs)} runs, ${sum(({ requests }) => requests)} requests`,
    `${byKind.reduce((n, [, times]) => n + times, 0)} faults of ${byKind.length} kinds, ${sum(({ edits }) => edits.length)} edits by an analyst (${PLATFORMS.map((platform) => `${platform} ${sum(({ edits }) => edits.filter((edit) => edit.platform === platform).length)}`).join(', ')})`,
    ...TROUBLES.map((trouble) => `  ${trouble}: ${sum(({ troubles }) => troubles.get(trouble) ?? 0)}`),
    'faults by kind:',
    ...byKind.map(([name, times]) => `  ${name}: ${times}`),
    'violations:',
    ...INVARIANTS.map((invariant) => `  ${invariant}: ${violated(invariant)}`),
  ].join('\n');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
