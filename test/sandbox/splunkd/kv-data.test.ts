import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { names, type SplunkdForTest, splunkdForTest } from './client.ts';

let splunkd: SplunkdForTest;
const KV = '/servicesNS/nobody/huntsync/storage/collections';
const JSON_HEADERS = { authorization: 'Bearer secret-token', 'content-type': 'application/json' };

beforeAll(async () => {
  splunkd = await splunkdForTest({ hecTokens: ['hec-token'] });
});
afterAll(() => splunkd.close());

describe('splunkd KV store', () => {
  const post = (path: string, body: unknown) =>
    splunkd.send('POST', path, typeof body === 'string' ? body : JSON.stringify(body), JSON_HEADERS);
  const find = async (query: string) => (await splunkd.ask('GET', `${KV}/data/articles?${query}`)).json;

  beforeAll(async () => {
    await splunkd.ask('POST', `${KV}/config`, {
      name: 'articles',
      'field.score': 'number',
      'accelerated_fields.a': '{"score":1}',
    });
    await post(`${KV}/data/articles/batch_save`, [
      { _key: 'a', score: 1, tags: ['x', 'y'] },
      { _key: 'b', score: 2 },
      { _key: 'c', score: 3, severity: 'HIGH' },
    ]);
  });

  it('configures collections per app', async () => {
    expect(names(await splunkd.ask('GET', `${KV}/config`))).toEqual(['articles']);
    const one = await splunkd.ask('GET', `${KV}/config/articles`);
    expect(one.json.entry[0].content).toMatchObject({ 'field.score': 'number', 'eai:appName': 'huntsync' });
    expect((await splunkd.ask('POST', `${KV}/config`, { name: 'articles' })).status).toBe(409);
    expect((await splunkd.ask('POST', `${KV}/config`, { name: 'x', colour: 'red' })).status).toBe(400);
    expect((await splunkd.ask('POST', `${KV}/config/articles`, { enforceTypes: 'true' })).status).toBe(200);
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`accelerated_fields.f${i}`, '{}']));
    expect((await splunkd.ask('POST', `${KV}/config`, { name: 'x', ...many })).status).toBe(400);
    expect((await splunkd.ask('GET', '/servicesNS/nobody/other/storage/collections/data/articles')).status).toBe(404);
    await splunkd.ask('POST', `${KV}/config`, { name: 'brief' });
    expect(names(await splunkd.ask('DELETE', `${KV}/config/brief`))).toEqual(['articles']);
  });

  it('inserts with 201, replaces whole documents, deletes', async () => {
    const inserted = await post(`${KV}/data/articles`, { score: 9, extra: 1 });
    expect(inserted.status).toBe(201);
    const key = inserted.json._key;
    expect((await post(`${KV}/data/articles`, { _key: key })).status).toBe(409);
    expect((await post(`${KV}/data/articles/${key}`, { score: 10 })).json).toEqual({ _key: key });
    expect((await splunkd.ask('GET', `${KV}/data/articles/${key}`)).json).toEqual({
      _key: key,
      _user: 'nobody',
      score: 10,
    });
    expect((await splunkd.ask('DELETE', `${KV}/data/articles/${key}`)).status).toBe(200);
    expect((await splunkd.ask('GET', `${KV}/data/articles/${key}`)).status).toBe(404);
  });

  it('finds by query, sorted, paged, cut to fields', async () => {
    const keys = async (query: unknown) =>
      (await find(`query=${encodeURIComponent(JSON.stringify(query))}`)).map((d: { _key: string }) => d._key);
    expect(await keys({ score: { $gte: 2 } })).toEqual(['b', 'c']);
    expect(await keys({ $or: [{ _key: 'a' }, { severity: 'HIGH' }] })).toEqual(['a', 'c']);
    expect(await keys({ $and: [{ score: { $lt: 3 } }, { $not: { _key: 'a' } }] })).toEqual(['b']);
    expect(await keys({ tags: 'y' })).toEqual(['a']);
    expect(await keys({ score: { $gt: 1, $lte: 2 } })).toEqual(['b']);
    expect(await keys({ score: { $ne: 2 }, _key: { $eq: 'c' } })).toEqual(['c']);
    expect(await keys({ severity: { $regex: '^HI' } })).toEqual(['c']);
    expect(await find('sort=score:-1&limit=1&skip=1&fields=score')).toEqual([{ _key: 'b', score: 2 }]);
    expect(await find('fields=_user:0,score:0&limit=1')).toEqual([{ _key: 'a', tags: ['x', 'y'] }]);
    const found = await post(`${KV}/data/articles/batch_find`, [{ query: { _key: 'a' } }, { query: {}, limit: 1 }]);
    expect(found.json.map((list: unknown[]) => list.length)).toEqual([1, 1]);
  });

  it('upserts with batch_save, 1000 documents at most', async () => {
    const saved = await post(`${KV}/data/articles/batch_save`, [
      { _key: 'b', score: 2 },
      { _key: 'd', score: 4 },
    ]);
    expect(saved.json).toEqual(['b', 'd']);
    const documents = (count: number) => Array.from({ length: count }, (_, i) => ({ _key: `n${i}` }));
    expect((await post(`${KV}/data/articles/batch_save`, documents(1000))).status).toBe(200);
    expect((await post(`${KV}/data/articles/batch_save`, documents(1001))).status).toBe(400);
    const query = encodeURIComponent(JSON.stringify({ _key: { $regex: '^n' } }));
    await splunkd.ask('DELETE', `${KV}/data/articles?query=${query}`);
    expect((await find('')).map((d: { _key: string }) => d._key)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('answers errors in XML, and refuses a path without an app', async () => {
    const answer = await splunkd.ask('GET', `${KV}/data/nosuch`);
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=UTF-8');
    expect(answer.text).toContain('<msg type="ERROR">');
    const global = await splunkd.ask('GET', '/services/storage/collections/data/articles');
    expect(global.status).toBe(400);
    expect(global.text).toContain('nobody');
    for (const body of ['{broken', '[1]', '"x"']) {
      expect((await post(`${KV}/data/articles`, body)).status).toBe(400);
      expect((await post(`${KV}/data/articles/batch_save`, body)).status).toBe(400);
    }
    expect(
      (await splunkd.ask('GET', `${KV}/data/articles?query=%7B%22a%22%3A%7B%22%24where%22%3A1%7D%7D`)).status,
    ).toBe(400);
  });

  it('lets a plain user write documents of its own, not configure', async () => {
    await splunkd.ask('POST', '/services/authentication/users', { name: 'bob', password: 'pw', roles: 'user' });
    const bob = await splunkd.loginAs('bob', 'pw');
    expect((await splunkd.send('POST', `${KV}/config?output_mode=json`, { name: 'x' }, bob)).status).toBe(403);
    const own = '/servicesNS/bob/huntsync/storage/collections/data/articles';
    expect((await splunkd.send('POST', own, '{"_key":"mine"}', bob)).status).toBe(201);
    expect((await find('')).some((d: { _key: string }) => d._key === 'mine')).toBe(false);
  });
});
