import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, HuntsyncError } from '../../src/core/errors.ts';
import { exitCodeOf } from '../../src/report/result.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { Change } from '../../src/sync/types.ts';
import { type Child, SIGNALS, startChild } from './child.ts';
import { calm, type Diary, disturb, note } from './disturb.ts';
import { editOn, idsOn, PLATFORMS } from './edits.ts';
import { FAULT_KINDS } from './faults.ts';
import { type Arena, configure, openArena, type SignIn, type Synced, syncOnce } from './harness.ts';
import type { IdentityEndpoint } from './identity.ts';
import { type Snapshot, snapshotOf, type Violation, violationsIn } from './invariants.ts';
import { type Chance, createChance } from './random.ts';
import { openTrap, rebind, type Trap } from './rebinding.ts';
import { REQUEST_KINDS } from './requests.ts';
import { actsByItself, defenderIds } from './rules.ts';
import { briefingsFolder, samples, VARIANTS, writeChanged } from './scenario.ts';

export interface RoundResult extends Diary {
  readonly violations: Violation[];
  readonly requests: number;
  readonly runs: number;
  /** Two instances at once. */
  readonly isShared: boolean;
}

export interface RoundOptions {
  readonly identity: IdentityEndpoint;
  /** Whether the program may be started as a process of its own, which costs seconds. */
  readonly processes: boolean;
}

/** What a variant comes to without faults and edits. */
interface Expectation {
  readonly expected: Snapshot;
  /** Defender's rules, made again after all of them were deleted: those that an article calls for. */
  readonly anew: Snapshot['objects'];
}

const expectations = new Map<number, Promise<Expectation>>();

function expectationOf(variant: number, identity: IdentityEndpoint): Promise<Expectation> {
  const known = expectations.get(variant) ?? undisturbed(variant, identity);
  expectations.set(variant, known);
  return known;
}

async function undisturbed(variant: number, identity: IdentityEndpoint): Promise<Expectation> {
  const arena = await openArena({ signIn: 'tokens', acks: false, identity });
  try {
    plant(arena.world.sandbox);
    const first = await syncOnce(arena);
    writeChanged(arena.world, variant);
    const second = await syncOnce(arena);
    const { sandbox } = arena.world;
    const expected = snapshotOf(sandbox);
    for (const id of defenderIds(sandbox)) delete sandbox.states.graph.rules[id.replace(/^graph /, '')];
    const third = await syncOnce(arena);
    const ends = [first, second, third].map(({ end }) => end);
    if (ends.some((end) => end !== 0)) throw new Error(`fails without any fault: ${arena.outputs.join('\n')}`);
    const anew = [...snapshotOf(sandbox).objects].filter(([id]) => id.startsWith('graph '));
    return { expected, anew: new Map(anew) };
  } finally {
    await arena.close();
  }
}

/** Objects of somebody else, in the places where ours are. */
function plant({ states }: Sandbox): void {
  const searches = states.splunk.confs['savedsearches'] ?? {};
  states.splunk.confs['savedsearches'] = searches;
  for (const name of ['Failed log-ins by host', 'Their hunt']) {
    searches[`nobody/huntsync/${name}`] = {
      name,
      app: 'huntsync',
      owner: 'nobody',
      sharing: 'app',
      perms: null,
      settings: { search: 'index=main | stats count by host', description: 'By hand', disabled: '0' },
      updated: '2026-01-01T00:00:00.000Z',
    };
    const id = `00000000-0000-4000-8000-${String(name.length).padStart(12, '0')}`;
    const path = `/subscriptions/5a4db0c5-0000-4000-8000-000000000000/resourcegroups/sandbox-rg/providers/microsoft.operationalinsights/workspaces/sandbox-workspace/savedsearches/${id}`;
    states.azure.savedSearches[path] = {
      id,
      etag: 'W/"theirs"',
      properties: {
        category: 'Hunting Queries',
        displayName: name,
        query: 'SigninLogs | take 1',
        version: 2,
        tags: [],
      },
    };
  }
  const id = 'cd0e6a3c-0000-4000-8000-000000000001';
  const at = '2026-01-01T00:00:00.0000000Z';
  states.graph.rules[`/${id}`] = {
    id,
    displayName: 'Their rule',
    description: 'By hand',
    status: 'enabled',
    queryCondition: { queryText: 'DeviceEvents | take 1' },
    schedule: { frequency: 'PT1H' },
    detectionAction: { alertTemplate: { title: 'Their alert', severity: 'low' } },
    createdBy: 'somebody',
    createdDateTime: at,
    lastModifiedBy: 'somebody',
    lastModifiedDateTime: at,
  };
}

/** One round: a sync, changed briefings, disturbed syncs, and then one without faults, which must mend everything. */
export async function playRound(seed: string, round: number, options: RoundOptions): Promise<RoundResult> {
  const chance = createChance(`${seed}/${round}`);
  const { identity } = options;
  const variant = chance.between(0, VARIANTS - 1, 'variant');
  const { expected, anew } = await expectationOf(variant, identity);
  const signIn: SignIn = chance.of('sign-in') < 0.5 ? 'tokens' : 'log-in';
  const isShared = chance.of('shared') < 0.5;
  const arena = await openArena({ signIn, acks: chance.of('acks') < 0.5, identity });
  const diary: Diary = { faults: new Map(), edits: [], troubles: new Map() };
  const violations: Violation[] = [];
  const trap = await openTrap(chance);
  try {
    const { sandbox } = arena.world;
    plant(sandbox);
    const { unmanaged } = snapshotOf(sandbox);
    if ((await syncOnce(arena)).end !== 0)
      violations.push({ invariant: 'a run without faults failed', detail: 'the first' });
    editAround(arena, diary, chance, 'before');
    writeChanged(arena.world, variant);

    const runs = chance.between(1, 3, 'runs');
    for (let run = 1; run <= runs; run += 1) {
      const ended = await disturbedRun({ arena, diary, chance, run, isShared, signIn, trap, ...options });
      if (ended === 'bug')
        violations.push({ invariant: 'a bug was reported', detail: arena.outputs.at(-1)?.slice(-600) ?? '' });
      editAround(arena, diary, chance, `after ${run}`);
    }

    configure(arena, { signIn });
    const from = arena.outputs.length;
    const mending = await syncOnce(arena);
    if (mending.end !== 0 && !isHeldByActions(mending, arena)) {
      const detail = arena.outputs.slice(from).join('\n').slice(-1500);
      violations.push({ invariant: 'a run without faults failed', detail });
    }
    const { result } = await syncOnce(arena);
    for (const { plan } of result?.platforms ?? [{ plan: undefined }]) {
      const free = plan?.changes.filter((change) => !isHeld(change, arena));
      const changes = free?.map(({ op, key, fields }) => `${op} ${key}: ${fields.map(({ field }) => field).join()}`);
      for (const detail of changes ?? ['no plan']) violations.push({ invariant: 'a second run has changes', detail });
    }
    const drifts = result?.platforms.flatMap(({ name, plan }) => plan?.drifts.map(({ key }) => `${name} ${key}`) ?? []);
    await rebind(trap, 3);
    if (trap.reached() > 0)
      violations.push({ invariant: 'a private address was reached', detail: `${trap.reached()} times` });
    violations.push(...violationsIn({ arena, expected, anew, told: new Set(drifts), unmanaged, edits: diary.edits }));
    return { ...diary, violations, requests: arena.requests, runs: runs + 3, isShared };
  } finally {
    trap.close();
    await arena.close();
  }
}

/** No article may change what a rule with automated actions acts upon: such a change stays planned, and is refused in every run. */
function isHeld({ id }: Pick<Change, 'id'>, { world }: Arena): boolean {
  return actsByItself(world.sandbox, `graph /${id}`);
}

/** Whether that is all that a run has failed for. */
function isHeldByActions({ result }: Synced, arena: Arena): boolean {
  if (!result) return false;
  const applied = result.platforms.flatMap((platform) => platform.applied ?? []);
  const settled = applied.filter(({ change, outcome }) => !(outcome === 'conflict' && isHeld(change, arena)));
  return (
    exitCodeOf({ ...result, platforms: result.platforms.map((one) => ({ ...one, applied: settled })) }) === EXIT.ok
  );
}

function editAround(arena: Arena, { edits }: Diary, chance: Chance, when: string): void {
  const { sandbox } = arena.world;
  for (let i = 0; i < chance.between(0, 4, 'edits', when); i += 1) {
    const platform = chance.pick(PLATFORMS, 'platform', when, i);
    const ids = idsOn(platform, sandbox);
    if (ids.length === 0) continue;
    const id = chance.pick(ids, 'object', when, i);
    edits.push(...editOn(platform, sandbox, id, edits.length + 1));
  }
}

/** The longest time after which a stand-in still carries out what it was sent: longer than a late answer waits. */
const UNDER_WAY_MS = 250;

interface DisturbedRun extends RoundOptions {
  readonly arena: Arena;
  readonly diary: Diary;
  readonly chance: Chance;
  readonly run: number;
  readonly isShared: boolean;
  readonly signIn: SignIn;
  readonly trap: Trap;
}

async function disturbedRun(given: DisturbedRun): Promise<'fine' | 'bug'> {
  const { arena, diary, chance, run, isShared, signIn, trap, identity, processes } = given;
  const stop = new AbortController();
  const isChild = processes && chance.of('process', run) < 0.15;
  const isInChecks = isChild && chance.of('in checks', run) < 0.3;
  const isStopped = !isInChecks && chance.of('stopped', run) < (isChild ? 0.8 : 0.3);
  // Once in a while before the first request: while queries are checked.
  const stopAt = isStopped ? chance.between(isChild ? 0 : 1, 60, 'stop at', run) : -1;
  const signal = chance.pick(SIGNALS, 'signal', run);
  let child: Child | undefined;
  let isAsked = false;
  const end = () => {
    note(diary, 'runs that were stopped');
    if (child) child.kill(signal);
    else stop.abort(new HuntsyncError('Stopped by SIGTERM.'));
  };
  const restore = troubleSources(arena, diary, chance, run);
  const feed = !isChild && chance.of('feed', run) < 0.3 ? `http://feed-${run}.example:${trap.port}/rss` : undefined;
  if (feed) note(diary, 'feeds whose name led inside');
  configure(arena, { signIn, isDisturbed: !isChild, feed });
  const hasStorm = chance.of('storm', run) < 0.3;
  disturb(arena, diary, {
    chance,
    run,
    // The real program waits as long as it says.
    slowShare: isChild ? 0 : 0.1,
    rate: isChild ? 0.01 : chance.pick([0.02, 0.08, 0.25], 'rate', run),
    storm:
      hasStorm && !isChild
        ? { request: chance.pick(REQUEST_KINDS, 'storm of', run), fault: chance.pick(QUICK_FAULTS, 'storm by', run) }
        : undefined,
    editsAfterList: chance.between(0, 5, 'after list', run),
    isShared,
    ...(chance.of('expires', run) < 0.3 ? { expiresAt: chance.between(2, 60, 'expires at', run) } : {}),
    onRequest(number) {
      isAsked = true;
      if (number === stopAt) end();
    },
  });
  try {
    if (isInChecks) {
      // Nothing is known of any query, so that they are checked for longer than the program takes to start.
      const home = join(arena.world.folder, 'home');
      child = startChild(arena, identity.env, home);
      await Promise.race([sleep(chance.between(400, 2500, 'checks end after', run)), child.ended]);
      if (!isAsked) {
        note(diary, 'processes ended while queries were checked');
        child.kill(chance.of('kill', run) < 0.3 ? 'SIGKILL' : 'SIGTERM');
      }
      const ended = await child.ended;
      // What it leaves of its verdicts must not be in the next one's way.
      const again = await startChild(arena, identity.env, home).ended;
      return ended === 'bug' ? ended : again;
    }
    if (isChild) {
      child = startChild(arena, identity.env);
      const beside = isShared ? syncOnce(arena) : undefined;
      if (stopAt === 0) {
        await sleep(chance.between(150, 900, 'stop after', run));
        end();
      }
      const [ended, other] = await Promise.all([child.ended, beside]);
      // What a killed process had sent may still be on its way.
      await sleep(UNDER_WAY_MS);
      return ended === 'bug' || other?.end === 'bug' ? 'bug' : 'fine';
    }
    const { resolve } = trap;
    const both = [syncOnce(arena, { signal: stop.signal, resolve })];
    if (isShared) both.push(syncOnce(arena, { resolve }));
    const ends = await Promise.all(both);
    await sleep(stop.signal.aborted ? UNDER_WAY_MS : 10);
    return ends.some((one) => one.end === 'bug') ? 'bug' : 'fine';
  } finally {
    calm(arena);
    restore();
  }
}

const QUICK_FAULTS = FAULT_KINDS.filter(({ name }) => name !== 'silent' && name !== 'byte by byte');

/** A folder that failed to mount, or a file that is half written. Returns what ends it. */
function troubleSources({ world }: Arena, diary: Diary, chance: Chance, run: number): () => void {
  const folder = briefingsFolder(world);
  const trouble = chance.of('sources', run);
  if (trouble < 0.1) {
    note(diary, 'folders that were gone');
    renameSync(folder, `${folder}-gone`);
    return () => renameSync(`${folder}-gone`, folder);
  }
  if (trouble < 0.25) {
    note(diary, 'files that were half written');
    const path = chance.pick(samples(world), 'half', run);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, text.length / 2));
    return () => writeFileSync(path, text);
  }
  return () => undefined;
}
