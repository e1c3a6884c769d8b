import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseXml } from '../../support/xml.ts';
import { names, SAVED, type SplunkdForTest, splunkdForTest } from './client.ts';

/** What Splunk's SDK for Python needs that huntsync's own client does not; test/judges runs that SDK itself. */
let splunkd: SplunkdForTest;
beforeAll(async () => {
  splunkd = await splunkdForTest();
});
afterAll(() => splunkd.close());

describe('splunkd, to other clients than ours', () => {
  it('takes a plus in a path for a blank, and %2B for a plus', async () => {
    const name = 'One hunt + another';
    await splunkd.ask('POST', SAVED, { name, search: 'index=main' });
    expect((await splunkd.ask('GET', `${SAVED}/One+hunt+%2B+another`)).json.entry[0].name).toBe(name);
    expect((await splunkd.ask('GET', `${SAVED}/One%20hunt%20%2B%20another`)).status).toBe(200);
    expect((await splunkd.ask('DELETE', `${SAVED}/One+hunt+%2B+another`)).status).toBe(200);
    expect((await splunkd.ask('GET', `${SAVED}/One+hunt+%2B+another`)).status).toBe(404);
  });

  it('has one job in XML as an entry with no feed around it, and every other entry in a feed', async () => {
    const jobs = '/services/search/v2/jobs';
    const { sid } = (await splunkd.ask('POST', jobs, { search: 'search index=main' })).json;
    const job = parseXml((await splunkd.send('GET', `${jobs}/${sid}`)).text);
    expect([job.name, job.children.find(({ name }) => name === 'title')?.text]).toEqual(['entry', sid]);
    expect(parseXml((await splunkd.send('GET', jobs)).text).name).toBe('feed');
    expect((await splunkd.ask('GET', `${jobs}/${sid}`)).json.entry[0].content.isDone).toBe(true);
    expect(parseXml((await splunkd.send('GET', '/services/server/info')).text).name).toBe('feed');
  });

  it('tells its roles, what each may do itself and through those that it imports, and every capability', async () => {
    const roles = '/services/authorization/roles';
    expect(names(await splunkd.ask('GET', roles))).toEqual(['admin', 'power', 'user']);
    const { content } = (await splunkd.ask('GET', `${roles}/power`)).json.entry[0];
    expect(content.capabilities).toContain('schedule_search');
    expect(content.capabilities).not.toContain('search');
    expect([content.imported_roles, content.imported_capabilities]).toEqual([
      ['user'],
      ['edit_search_schedule_window', 'rest_properties_get', 'search'],
    ]);
    expect((await splunkd.ask('GET', `${roles}/nobody`)).status).toBe(404);
    const all = (await splunkd.ask('GET', '/services/authorization/capabilities')).json.entry[0].content.capabilities;
    expect(all).toEqual([...all].sort());
    expect(all).toEqual(expect.arrayContaining(content.capabilities));
  });

  it('tells its indexes, and how many events each holds', async () => {
    splunkd.state.events.push({ token: 't', event: 'a', index: 'threat_intel' }, { token: 't', event: 'b' });
    const indexes = '/services/data/indexes';
    expect(names(await splunkd.ask('GET', indexes))).toEqual(
      expect.arrayContaining(['_internal', 'main', 'threat_intel']),
    );
    const count = async (name: string) =>
      (await splunkd.ask('GET', `${indexes}/${name}`)).json.entry[0].content.totalEventCount;
    expect([await count('threat_intel'), await count('main'), await count('summary')]).toEqual([1, 1, 0]);
    expect((await splunkd.ask('GET', `${indexes}/nowhere`)).status).toBe(404);
  });
});
