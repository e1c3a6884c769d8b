import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentProgress } from '../../src/core/progress.ts';
import { type AppliedChange, applyChanges } from '../../src/sync/apply.ts';
import { planPlatform } from '../../src/sync/diff.ts';
import { countOps, type PlatformPlan } from '../../src/sync/plan.ts';
import type { Platform } from '../../src/sync/platform.ts';
import type { CheckedHunt } from '../../src/sync/query.ts';
import type { PlanContext } from '../../src/sync/target.ts';
import { makeArticle, makeChecked, makeMany, makePlanContext } from '../support/hunts.ts';

/** A remote that platforms under test talk to, and what a person or an accident can do to it. */
export interface Remote {
  /** A client as a new process would make it. */
  connect(options?: { badCredentials?: boolean }): Platform;
  /** An analyst edits the query of an object in the product's own interface. */
  editQuery(id: string, query: string): Promise<void>;
  /** Somebody else's object under this id. */
  addUnmanaged(id: string, query: string): Promise<void>;
  /** Everything stored, as id and query. */
  stored(): Promise<{ id: string; query: string }[]>;
  /** Number of write requests so far. */
  writes(): number;
  /** The next write (or the next of this kind) fails in this way. */
  failWrites(how: 'busy' | 'unavailable' | 'refused', times?: number): void;
  failLists(how: 'unavailable-forever'): void;
  close(): Promise<void>;
}

export interface ContractOptions {
  readonly setup: () => Promise<Remote>;
  /** Cases that do not hold for a platform, each with its reason. */
  readonly skip?: Readonly<Record<string, string>>;
}

interface Step {
  readonly plan: PlatformPlan;
  readonly applied: readonly AppliedChange[];
}

const HARD_TEXT = [
  'search a="C:\\\\Users\\\\x\\\\" b=\'single\' | rex "(?<f>[^\\\\]+)$"',
  '| eval a="tab\there", b="100% \\"quoted\\"" , c=`macro(a,"b")`',
  '``` a comment of three backticks ```',
  '| where x != "日本語 — é" AND y = "a+b&c=d;e" ',
].join('\r\n');

/** One suite for every platform: each step ends with a second run that has nothing to do. */
export function platformContract(name: string, { setup, skip = {} }: ContractOptions): void {
  describe(`${name} keeps the platform contract`, () => {
    let remote: Remote;
    beforeEach(async () => {
      remote = await setup();
    });
    afterEach(async () => {
      await remote.close();
    });

    const contract = (title: string, run: () => Promise<void>) => {
      const reason = skip[title];
      if (reason === undefined) test(title, run);
      else test.skip(`${title} (${reason})`, run);
    };

    async function plan(
      hunts: readonly CheckedHunt[],
      context: Partial<PlanContext> = {},
      platform = remote.connect(),
    ) {
      const actual = await platform.list();
      return planPlatform(platform, wantedBy(platform, hunts), actual, { ...makePlanContext(hunts), ...context });
    }

    async function step(hunts: readonly CheckedHunt[], context: Partial<PlanContext> = {}): Promise<Step> {
      const platform = remote.connect();
      const made = await plan(hunts, context, platform);
      const applied = await applyChanges(platform, made.changes, { concurrency: 4, progress: silentProgress });
      await platform.close();
      return { plan: made, applied };
    }

    /** A step that succeeds, after which a second run has nothing to do. */
    async function settle(hunts: readonly CheckedHunt[], context: Partial<PlanContext> = {}): Promise<PlatformPlan> {
      const { plan: made, applied } = await step(hunts, context);
      expect(applied.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
      await expectSettled(hunts, context);
      return made;
    }

    async function expectSettled(hunts: readonly CheckedHunt[], context: Partial<PlanContext> = {}): Promise<void> {
      const writes = remote.writes();
      const { plan: second } = await step(hunts, context);
      expect(second.changes).toEqual([]);
      expect(remote.writes()).toBe(writes);
    }

    contract('an empty platform and no hunts have nothing to do', async () => {
      const made = await settle([]);
      expect(made).toMatchObject({ owned: 0, unchanged: 0, changes: [] });
    });

    contract('a failed read is an error, never "empty"', async () => {
      remote.failLists('unavailable-forever');
      await expect(plan([makeChecked()])).rejects.toThrow();
    });

    contract('what is created is found again', async () => {
      const hunts = makeMany(3);
      const made = await settle(hunts);
      expect(countOps(made.changes)).toEqual({ create: 3, update: 0, retire: 0, prune: 0 });
      expect(await remote.stored()).toHaveLength(3);
    });

    contract('one write an object, none for a second run', async () => {
      await settle(makeMany(7));
      expect(remote.writes()).toBe(7);
    });

    const updates: Record<string, Parameters<typeof makeChecked>[0]> = {
      query: { spl: '| tstats count from datamodel=Web.Web', kql: 'DeviceNetworkEvents\n| take 5' },
      severity: { severity: 'CRIT' },
      'article list': {
        articles: [makeArticle('A newer one', '2026-06-01'), makeArticle('A reader that starts shells')],
      },
      source: { sources: ['briefings', 'other'] },
    };
    for (const [what, change] of Object.entries(updates)) {
      contract(`a changed ${what} is one update`, async () => {
        await settle([makeChecked()]);
        const made = await settle([makeChecked(change)]);
        expect(countOps(made.changes)).toEqual({ create: 0, update: 1, retire: 0, prune: 0 });
        expect(made.changes[0]?.fields.length).toBeGreaterThan(0);
      });
    }

    contract('a query is stored with its lines and comments as they are', async () => {
      const spl =
        'index=a\n    ``` allow-list: 100 % of [these] ```\n    user!=b\n| stats count by user\n  ``` why ```';
      const kql =
        'let days = 1d; // a comment\n\nDeviceEvents\n| where TimeGenerated > ago(days)\n    // another\n| take 5';
      await settle([makeChecked({ spl, kql })]);
      const [object] = await remote.stored();
      expect([spl, kql]).toContain(object?.query);
    });

    contract('a retitled hunt stays the same object', async () => {
      await settle([makeChecked()]);
      const [before] = await remote.stored();
      await settle([makeChecked({ title: 'A much better title' })]);
      expect((await remote.stored()).map(({ id }) => id)).toEqual([before?.id]);
    });

    contract('a hunt that nothing calls for stays, unless a rule says otherwise', async () => {
      await settle(makeMany(2));
      expect(await settle(makeMany(1))).toMatchObject({ changes: [], kept: 1 });
    });

    contract('retire, then nothing to do, then back in use', async () => {
      const hunts = makeMany(2);
      await settle(hunts);
      const requested = { requested: new Set(['uc:UC_N0']) };
      const made = await settle(hunts, requested);
      expect(made.changes.map(({ op, reason }) => [op, reason])).toEqual([['retire', 'requested']]);
      expect(await remote.stored()).toHaveLength(2);
      const back = await settle(hunts);
      expect(back.changes.map(({ op }) => op)).toEqual(['update']);
    });

    contract('a retired hunt is deleted after its time, and not before', async () => {
      const hunts = makeMany(2);
      const requested = { requested: new Set(['uc:UC_N0']), pruneAfterDays: 30 };
      await settle(hunts);
      await settle(hunts, { ...requested, today: '2026-06-01' });
      expect((await settle(hunts, { ...requested, today: '2026-06-30' })).changes).toEqual([]);
      const made = await settle(hunts, { ...requested, today: '2026-07-01' });
      expect(made.changes.map(({ op }) => op)).toEqual(['prune']);
      expect(await remote.stored()).toHaveLength(1);
    });

    contract('a foreign object is neither changed nor deleted, and a clash is reported', async () => {
      const hunts = makeMany(2);
      const platform = remote.connect();
      const id = wantedBy(platform, hunts).map((want) => want.render(want.evidence).id)[0] ?? '';
      await remote.addUnmanaged(id, 'theirs');
      await remote.addUnmanaged(foreignIdLike(id), 'theirs too');
      const made = await settle(hunts);
      expect(made.clashes.map((note) => note.id)).toEqual([id]);
      expect(countOps(made.changes).create).toBe(1);
      expect((await remote.stored()).filter(({ query }) => query.startsWith('theirs'))).toHaveLength(2);
    });

    contract('a foreign object is taken over when that is asked for', async () => {
      const hunts = makeMany(1);
      const platform = remote.connect();
      const id = wantedBy(platform, hunts).map((want) => want.render(want.evidence).id)[0] ?? '';
      await remote.addUnmanaged(id, 'theirs');
      const made = await settle(hunts, { adopt: new Set([id]) });
      expect(made.changes.map(({ op, reason }) => [op, reason])).toEqual([['update', 'adopted']]);
      await expectSettled(hunts);
    });

    contract(
      'one of another place that has the query of a hunt is taken over where it is, by its own id or the key',
      async () => {
        for (const by of ['id', 'key'] as const) {
          const hunts = makeMany(by === 'id' ? 1 : 2);
          const wants = wantedBy(remote.connect(), hunts);
          const want = wants.at(-1);
          const object = want?.render(want.evidence);
          const theirs = foreignIdLike(object?.id ?? '');
          await remote.addUnmanaged(theirs, object?.fields[remote.connect().queryField] ?? '');
          const made = await settle(hunts, { adopt: new Set([by === 'id' ? theirs : (want?.key ?? '')]) });
          expect(made.changes.map(({ op, reason, id }) => [op, reason, id])).toEqual([['update', 'adopted', theirs]]);
          await expectSettled(hunts);
          expect(await remote.stored()).toHaveLength(hunts.length);
        }
      },
    );

    contract("an analyst's edit stays and is reported, and other fields still move", async () => {
      await settle([makeChecked()]);
      const [object] = await remote.stored();
      await remote.editQuery(object?.id ?? '', 'tuned by hand');
      const seen = await settle([makeChecked()]);
      expect(seen.changes).toEqual([]);
      expect(seen.drifts.map(({ fields }) => fields.map(({ field }) => field))).toHaveLength(1);
      const moved = await settle([makeChecked({ severity: 'CRIT' })]);
      expect(moved.changes.map(({ op }) => op)).toEqual(['update']);
      expect(moved.drifts).toHaveLength(1);
      expect((await remote.stored())[0]?.query).toBe('tuned by hand');
    });

    contract('onDrift overwrite writes ours again; fail writes nothing', async () => {
      await settle([makeChecked()]);
      const [object] = await remote.stored();
      await remote.editQuery(object?.id ?? '', 'tuned by hand');
      await expectSettled([makeChecked()], { onDrift: 'fail' });
      const made = await settle([makeChecked()], { onDrift: 'overwrite' });
      expect(made.changes.map(({ op }) => op)).toEqual(['update']);
      expect((await remote.stored())[0]?.query).toBe(object?.query);
    });

    contract('hard text comes back as it went', async () => {
      const hunts = [makeChecked({ spl: HARD_TEXT, kql: HARD_TEXT, title: '"><script>[x]/\\ %41 \u202e日本語' })];
      await settle(hunts);
      await settle([makeChecked({ spl: `${HARD_TEXT} x`.repeat(60), kql: `${HARD_TEXT} x`.repeat(60) })]);
    });

    contract('more objects than fit one page', async () => {
      const made = await settle(makeMany(120));
      expect(made.changes).toHaveLength(120);
    });

    contract('one bad item of three does not stop the others', async () => {
      remote.failWrites('refused', 1);
      const { applied } = await step(makeMany(3));
      expect(applied.map(({ outcome }) => outcome).sort()).toEqual(['done', 'done', 'failed']);
      expect(applied.find(({ outcome }) => outcome === 'failed')?.error).toContain('Hunt number');
      await settle(makeMany(3));
      expect(await remote.stored()).toHaveLength(3);
    });

    contract('a busy or unavailable platform is asked again', async () => {
      remote.failWrites('busy', 1);
      remote.failWrites('unavailable', 1);
      await settle(makeMany(2));
      expect(await remote.stored()).toHaveLength(2);
    });

    contract('wrong credentials are one error and no writes', async () => {
      const platform = remote.connect({ badCredentials: true });
      await expect(platform.list()).rejects.toThrow();
      expect(remote.writes()).toBe(0);
    });

    contract('an object that was changed since planning is not overwritten', async () => {
      await settle([makeChecked()]);
      const platform = remote.connect();
      const made = await plan([makeChecked({ severity: 'CRIT' })], {}, platform);
      const [object] = await remote.stored();
      await remote.editQuery(object?.id ?? '', 'edited meanwhile');
      const applied = await applyChanges(platform, made.changes, { concurrency: 1, progress: silentProgress });
      expect(applied.map(({ outcome }) => outcome)).toEqual(['conflict']);
      expect((await remote.stored())[0]?.query).toBe('edited meanwhile');
      await settle([makeChecked({ severity: 'CRIT' })]);
    });

    contract('an object that was made since planning is not overwritten', async () => {
      const platform = remote.connect();
      const hunts = makeMany(1);
      const made = await plan(hunts, {}, platform);
      await remote.addUnmanaged(made.changes[0]?.id ?? '', 'made meanwhile');
      const applied = await applyChanges(platform, made.changes, { concurrency: 1, progress: silentProgress });
      expect(applied.map(({ outcome }) => outcome)).toEqual(['conflict']);
      expect((await remote.stored())[0]?.query).toBe('made meanwhile');
    });

    contract('a stop leaves the rest unwritten and says so; the next run finishes', async () => {
      const platform = remote.connect();
      const stop = new AbortController();
      const made = await plan(makeMany(20), {}, platform);
      const progress = { ...silentProgress, step: () => stop.abort(new Error('SIGTERM')) };
      const applied = await applyChanges(platform, made.changes, { concurrency: 2, progress, signal: stop.signal });
      expect(applied).toHaveLength(20);
      expect(applied.filter(({ outcome }) => outcome === 'skipped').length).toBeGreaterThan(10);
      await settle(makeMany(20));
      expect(await remote.stored()).toHaveLength(20);
    });

    contract('the audit rejects what the server would reject', async () => {
      const made = await settle([...makeMany(1), makeChecked({ key: 'uc:UC_EMPTY', spl: '  ', kql: '  ' })]);
      expect(made.rejects.map(({ key }) => key)).toEqual(['uc:UC_EMPTY']);
    });
  });
}

/** What a platform wants for these hunts; a kind that the test data has no queries for gets those of the platform in memory. */
function wantedBy(platform: Platform, hunts: readonly CheckedHunt[]): ReturnType<Platform['wanted']> {
  const { kind } = platform;
  return platform.wanted(
    hunts.map(({ hunt, queries }) => ({ hunt, queries: { [kind]: queries['memory'] ?? [], ...queries } })),
  );
}

/** Another id that the platform would take. */
function foreignIdLike(id: string): string {
  return /^[0-9a-f-]{36}$/.test(id) ? id.replace(/^.{8}/, '0badf00d') : `${id} theirs`;
}
