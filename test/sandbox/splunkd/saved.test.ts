import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { message, names, SAVED, type SplunkdForTest, splunkdForTest } from './client.ts';

let splunkd: SplunkdForTest;
const NOW = new Date('2026-03-01T12:00:00Z');

beforeAll(async () => {
  splunkd = await splunkdForTest({ now: () => NOW });
});
afterAll(() => splunkd.close());
beforeEach(() => {
  const saved = splunkd.state.confs['savedsearches'] ?? {};
  for (const key of Object.keys(saved)) if (!saved[key]?.builtin) delete saved[key];
});

function create(name: string, more: Record<string, string> = {}, path = SAVED) {
  return splunkd.ask('POST', path, { name, search: 'index=main', ...more });
}

describe('splunkd saved/searches: life of one search', () => {
  it('creates with 201, reads, updates with 200 and keeps what is not given, deletes with the remaining feed', async () => {
    const created = await create('Ünïcode/näme', { description: 'first', 'action.huntsync.key': 'uc:1' });
    expect(created.status).toBe(201);
    const [entry] = created.json.entry;
    expect(entry.name).toBe('Ünïcode/näme');
    expect(entry.links.alternate).toBe(`${SAVED}/${encodeURIComponent('Ünïcode/näme')}`);
    expect(entry.acl).toMatchObject({ app: 'huntsync', owner: 'nobody', sharing: 'app', removable: true });
    expect(entry.content).toMatchObject({
      search: 'index=main',
      qualifiedSearch: 'search index=main',
      'eai:acl': null,
    });

    const path = `${SAVED}/${encodeURIComponent('Ünïcode/näme')}`;
    const updated = await splunkd.ask('POST', `${path}/`, { search: '| tstats count', 'action.huntsync.hash': 'h' });
    expect(updated.status).toBe(200);
    expect(updated.json.entry[0].content).toMatchObject({
      search: '| tstats count',
      qualifiedSearch: '| tstats count',
      description: 'first',
      'action.huntsync.key': 'uc:1',
      'action.huntsync.hash': 'h',
    });

    await create('stays');
    const deleted = await splunkd.ask('DELETE', path);
    expect(deleted.status).toBe(200);
    expect(names(deleted)).toEqual(['stays']);
    expect((await splunkd.ask('GET', path)).status).toBe(404);
  });

  it('says which arguments it takes on single reads and writes, not on lists', async () => {
    const created = await create('a');
    const fields = { required: ['name'], wildcard: ['action\\..*', 'args\\..*', 'dispatch\\..*'] };
    expect(created.json.entry[0].fields).toMatchObject(fields);
    const single = await splunkd.ask('GET', `${SAVED}/a`);
    expect(single.json.entry[0].fields.optional).toEqual(
      expect.arrayContaining(['disabled', 'cron_schedule', 'actions']),
    );
    expect((await splunkd.ask('GET', SAVED)).json.entry[0]).not.toHaveProperty('fields');
  });

  it('answers typed JSON: booleans, integers, nulls, and text for all else', async () => {
    await create('a', {
      is_scheduled: 'true',
      disabled: '1',
      cron_schedule: '7 3 * * *',
      'alert.severity': '4',
      schedule_window: '15',
      allow_skew: '50%',
      'action.huntsync.count': '3',
    });
    const { content } = (await splunkd.ask('GET', `${SAVED}/a`)).json.entry[0];
    expect(content).toMatchObject({
      is_scheduled: true,
      disabled: true,
      is_visible: true,
      'alert.severity': 4,
      max_concurrent: 1,
      schedule_window: '15',
      allow_skew: '50%',
      'alert.expires': '24h',
      'alert.suppress': null,
      'action.email.sendresults': null,
      'action.huntsync.count': '3',
      dispatchAs: 'owner',
      'dispatch.ttl': '2p',
      'dispatch.buckets': 0,
    });
  });

  it('knows when a scheduled search runs next, and that a disabled one does not', async () => {
    await create('a', { is_scheduled: '1', cron_schedule: '30 14 * * *' });
    const next = async () => (await splunkd.ask('GET', `${SAVED}/a`)).json.entry[0].content.next_scheduled_time;
    expect(await next()).toBe('2026-03-01 14:30:00 UTC');
    await splunkd.ask('POST', `${SAVED}/a/disable`);
    expect(await next()).toBe('');
    await splunkd.ask('POST', `${SAVED}/a/enable`);
    expect(await next()).toBe('2026-03-01 14:30:00 UTC');
  });

  it('computes actions from the switches, and sets them from actions', async () => {
    await create('a', { actions: 'email, huntsync' });
    const content = async () => (await splunkd.ask('GET', `${SAVED}/a`)).json.entry[0].content;
    expect(await content()).toMatchObject({ actions: 'email,huntsync', 'action.email': true, 'action.huntsync': '1' });
    await splunkd.ask('POST', `${SAVED}/a`, { actions: '' });
    expect(await content()).toMatchObject({ actions: '', 'action.email': false, 'action.huntsync': '0' });
  });

  it('accepts and ignores next_scheduled_time and qualifiedSearch', async () => {
    const answer = await create('a', { next_scheduled_time: 'x', qualifiedSearch: 'y' });
    expect(answer.status).toBe(201);
    expect(answer.json.entry[0].content).toMatchObject({
      next_scheduled_time: '',
      qualifiedSearch: 'search index=main',
    });
  });

  it('keeps the REST names and the conf names of one setting together', async () => {
    await create('a', {
      is_scheduled: '1',
      cron_schedule: '0 * * * *',
      alert_type: 'number of events',
      alert_comparator: 'greater than',
    });
    const conf = await splunkd.ask('GET', '/servicesNS/nobody/huntsync/configs/conf-savedsearches/a');
    expect(conf.json.entry[0].content).toMatchObject({
      enableSched: '1',
      counttype: 'number of events',
      relation: 'greater than',
    });
  });
});

describe('splunkd saved/searches: refusals', () => {
  it('409 for a name that is taken', async () => {
    await create('twice');
    const answer = await create('twice', { search: 'other' });
    expect(answer.status).toBe(409);
    expect(message(answer)).toEqual({
      type: 'ERROR',
      text: "Unable to create saved search with name 'twice'. A saved search with that name already exists.",
    });
    expect((await splunkd.ask('GET', `${SAVED}/twice`)).json.entry[0].content.search).toBe('index=main');
  });

  it('400 without a name, and without a search', async () => {
    const noName = await splunkd.ask('POST', SAVED, { search: 'x' });
    expect(noName.status).toBe(400);
    expect(message(noName).text).toBe('Cannot perform action "POST" without a target name to act on.');
    expect((await splunkd.ask('POST', SAVED, { name: 'x' })).status).toBe(400);
    await create('x');
    expect((await splunkd.ask('POST', `${SAVED}/x`, { search: '' })).status).toBe(400);
  });

  it('404 for what is not there, on read, update and delete', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await splunkd.ask(method, `${SAVED}/ghost`);
      expect(answer.status).toBe(404);
      expect(message(answer)).toEqual({ type: 'ERROR', text: 'Could not find object id=ghost' });
    }
  });

  it.each(['huntsync', 'huntsync.key', 'action', 'args', 'Search', 'display.unknown.x', 'severity'])(
    '400 for the unknown argument %s, on create and on update',
    async (argument) => {
      const created = await create('a', { [argument]: '1' });
      expect(created.status).toBe(400);
      expect(message(created).text).toBe(`Argument "${argument}" is not supported by this handler.`);
      expect((await splunkd.ask('GET', `${SAVED}/a`)).status).toBe(404);
      await create('a');
      expect((await splunkd.ask('POST', `${SAVED}/a`, { [argument]: '1' })).status).toBe(400);
    },
  );

  it('400 for a rename: name is an argument of create alone', async () => {
    await create('a');
    expect(message(await splunkd.ask('POST', `${SAVED}/a`, { name: 'b' })).text).toContain('"name" is not supported');
  });

  it.each([
    'action.anything.at.all',
    'args.host',
    'dispatch.whatever',
    'display.page.search.mode',
    'alert.managedBy',
    'workload_pool',
  ])('takes %s', async (argument) => {
    const answer = await create('a', { [argument]: 'v' });
    expect(answer.status).toBe(201);
    expect(answer.json.entry[0].content[argument]).toBe('v');
  });

  it.each([
    ['alert.severity', '0'],
    ['alert.severity', '7'],
    ['alert.severity', 'high'],
    ['alert.expires', '24 hours'],
    ['alert.suppress.period', '1w'],
    ['alert.suppress', 'maybe'],
    ['alert.digest_mode', '2'],
    ['is_scheduled', 'perhaps'],
    ['disabled', ''],
    ['max_concurrent', 'many'],
    ['alert_type', 'sometimes'],
    ['alert_comparator', 'above'],
    ['dispatchAs', 'root'],
    ['schedule_priority', 'urgent'],
    ['schedule_window', '5m'],
    ['allow_skew', 'some'],
    ['dispatch.auto_cancel', '-1'],
    ['action.email.to', 'not an address'],
    ['action.script.filename', '../x.sh'],
    ['display.general.type', 'pie'],
    ['cron_schedule', '0 0 * * MON'],
    ['cron_schedule', '0 0 * JAN *'],
    ['cron_schedule', '* * * *'],
    ['cron_schedule', '0 0 0 * * *'],
    ['cron_schedule', '61 * * * *'],
    ['cron_schedule', '@daily'],
  ])('400 for %s=%s', async (argument, value) => {
    const answer = await create('a', { [argument]: value });
    expect(answer.status).toBe(400);
    expect(message(answer).text).toContain(argument);
    expect(await splunkd.ask('GET', `${SAVED}/a`)).toMatchObject({ status: 404 });
  });

  it('words the severity rule as restmap.conf does', async () => {
    expect(message(await create('a', { 'alert.severity': '9' })).text).toBe(
      "Value of argument 'alert.severity' must be an integer between 1 and 6 inclusive.",
    );
  });

  it.each([
    ['alert.severity', '6'],
    ['alert.expires', '90'],
    ['alert.expires', '2d'],
    ['alert.suppress.period', 'ack'],
    ['alert.track', 'auto'],
    ['schedule_window', 'auto'],
    ['allow_skew', '100%'],
    ['allow_skew', '5m'],
    ['cron_schedule', '*/5 0-6,12 1 * 1-5'],
    ['cron_schedule', ''],
    ['action.email.to', 'a@example.org, b@example.org'],
  ])('takes %s=%s', async (argument, value) => {
    expect((await create('a', { [argument]: value })).status).toBe(201);
  });

  it('404 for a sub-resource that does not exist or cannot be deleted', async () => {
    await create('a');
    const answer = await splunkd.ask('DELETE', `${SAVED}/a/dispatch`);
    expect(answer.status).toBe(404);
    expect(message(answer).text).toBe(
      'Invalid custom action for this internal handler (handler: savedsearch, custom action: dispatch, eai action: remove).',
    );
    expect((await splunkd.ask('GET', `${SAVED}/a/nosuch`)).status).toBe(404);
  });

  it('400 for deleting a search that an app ships', async () => {
    const path = '/servicesNS/nobody/search/saved/searches/Errors%20in%20the%20last%20hour';
    expect((await splunkd.ask('DELETE', path)).status).toBe(400);
    expect((await splunkd.ask('GET', path)).json.entry[0].acl.removable).toBe(false);
  });
});

describe('splunkd saved/searches: lists', () => {
  async function fill(count: number) {
    for (let i = 0; i < count; i += 1) {
      await create(`hunt ${String(i).padStart(2, '0')}`, {
        'alert.managedBy': i % 2 ? 'huntsync' : '',
        disabled: i % 3 ? '0' : '1',
      });
    }
  }

  it('gives 30 unless told, all for 0, a page by offset; counts what the filter let through', async () => {
    await fill(35);
    const list = (query: string) => splunkd.ask('GET', `${SAVED}?${query}`);
    expect((await list('')).json).toMatchObject({ paging: { total: 35, perPage: 30, offset: 0 } });
    expect(names(await list(''))).toHaveLength(30);
    expect(names(await list('count=0'))).toHaveLength(35);
    expect(names(await list('count=banana'))).toHaveLength(30);
    const page = await list('count=10&offset=30');
    expect(names(page)).toEqual(['hunt 30', 'hunt 31', 'hunt 32', 'hunt 33', 'hunt 34']);
    expect(page.json.paging).toEqual({ total: 35, perPage: 10, offset: 30 });
    const filtered = await list('count=5&search=alert.managedBy%3Dhuntsync');
    expect(filtered.json.paging.total).toBe(17);
    expect(names(filtered)).toEqual(['hunt 01', 'hunt 03', 'hunt 05', 'hunt 07', 'hunt 09']);
  });

  it('reads count=-1 as all, and as the largest unsigned number', async () => {
    await fill(31);
    const answer = await splunkd.ask('GET', `${SAVED}?count=-1`);
    expect(names(answer)).toHaveLength(31);
    expect(answer.text).toContain('"perPage":18446744073709551615');
  });

  it('filters by substring anywhere, or by one field exactly, 1 matching true', async () => {
    await create('Alpha', { description: 'Needle in a stack' });
    await create('Beta', { disabled: '1' });
    const list = async (search: string) =>
      names(await splunkd.ask('GET', `${SAVED}?search=${encodeURIComponent(search)}`));
    expect(await list('needle')).toEqual(['Alpha']);
    expect(await list('description="Needle in a stack"')).toEqual(['Alpha']);
    expect(await list('description=Needle')).toEqual([]);
    expect(await list('disabled=1')).toEqual(['Beta']);
    expect(await list('disabled=false')).toEqual(['Alpha']);
    expect(await list('eta disabled=1')).toEqual(['Beta']);
    expect(await list('nosuchfield=1')).toEqual([]);
  });

  it('cuts contents down to f, with wildcards, and always leaves eai:acl', async () => {
    await create('a', { 'action.huntsync.key': 'k', 'action.huntsync.hash': 'h' });
    const answer = await splunkd.ask('GET', `${SAVED}?f=search&f=action.huntsync.*`);
    expect(answer.json.entry[0].content).toEqual({
      search: 'index=main',
      'action.huntsync.key': 'k',
      'action.huntsync.hash': 'h',
      'eai:acl': null,
    });
    expect(answer.json.entry[0]).toMatchObject({ name: 'a', acl: { app: 'huntsync' } });
  });

  it('sorts by name ignoring case, or as asked', async () => {
    await create('b', { 'alert.severity': '2' });
    await create('A', { 'alert.severity': '5' });
    await create('c', { 'alert.severity': '1' });
    const list = async (query: string) => names(await splunkd.ask('GET', `${SAVED}?${query}`));
    expect(await list('')).toEqual(['A', 'b', 'c']);
    expect(await list('sort_dir=desc')).toEqual(['c', 'b', 'A']);
    expect(await list('sort_key=alert.severity')).toEqual(['c', 'b', 'A']);
    await create('B2');
    expect(await list('sort_mode=alpha_case')).toEqual(['A', 'B2', 'b', 'c']);
  });
});
