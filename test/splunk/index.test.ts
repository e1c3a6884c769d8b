import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../src/core/errors.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Platform } from '../../src/sync/platform.ts';
import type { ActualObject } from '../../src/sync/types.ts';
import { makeChecked } from '../support/hunts.ts';
import { creation, revision, type Setup, setup } from './support.ts';

let splunk: Setup;
beforeEach(async () => {
  splunk = await setup();
});
afterEach(async () => {
  await splunk.close();
});

async function only(platform: Platform): Promise<ActualObject> {
  const objects = await platform.list();
  expect(objects).toHaveLength(1);
  return objects[0] as ActualObject;
}

const HARD_TEXT = [
  'search a="C:\\\\Users\\\\x" b=\'single\' | rex "(?<f>[^\\\\]+)$" ',
  '| eval a="tab\there", b="100% \\"quoted\\"", c=`macro(a,"b")`, d="a+b&c=d;e?#f"',
  '``` comment ``` | where x != "日本語 — é 🕵️"',
  `| search ${'y'.repeat(10_000)}  `,
].join('\r\n');

describe('a saved search', () => {
  test('is created, listed, updated, retired, brought back and pruned', async () => {
    const platform = splunk.platform();
    expect(await platform.list()).toEqual([]);
    const create = creation(platform, { spl: HARD_TEXT });
    expect(await platform.write(create)).toMatchObject({ status: 'done' });

    const created = await only(platform);
    // What shapes a schedule was not sent, and counts as not set whatever splunkd shows.
    const unsent = { cron_schedule: '', schedule_window: '' };
    const fields = { ...create.after?.fields, ...unsent };
    expect(created).toEqual({ id: create.id, name: create.name, marker: create.after?.marker, fields });
    expect(created.fields['search']).toContain('\n');
    expect(created.fields['search']).not.toMatch(/\r|\s$/);
    expect(platform.audit({ key: create.key, id: create.id, name: create.name, fields: created.fields })).toEqual([]);

    expect(await platform.write(revision(created, { search: 'index=a', description: 'new' }))).toMatchObject({
      status: 'done',
    });
    const updated = await only(platform);
    expect(updated.fields).toEqual({ ...created.fields, search: 'index=a', description: 'new' });

    expect(await platform.write(revision(updated, platform.retiredFields, '2026-06-01'))).toMatchObject({
      status: 'done',
    });
    const retired = await only(platform);
    expect(retired.fields['disabled']).toBe('1');
    expect(retired.marker?.retired).toBe('2026-06-01');

    expect(await platform.write(revision(retired, { disabled: '0' }))).toMatchObject({ status: 'done' });
    expect((await only(platform)).marker?.retired).toBeNull();

    const prune = { ...create, op: 'prune', after: null, before: await only(platform) } as const;
    expect(await platform.write(prune)).toMatchObject({ status: 'done' });
    expect(await platform.list()).toEqual([]);
    expect(await platform.write(prune)).toMatchObject({ status: 'done' });
  });

  test('belongs to nobody, is shared in the app, runs no action and is marked as ours', async () => {
    const platform = splunk.platform();
    await platform.write(creation(platform));
    const [object] = Object.values(splunk.server.state.confs['savedsearches'] ?? {}).filter(
      (o) => o.app === 'huntsync',
    );
    expect(object).toMatchObject({ owner: 'nobody', sharing: 'app' });
    expect(object?.settings).toMatchObject({
      'alert.managedBy': 'huntsync',
      'action.huntsync': '0',
      'action.huntsync.key': 'uc:UC_TEST',
      'action.huntsync.sources': 'briefings',
      'action.huntsync.retired': '',
      disabled: '0',
    });
    expect(object?.settings['action.huntsync.hash']).toMatch(/^action\.huntsync\.article_title=[0-9a-f]{8} .*search=/);
    expect(object?.settings).not.toHaveProperty('actions');
    const schedule = Object.keys(object?.settings ?? {}).filter((name) => /sched/i.test(name));
    expect(schedule).toEqual([]);
  });

  test('a new object is one request, a list is one, and a change reads first', async () => {
    const platform = splunk.platform();
    await platform.write(creation(platform));
    expect(platform.requests()).toBe(1);
    const object = await only(platform);
    expect(platform.requests()).toBe(2);
    await platform.write(revision(object, { description: 'x' }));
    expect(platform.requests()).toBe(4);
    const revised = await only(platform);
    expect(await platform.write({ ...creation(platform), op: 'prune', after: null, before: revised })).toEqual({
      status: 'done',
    });
    expect(platform.requests()).toBe(7);
    const methods = splunk.server.log.map(({ method }) => method).join(' ');
    expect(methods).toBe('POST GET GET POST GET GET DELETE');
  });

  test('a list asks for few fields and hides what is not the app’s own', async () => {
    const { state } = splunk.server;
    const shared = { owner: 'nobody', perms: null, updated: '', settings: { search: 'index=x' } };
    state.confs['savedsearches'] ??= {};
    Object.assign(state.confs['savedsearches'], {
      'nobody/other/Exported': { ...shared, name: 'Exported', app: 'other', sharing: 'global' },
      'nobody/huntsync/Analyst': { ...shared, name: 'Analyst', app: 'huntsync', sharing: 'app' },
      'nobody/huntsync/a/b [c]': { ...shared, name: 'a/b [c]', app: 'huntsync', sharing: 'global' },
      'admin/huntsync/Private': { ...shared, name: 'Private', app: 'huntsync', sharing: 'user', owner: 'admin' },
    });
    const objects = await splunk.platform().list();
    expect(objects.map(({ name, marker }) => [name, marker])).toEqual([
      ['a/b [c]', null],
      ['Analyst', null],
    ]);
    expect(objects[0]?.fields).toMatchObject({ search: 'index=x', is_scheduled: '0', disabled: '0', description: '' });
    expect(splunk.server.log.at(-1)?.query).toContain('f=action.huntsync.key');
  });

  test('a list that is shorter than it says is an error: what was missed would look new', async () => {
    const platform = splunk.platform();
    await platform.write(creation(platform));
    const { log } = splunk.server;
    const paging = { total: 3, perPage: 30, offset: 0 };
    const entry = { name: 'twice', acl: { app: 'huntsync', sharing: 'app' }, content: {} };
    const body = JSON.stringify({ entry: [entry, entry, entry], paging });
    const answer = { status: 200, headers: { 'content-type': 'application/json' }, body };
    splunk.server.fault({ method: 'GET', times: 100, respond: answer });
    await expect(platform.list()).rejects.toThrow('listed 1 of 3');
    expect(log.length).toBeGreaterThan(1);
    // Another part of the run may have written between two pages.
    splunk.server.clearFaults();
    splunk.server.fault({ method: 'GET', times: 2, respond: answer });
    expect(await platform.list()).toHaveLength(1);
  });

  test('a list of several pages is whole', async () => {
    const total = 1_003;
    const { state } = splunk.server;
    state.confs['savedsearches'] = Object.fromEntries(
      Array.from({ length: total }, (_, i) => [
        `nobody/huntsync/n${i}`,
        { name: `n${i}`, app: 'huntsync', sharing: 'app', owner: 'nobody', perms: null, updated: '', settings: {} },
      ]),
    );
    const platform = splunk.platform();
    const objects = await platform.list();
    expect(new Set(objects.map(({ id }) => id)).size).toBe(total);
    expect(platform.requests()).toBe(2);
  });

  describe('a list of several pages that is edited while it is read', () => {
    const at = (i: number) => `n${String(i).padStart(4, '0')}`;
    const object = (name: string) => ({
      ...{ name, app: 'huntsync', owner: 'nobody', perms: null, updated: '', settings: {} },
      sharing: 'app' as const,
    });

    /** Lists 2,500 searches; each change is made after the page of its number. */
    async function listWith(changes: readonly ((confs: Record<string, unknown>) => void)[]) {
      const names = Array.from({ length: 2_500 }, (_, i) => at(i));
      const confs = Object.fromEntries(names.map((name) => [`nobody/huntsync/${name}`, object(name)]));
      splunk.server.state.confs['savedsearches'] = confs;
      const left = [...changes];
      splunk.server.disturb(({ method, path }) =>
        method === 'GET' && path.includes('/saved/searches')
          ? {
              through: async (request, handle) => {
                const answer = await handle(request);
                left.shift()?.(confs);
                return answer;
              },
            }
          : undefined,
      );
      const platform = splunk.platform();
      const found = (await platform.list()).map(({ id }) => id).sort();
      expect(found).toEqual(
        Object.keys(confs)
          .map((key) => key.replace(/^.*\//, ''))
          .sort(),
      );
      return platform.requests();
    }

    const drop = (name: string) => (confs: Record<string, unknown>) => {
      delete confs[`nobody/huntsync/${name}`];
    };
    const add = (name: string) => (confs: Record<string, unknown>) => {
      confs[`nobody/huntsync/${name}`] = object(name);
    };

    test('is read anew where its rows have moved though their number is the same', async () => {
      const swap = (confs: Record<string, unknown>) => {
        drop(at(3))(confs);
        add('z')(confs);
      };
      // n1000 has become the last row of the first page.
      expect(await listWith([swap])).toBe(2 + 3);
      expect(await listWith([() => undefined, swap])).toBe(3 + 3);
    });

    test.each([
      ['the row at the border', at(999)],
      ['the row behind it', at(1000)],
    ])('misses nothing where %s is deleted', async (_, name) => {
      await listWith([
        (confs) => {
          drop(name)(confs);
          add('a')(confs);
        },
      ]);
    });

    test('costs a request a page where nobody edits it', async () => {
      expect(await listWith([])).toBe(3);
    });
  });

  test('what somebody copied from ours is foreign', async () => {
    const platform = splunk.platform();
    const create = creation(platform);
    await platform.write(create);
    const confs = splunk.server.state.confs['savedsearches'] ?? {};
    const original = confs[`nobody/huntsync/${create.id}`];
    if (!original) throw new Error('not stored');
    confs['nobody/huntsync/copy'] = { ...original, name: `${create.id} Clone` };
    const markers = (await platform.list()).map(({ name, marker }) => [name, marker?.key ?? null]);
    expect(markers).toEqual([
      [create.id, 'uc:UC_TEST'],
      [`${create.id} Clone`, null],
    ]);
  });
});

describe('a name that is taken', () => {
  test('by somebody else: a conflict, and theirs stays', async () => {
    const platform = splunk.platform();
    const create = creation(platform);
    const theirs = { search: 'index=theirs' };
    const confs = splunk.server.state.confs['savedsearches'] ?? {};
    const object = {
      name: create.id,
      app: 'huntsync',
      owner: 'nobody',
      sharing: 'app',
      perms: null,
      updated: '',
    } as const;
    confs[`nobody/huntsync/${create.id}`] = { ...object, settings: theirs };
    expect(await platform.write(create)).toMatchObject({ status: 'conflict' });
    expect(splunk.stored()).toEqual([[create.id, theirs]]);
  });

  test('by ourselves, with the same content: an earlier try had succeeded', async () => {
    const platform = splunk.platform();
    await platform.write(creation(platform));
    expect(await platform.write(creation(platform))).toMatchObject({ status: 'done' });
  });

  test('by ourselves, with other content: it was not in the list, so nobody knows whose edit that is', async () => {
    const platform = splunk.platform();
    await platform.write(creation(platform));
    const again = await platform.write(creation(platform, { spl: 'index=newer' }));
    expect(again).toMatchObject({ status: 'conflict' });
    expect((await only(platform)).fields['search']).not.toBe('index=newer');
  });
});

test('an update of what was deleted meanwhile is a conflict, and makes nothing', async () => {
  const platform = splunk.platform();
  const create = creation(platform);
  await platform.write(create);
  const object = await only(platform);
  await platform.write({ ...create, op: 'prune', after: null, before: object });
  expect(await platform.write(revision(object, { search: 'index=b' }))).toMatchObject({ status: 'conflict' });
  expect(splunk.stored()).toEqual([]);
});

test('what splunkd refuses fails with its own words, and only that object', async () => {
  const platform = splunk.platform();
  const create = creation(platform);
  const fields = { ...create.after?.fields, search: '' };
  const after = { fields, marker: create.after?.marker as NonNullable<typeof create.after>['marker'] };
  const outcome = await platform.write({ ...create, after });
  expect(outcome).toMatchObject({ status: 'failed', fatal: false });
  expect(outcome).toHaveProperty('message', expect.stringMatching(/answered 400: /));
  expect(platform.requests()).toBe(1);
});

test('the names of a platform: what it is, and which one', () => {
  const platform = splunk.platform({ url: 'https://user:secret@splunk.example:8089/' });
  expect(platform).toMatchObject({ name: 'soc-splunk', kind: 'splunk', queryField: 'search' });
  expect(platform.target).toBe('https://splunk.example:8089/servicesNS/nobody/huntsync');
  expect(platform.wanted([makeChecked()])).toHaveLength(1);
  const evidence = { articles: ['a'], newest: null, sources: [] };
  expect(platform.recordable(evidence, null)).toEqual(evidence);
});

test('an app that is not installed is an error that says so, not an empty list', async () => {
  const error = await splunk
    .platform({ app: 'nowhere' })
    .list()
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(PlatformError);
  expect(error).toMatchObject({
    status: 404,
    fatal: true,
    remedy: expect.stringContaining('Install the app "nowhere"'),
  });
});

test('an account that may not write fails once for all', async () => {
  splunk.server.state.users['reader'] = {
    ...(splunk.server.state.users['admin'] as (typeof splunk.server.state.users)[string]),
    name: 'reader',
    roles: ['user'],
  };
  const platform = splunk.platform({ token: undefined, username: 'reader', password: 'changed!' });
  expect(await platform.list()).toEqual([]);
  const outcome = await platform.write(creation(platform));
  expect(outcome).toMatchObject({ status: 'failed', fatal: true });
  expect(outcome).toHaveProperty('message', expect.stringMatching(/403.*schedule_search/));
});

describe('Enterprise Security', () => {
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (message: string) => warnings.push(message) };

  test.each([
    ['lists nothing of an app that keeps its searches to itself, which a sync says', 'app', 1],
    ['lists what is shared with all', 'global', 0],
  ] as const)('%s', async (_, sharing, said) => {
    warnings.length = 0;
    const platform = splunk.platform({ enterpriseSecurity: true }, { log });
    await platform.list();
    expect(warnings).toEqual([]);
    await platform.write(creation(platform));
    for (const object of Object.values(splunk.server.state.confs['savedsearches'] ?? {})) object.sharing = sharing;
    await platform.list();
    expect(warnings.filter((text) => text.includes('metadata/local.meta'))).toHaveLength(said);
  });
});
