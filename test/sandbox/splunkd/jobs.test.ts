import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldValue, SearchSpan } from '../../../src/sandbox/splunkd/index.ts';
import { message, SAVED, type SplunkdForTest, splunkdForTest } from './client.ts';

let splunkd: SplunkdForTest;
const NOW = new Date('2026-03-01T12:00:00Z');
const FOUND: Record<string, FieldValue>[] = [{ host: 'a' }, { host: 'b', user: 'c "x", d' }];
const spans: SearchSpan[] = [];

beforeAll(async () => {
  splunkd = await splunkdForTest({
    apps: ['huntsync', 'other', 'Splunk_SA_CIM'],
    commands: ['fit'],
    now: () => NOW,
    runSearch(search, span) {
      spans.push(span);
      if (search.includes('broken')) return { failed: "Error in 'stats' command: The argument 'x' is invalid." };
      return { fields: ['host', 'user'], results: search.includes('found') ? FOUND : [] };
    },
  });
});
afterAll(() => splunkd.close());

describe('splunkd search/v2/parser', () => {
  const parse = (q: string, namespace = '/servicesNS/nobody/huntsync') =>
    splunkd.ask('POST', `${namespace}/search/v2/parser`, { q, parse_only: 'false' });

  it('answers flat, with a command for each stage', async () => {
    const answer = await parse('search index=main | eval a="x | y" | stats count by a');
    expect(answer.status).toBe(200);
    expect(answer.json).not.toHaveProperty('entry');
    expect(answer.json.commands).toMatchObject([
      { command: 'search', rawargs: 'index=main', isGenerating: true, streamType: 'SP_STREAM' },
      { command: 'eval', rawargs: 'a="x | y"', pipeline: 'streaming' },
      { command: 'stats', rawargs: 'count by a', pipeline: 'report', streamType: 'SP_STREAMREPORT' },
    ]);
    expect(answer.json).toMatchObject({
      reportsSearch: 'stats count by a',
      isStreamingSearch: false,
      canSummarize: true,
    });
  });

  it.each([
    '| tstats count from datamodel=Endpoint.Processes by Processes.dest',
    '| tstats count | `drop_dm_object_name("Processes")`',
    '``` title: a | b ] ``` search index=main ``` more ``` | head 1',
    'search [ | inputlookup iocs.csv | fields ip | format ] | head 5',
    'search index=main | appendpipe [stats count] | foreach a_* [eval <<FIELD>>=1]',
    'search x | rex field=y "(?<z>[^|\\"\\]]+)" | where z="`no macro`"',
    '| makeresults | eval x=json[0] | fit DensityFunction x',
    'SEARCH index=main | Stats count',
  ])('parses %s', async (q) => {
    const answer = await parse(q);
    expect(answer.json.messages ?? []).toEqual([]);
    expect(answer.status).toBe(200);
  });

  it('expands macros before it parses', async () => {
    const answer = await parse('| tstats count | `drop_dm_object_name("Processes")`');
    expect(answer.json.commands[1]).toMatchObject({ command: 'rename', rawargs: '"Processes.*" as *' });
  });

  it.each([
    ['ABCXYZ', "Unknown search command 'ABCXYZ'."],
    ['index=main', "Unknown search command 'index'."],
    ['search x | nosuchcmd', "Unknown search command 'nosuchcmd'."],
    ['search [ nosuchcmd x ]', "Unknown search command 'nosuchcmd'."],
    ['search x | | head', "Error in 'SearchParser': Missing a search command before '|'."],
    ['search x |', "Error in 'SearchParser': Missing a search command before '|'."],
    ['search "x', 'Unbalanced quotes.'],
    ['search x ]', "Error in 'SearchParser': Mismatched ']'."],
    ['search [ search x', "Error in 'SearchParser': Missing a closing bracket."],
    ['``` only a comment ```', 'Empty search.'],
  ])('400 FATAL for %s', async (q, text) => {
    const answer = await parse(q);
    expect(answer.status).toBe(400);
    expect(message(answer)).toEqual({ type: 'FATAL', text });
  });

  it('400 for a macro that is not there, has other arguments, or belongs to another app', async () => {
    const macro = { name: 'mine', definition: 'search index=main' };
    await splunkd.ask('POST', '/servicesNS/nobody/other/configs/conf-macros', macro);
    for (const call of ['nosuch', 'drop_dm_object_name', 'drop_dm_object_name(a,b)', 'mine']) {
      const answer = await parse(`| tstats count | \`${call}\``);
      expect(answer.status).toBe(400);
      expect(message(answer).text).toContain(`macro '${call.replace(/\(.*/, '')}' that cannot be found`);
    }
    expect((await parse('`mine`', '/servicesNS/nobody/other')).status).toBe(200);
  });

  it('400 for macros that call each other without end', async () => {
    const path = '/servicesNS/nobody/huntsync/configs/conf-macros';
    await splunkd.ask('POST', path, { name: 'ping', definition: '`pong`' });
    await splunkd.ask('POST', path, { name: 'pong', definition: '`ping`' });
    expect(message(await parse('`ping`')).text).toContain('recursion');
  });

  it('takes POST only, wants q, and is switched off in its first version', async () => {
    const get = await splunkd.ask('GET', '/services/search/v2/parser?q=search');
    expect(get.status).toBe(405);
    expect(get.headers.get('allow')).toBe('POST');
    expect(message(get)).toEqual({ type: 'FATAL', text: 'The method is not allowed.' });
    expect(message(await parse('')).text).toBe('Invalid query.');
    expect((await splunkd.ask('GET', '/services/search/parser?q=search')).status).toBe(503);
  });
});

describe('splunkd jobs', () => {
  it('runs a search: 201 with a sid, done at once, results by page', async () => {
    const created = await splunkd.ask('POST', '/services/search/v2/jobs', {
      search: 'search found',
      earliest_time: '-1d',
    });
    expect(created.status).toBe(201);
    const at = `/services/search/v2/jobs/${created.json.sid}`;
    expect((await splunkd.ask('GET', at)).json.entry[0].content).toMatchObject({
      isDone: true,
      resultCount: 2,
      earliestTime: '-1d',
    });
    const results = await splunkd.ask('GET', `${at}/results`);
    expect(results.json).toMatchObject({
      fields: [{ name: 'host' }, { name: 'user' }],
      results: [{ host: 'a' }, { host: 'b' }],
    });
    expect((await splunkd.ask('GET', `${at}/results?offset=1&count=1`)).json.results).toEqual([
      { host: 'b', user: 'c "x", d' },
    ]);
    expect((await splunkd.send('GET', `${at}/search.log`)).text).toContain('done');
    expect((await splunkd.ask('POST', `${at}/control`, { action: 'dance' })).status).toBe(400);
    expect(message(await splunkd.ask('POST', `${at}/control`, { action: 'touch' })).type).toBe('INFO');
    expect((await splunkd.ask('POST', `${at}/control`, { action: 'cancel' })).status).toBe(200);
    const gone = await splunkd.ask('GET', at);
    expect(gone.status).toBe(404);
    expect(message(gone)).toEqual({ type: 'FATAL', text: 'Unknown sid.' });
  });

  it('answers a oneshot search with its results', async () => {
    const answer = await splunkd.ask('POST', '/services/search/jobs', {
      search: '| makeresults',
      exec_mode: 'oneshot',
    });
    expect(answer.json).toMatchObject({ preview: false, results: [] });
  });

  it('answers in CSV and, where nothing is said, in XML', async () => {
    const oneshot = (form: Record<string, string>) =>
      splunkd.send('POST', '/services/search/v2/jobs', { search: 'search found', exec_mode: 'oneshot', ...form });
    const csv = await oneshot({ output_mode: 'csv' });
    expect([csv.headers.get('content-type'), csv.text]).toEqual([
      'text/csv; charset=UTF-8',
      'host,user\na,\nb,"c ""x"", d"\n',
    ]);
    const xml = await oneshot({});
    expect(xml.headers.get('content-type')).toContain('text/xml');
    expect(xml.text).toContain('<fieldOrder>\n<field>host</field>\n<field>user</field>\n</fieldOrder>');
    expect(xml.text).toContain("<result offset='1'>\n<field k='host'><value><text>b</text></value></field>");
    expect(xml.text).toContain('<text>c &quot;x&quot;, d</text>');
  });

  it('exports all results, one a line, and forgets the job', async () => {
    const answer = await splunkd.send('GET', '/services/search/v2/jobs/export?output_mode=json&search=search+found');
    expect(
      answer.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { preview: false, offset: 0, result: FOUND[0] },
      { preview: false, offset: 1, lastrow: true, result: FOUND[1] },
    ]);
    const none = await splunkd.ask('POST', '/services/search/jobs/export', { search: 'search nothing' });
    expect(JSON.parse(none.text)).toEqual({ preview: false, lastrow: true });
    const jobs = await splunkd.ask('GET', '/services/search/v2/jobs?count=0');
    expect(
      jobs.json.entry.filter(({ content }: { content: { search: string } }) => content.search === 'search nothing'),
    ).toEqual([]);
  });

  it('tells of a search that fails: the job has FAILED, a oneshot or export is refused', async () => {
    const failure = { type: 'FATAL', text: "Error in 'stats' command: The argument 'x' is invalid." };
    const form = { search: 'search broken' };
    const { sid } = (await splunkd.ask('POST', '/services/search/v2/jobs', form)).json;
    const at = `/services/search/v2/jobs/${sid}`;
    expect((await splunkd.ask('GET', at)).json.entry[0].content).toMatchObject({
      dispatchState: 'FAILED',
      isDone: true,
      isFailed: true,
      resultCount: 0,
      messages: [failure],
    });
    expect((await splunkd.ask('GET', `${at}/results`)).json).toMatchObject({ messages: [failure], results: [] });
    expect((await splunkd.send('GET', `${at}/results`)).text).toContain('<msg type="FATAL">');
    for (const [path, more] of [
      ['jobs', { exec_mode: 'oneshot' }],
      ['jobs/export', {}],
    ] as const) {
      const refused = await splunkd.ask('POST', `/services/search/v2/${path}`, { ...form, ...more });
      expect([refused.status, message(refused)]).toEqual([400, failure]);
    }
  });

  it('hands the search its window, and refuses one that is no time', async () => {
    const oneshot = (form: Record<string, string>) =>
      splunkd.ask('POST', '/services/search/v2/jobs', { search: 'search x', exec_mode: 'oneshot', ...form });
    await oneshot({ earliest_time: '-1d@d', latest_time: '1772362800' });
    expect(spans.at(-1)).toEqual({
      earliest: new Date('2026-02-28T00:00:00Z'),
      latest: new Date('2026-03-01T11:00:00Z'),
      now: NOW,
    });
    await oneshot({ earliest_time: '2026-02-01T10:00:00Z' });
    expect(spans.at(-1)).toEqual({ earliest: new Date('2026-02-01T10:00:00Z'), latest: null, now: NOW });
    const refused = await oneshot({ latest_time: 'tomorrow' });
    expect([refused.status, message(refused).text]).toEqual([400, 'Invalid latest_time.']);
  });

  it('refuses an empty search, one that does not parse, and an id in use', async () => {
    expect((await splunkd.ask('POST', '/services/search/v2/jobs', {})).status).toBe(400);
    expect(message(await splunkd.ask('POST', '/services/search/v2/jobs', { search: 'nonsense' })).type).toBe('FATAL');
    const form = { search: 'search x', id: 'mine' };
    expect((await splunkd.ask('POST', '/services/search/v2/jobs', form)).json.sid).toBe('mine');
    expect((await splunkd.ask('POST', '/services/search/v2/jobs', form)).status).toBe(400);
  });

  it('shows a user no one else’s jobs', async () => {
    const created = await splunkd.ask('POST', '/services/search/v2/jobs', { search: 'search x' });
    await splunkd.ask('POST', '/services/authentication/users', { name: 'bob', password: 'pw', roles: 'user' });
    const bob = await splunkd.loginAs('bob', 'pw');
    const list = await splunkd.send('GET', '/services/search/v2/jobs?output_mode=json', undefined, bob);
    expect(list.json.entry).toEqual([]);
    expect((await splunkd.send('GET', `/services/search/v2/jobs/${created.json.sid}`, undefined, bob)).status).toBe(
      404,
    );
  });
});

describe('splunkd saved/searches: running them', () => {
  beforeAll(async () => {
    const form = {
      name: 'hunt',
      search: 'index=main found',
      'dispatch.earliest_time': '-7d',
      is_scheduled: '1',
      cron_schedule: '0 * * * *',
    };
    await splunkd.ask('POST', SAVED, form);
  });

  it('dispatches with 201, sid and Location, and remembers it in history', async () => {
    const answer = await splunkd.ask('POST', `${SAVED}/hunt/dispatch`, {
      'dispatch.buckets': '295',
      'args.x': '1',
      force_dispatch: '0',
    });
    expect(answer.status).toBe(201);
    const { sid } = answer.json;
    expect(answer.headers.get('location')).toBe(`/servicesNS/nobody/huntsync/search/jobs/${encodeURIComponent(sid)}`);
    const job = await splunkd.ask('GET', `/services/search/v2/jobs/${encodeURIComponent(sid)}`);
    expect(job.json.entry[0].content).toMatchObject({
      search: 'search index=main found',
      statusBuckets: 295,
      earliestTime: '-7d',
      resultCount: 2,
    });
    await splunkd.ask('POST', `${SAVED}/hunt/dispatch`);
    const history = await splunkd.ask('GET', `${SAVED}/hunt/history?count=1`);
    expect(history.json.paging.total).toBe(2);
    expect(history.json.entry).toHaveLength(1);
  });

  it('puts the first command before what has none, and nothing before one that follows a comment', async () => {
    await splunkd.ask('POST', SAVED, { name: 'commented', search: '``` why ```\n| makeresults' });
    const { sid } = (await splunkd.ask('POST', `${SAVED}/commented/dispatch`)).json;
    const job = await splunkd.ask('GET', `/services/search/v2/jobs/${encodeURIComponent(sid)}`);
    expect(job.json.entry[0].content.search).toBe('``` why ```\n| makeresults');
  });

  it('refuses to dispatch what is disabled, does not parse, or with unknown arguments', async () => {
    expect((await splunkd.ask('POST', `${SAVED}/hunt/dispatch`, { nonsense: '1' })).status).toBe(400);
    await splunkd.ask('POST', SAVED, { name: 'broken', search: '| nosuchcmd' });
    expect(message(await splunkd.ask('POST', `${SAVED}/broken/dispatch`)).type).toBe('FATAL');
    await splunkd.ask('POST', `${SAVED}/broken/disable`);
    expect(message(await splunkd.ask('POST', `${SAVED}/broken/dispatch`)).text).toContain('disabled');
  });

  it('tells its scheduled times, and whether it is suppressed', async () => {
    const at = NOW.getTime() / 1000;
    const times = await splunkd.ask('GET', `${SAVED}/hunt/scheduled_times?earliest_time=now&latest_time=%2B3h`);
    expect(times.json.entry[0].content.scheduled_times).toEqual([at + 3600, at + 7200, at + 10800]);
    expect((await splunkd.ask('GET', `${SAVED}/hunt/scheduled_times`)).status).toBe(400);
    expect((await splunkd.ask('GET', `${SAVED}/hunt/scheduled_times?earliest_time=soon&latest_time=now`)).status).toBe(
      400,
    );
    expect((await splunkd.ask('GET', `${SAVED}/hunt/suppress`)).json.entry[0].content.suppressed).toBe('0');
  });

  it('reschedules to an ISO time whose zone has no colon', async () => {
    const at = `${SAVED}/hunt/reschedule`;
    expect((await splunkd.ask('POST', at, { schedule_time: '2026-03-02T10:00:00+0000' })).status).toBe(200);
    const answer = await splunkd.ask('POST', at, { schedule_time: '2026-03-02T10:00:00+00:00' });
    expect(answer.status).toBe(400);
    expect(message(answer).text).toBe('Invalid schedule_time format');
    expect((await splunkd.ask('POST', `${SAVED}/hunt/acknowledge`, { key: 'k' })).status).toBe(200);
  });
});
