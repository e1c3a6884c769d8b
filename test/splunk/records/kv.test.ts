import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../../src/core/errors.ts';
import { RECORD_TYPES, RECORDS, type RecordRow } from '../../../src/sync/records/schema.ts';
import { contentHash, written } from '../../../src/sync/records/values.ts';
import { TOKEN } from '../support.ts';
import { anyRow, cleanRow, huntRow, huntRows, json, type Records, records, SAVE, xml } from './support.ts';

let splunk: Records;
beforeEach(async () => {
  splunk = await records();
});
afterEach(async () => {
  await splunk.close();
});

const DATA = /storage\/collections\/data/;
const upsert = (rows: readonly RecordRow[]) => ({ upsert: rows, remove: [] });
const remove = (rows: readonly RecordRow[]) => ({ upsert: [], remove: rows });
const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);
const byKey = (a: RecordRow, b: RecordRow) => (String(a['hunt_key']) < String(b['hunt_key']) ? -1 : 1);

describe('what is written', () => {
  test.each(RECORD_TYPES)('any %s are read back identical, and gone when removed', async (type) => {
    const { key } = RECORDS[type];
    const sink = splunk.kvSink();
    const rows = fc.uniqueArray(anyRow(type), { minLength: 1, maxLength: 8, selector: (row) => row[key] });
    const sorted = (list: readonly RecordRow[]) =>
      list.toSorted((a, b) => (String(a[key]) < String(b[key]) ? -1 : 1)).map((row) => ({ ...row }));
    await fc.assert(
      fc.asyncProperty(rows, async (list) => {
        expect(await sink.write(type, upsert(list))).toEqual({ sent: list.length, removed: 0, failed: [] });
        expect(sorted(await sink.read(type))).toEqual(sorted(list.map(cleanRow)));
        expect(await sink.write(type, remove(list))).toEqual({ sent: 0, removed: list.length, failed: [] });
        expect(await sink.read(type)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test.each(RECORD_TYPES)(
    '%s as a run makes them have the same hash when read: a second run has nothing to do',
    async (type) => {
      const { key } = RECORDS[type];
      const sink = splunk.kvSink();
      const rows = fc.uniqueArray(
        anyRow(type).map((row) => written(type, row, undefined, new Date('2026-06-01T00:00:00Z'))),
        { minLength: 1, maxLength: 8, selector: (row) => row[key] },
      );
      await fc.assert(
        fc.asyncProperty(rows, async (list) => {
          await sink.write(type, upsert(list));
          const read = await sink.read(type);
          expect(new Set(read)).toEqual(new Set(list));
          for (const row of read) expect(contentHash(type, row)).toBe(row.content_hash);
          await sink.write(type, remove(read));
        }),
        { numRuns: 20 },
      );
    },
  );

  test('replaces whole documents by the record’s key', async () => {
    const sink = splunk.kvSink();
    await sink.write('hunts', upsert([huntRow('uc:A', { hunt_title: 'old' })]));
    await sink.write('hunts', upsert([huntRow('uc:A', { hunt_title: 'new', published: null })]));
    expect(splunk.keys('hunts')).toEqual(['uc:A']);
    expect(await sink.read('hunts')).toEqual([huntRow('uc:A', { hunt_title: 'new', published: null })]);
  });

  test('2,500 records are three requests, and read in three pages', async () => {
    const sink = splunk.kvSink();
    const rows = huntRows(2500);
    expect(await sink.write('hunts', upsert(rows))).toEqual({ sent: 2500, removed: 0, failed: [] });
    expect(splunk.calls(SAVE)).toEqual(['POST 200', 'POST 200', 'POST 200']);
    expect(sink.requests()).toBe(3);
    expect((await sink.read('hunts')).toSorted(byKey)).toEqual(rows);
    expect(splunk.server.log.filter(({ method }) => method === 'GET')).toHaveLength(3);
  });

  test('large records make smaller batches: 50 MB are never near', async () => {
    const measured = await records({ limits: { batchSaveBytes: 9_000_000 } });
    const sink = measured.kvSink();
    const rows = huntRows(300, { query: '€'.repeat(20_000) });
    expect(await sink.write('hunts', upsert(rows))).toEqual({ sent: 300, removed: 0, failed: [] });
    // 300 documents of some 61 kB are 18 MB.
    expect(measured.calls(SAVE)).toEqual(['POST 200', 'POST 200', 'POST 200']);
    await measured.close();
  });

  test('a thousand removals touch only their own documents, in requests that a proxy lets pass', async () => {
    const sink = splunk.kvSink();
    const awkward = ['uc:UC_X', '0f8fad5b:slug-2', 'a/../b', '"}]', '$or', 'ü&query={}', '%'].map((key) =>
      huntRow(key),
    );
    const rows = [...huntRows(1000), ...awkward];
    const stays = [huntRow('uc:UC_Y'), huntRow('hunt-0000')];
    await sink.write('hunts', upsert([...rows, ...stays]));
    expect(await sink.write('hunts', remove(rows))).toEqual({ sent: 0, removed: rows.length, failed: [] });
    expect(splunk.keys('hunts')).toEqual(['hunt-0000', 'uc:UC_Y']);
    const deletes = splunk.server.log.filter(({ method }) => method === 'DELETE');
    expect(deletes.length).toBeGreaterThan(1);
    for (const { query } of deletes) {
      expect(new URLSearchParams(query).get('query')).toMatch(/^\{"\$or":\[\{"_key":/);
      expect(query.length).toBeLessThan(6200);
    }
  });

  test('nothing to do is no request', async () => {
    const sink = splunk.kvSink();
    expect(await sink.write('hunts', { upsert: [], remove: [] })).toEqual({ sent: 0, removed: 0, failed: [] });
    expect(splunk.server.log).toEqual([]);
    expect(sink.requests()).toBe(0);
  });

  test('a record that has no key is one failure', async () => {
    const sink = splunk.kvSink();
    const outcome = await sink.write('hunts', upsert([huntRow(''), huntRow('a')]));
    expect(outcome).toEqual({ sent: 1, removed: 0, failed: [{ key: '', message: 'it has no key' }] });
  });
});

describe('what is not ours', () => {
  test('is not read, not removed and not overwritten', async () => {
    const note = { _key: 'uc:NOTE', hunt_key: 'uc:NOTE', text: 'an analyst’s' };
    const copy = { ...huntRow('uc:A'), _key: 'copy of uc:A' };
    splunk.put('hunts', note);
    splunk.put('hunts', copy);
    const sink = splunk.kvSink();
    await sink.write('hunts', upsert([huntRow('uc:A')]));
    expect(await sink.read('hunts')).toEqual([huntRow('uc:A')]);
    const outcome = await sink.write('hunts', {
      upsert: [huntRow('uc:NOTE'), huntRow('uc:B')],
      remove: [huntRow('uc:A')],
    });
    expect(outcome).toMatchObject({
      sent: 1,
      removed: 1,
      failed: [{ key: 'uc:NOTE', message: expect.stringMatching(/somebody else/) }],
    });
    expect(splunk.keys('hunts')).toEqual(['copy of uc:A', 'uc:B', 'uc:NOTE']);
    expect(splunk.stored('hunts')['nobody/uc:NOTE']).toEqual({ ...note, _user: 'nobody' });
  });

  test('a user’s private documents are neither seen nor touched', async () => {
    splunk.stored('hunts')['admin/uc:A'] = { ...huntRow('uc:A', { hunt_title: 'mine' }), _key: 'uc:A', _user: 'admin' };
    const sink = splunk.kvSink();
    expect(await sink.read('hunts')).toEqual([]);
    await sink.write('hunts', upsert([huntRow('uc:A')]));
    await sink.write('hunts', remove([huntRow('uc:A')]));
    expect(Object.keys(splunk.stored('hunts'))).toEqual(['admin/uc:A']);
  });
});

describe('a read that is not whole is an error', () => {
  test.each([
    ['a list cut short', { ...json(200, []), body: '[{"_key":"a"' }, /without readable JSON/],
    ['no list', json(200, { entry: [] }), /without what the KV store sends/],
    ['documents without a key', json(200, [{ hunt_key: 'a' }]), /without what the KV store sends/],
    ['XML', xml(200, 'fine'), /without readable JSON/],
    ['nothing', { status: 200, headers: { 'content-type': 'application/json' } }, /without readable JSON/],
  ])('%s', async (_, respond, message) => {
    splunk.server.fault({ respond });
    const error = await failureOf(splunk.kvSink().read('hunts'));
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
  });

  test('a collection that is not there names the app to install', async () => {
    const bare = await records({ collections: {} });
    const sink = bare.kvSink();
    const error = await failureOf(sink.read('articles'));
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({
      status: 404,
      fatal: true,
      message: expect.stringContaining('collection huntsync_articles of the app huntsync'),
      remedy: expect.stringContaining('splunk_app'),
    });
    const outcome = await sink.write('articles', remove([{ ...huntRow('x'), article_id: 'a' }]));
    expect(outcome.failed).toEqual([{ key: 'a', message: expect.stringContaining('splunk_app') }]);
    await bare.close();
  });

  test('a KV store that starts is waited for, one that stays away is named', async () => {
    const starting = xml(503, 'KV Store is initializing. Please try again later.');
    splunk.server.fault({ times: 2, respond: starting });
    expect(await splunk.kvSink().read('hunts')).toEqual([]);
    expect(splunk.waits).toEqual([250, 500]);
    splunk.server.fault({ times: 99, respond: starting });
    const error = await failureOf(splunk.kvSink().read('hunts'));
    expect(error).toMatchObject({ status: 503, message: expect.stringContaining('initializing') });
  });

  test('the second of three pages fails: no partial list', async () => {
    const sink = splunk.kvSink();
    await sink.write('hunts', upsert(huntRows(2500)));
    const all = splunk.server.log.length;
    const watching = splunk.kvSink({
      log: {
        debug: () =>
          splunk.server.log.length === all + 1 && splunk.server.fault({ times: 99, respond: xml(500, 'broken') }),
        ...{ info() {}, warn() {}, error() {} },
      },
    });
    expect(await failureOf(watching.read('hunts'))).toMatchObject({ status: 500 });
    // The first page, and five attempts at the second.
    expect(splunk.server.log).toHaveLength(all + 6);
  });

  test('a page that a size limit cut is gone on from', async () => {
    const sink = splunk.kvSink();
    const rows = huntRows(40, { query: 'x'.repeat(20_000) });
    await sink.write('hunts', upsert(rows));
    const cut = Array.from({ length: 10 }, (_, i) => ({
      ...rows[i],
      _key: rows[i]?.['hunt_key'],
      pad: 'x'.repeat(900_000),
    }));
    splunk.server.fault({ method: 'GET', respond: json(200, cut) });
    expect((await sink.read('hunts')).toSorted(byKey)).toEqual(rows);
  });

  test('a server that gives the same page for ever is left', async () => {
    const page = Array.from({ length: 1000 }, (_, i) => ({ _key: `k${i}` }));
    splunk.server.fault({ times: 99, respond: json(200, page) });
    const sink = splunk.kvSink();
    expect(await failureOf(sink.read('hunts'))).toMatchObject({ message: expect.stringContaining('again and again') });
    expect(sink.requests()).toBe(2);
  });

  test('what was written meanwhile moves no page: nothing is missed', async () => {
    const rows = huntRows(1500);
    await splunk.kvSink().write('hunts', upsert(rows));
    let pages = 0;
    const sink = splunk.kvSink({
      log: {
        debug() {
          pages += 1;
          if (pages === 1)
            for (const row of rows.slice(0, 500)) delete splunk.stored('hunts')[`nobody/${row['hunt_key']}`];
        },
        ...{ info() {}, warn() {}, error() {} },
      },
    });
    expect(await sink.read('hunts')).toHaveLength(1500);
  });
});

describe('a write that meets trouble', () => {
  test('500 passes: documents are saved by their key, so that a repeat changes nothing', async () => {
    splunk.server.fault({ path: SAVE, respond: xml(500, 'internal') });
    splunk.server.fault({ method: 'DELETE', respond: xml(500, 'internal') });
    const sink = splunk.kvSink();
    expect(await sink.write('hunts', upsert(huntRows(3)))).toMatchObject({ sent: 3, failed: [] });
    expect(await sink.write('hunts', remove(huntRows(2)))).toMatchObject({ removed: 2, failed: [] });
    expect(splunk.keys('hunts')).toEqual(['hunt-00002']);
  });

  test('429 is waited out as long as splunkd asks', async () => {
    splunk.server.fault({ path: SAVE, respond: { ...xml(429, 'slow down'), headers: { 'retry-after': '3' } } });
    expect(await splunk.kvSink().write('hunts', upsert(huntRows(3)))).toMatchObject({ sent: 3, failed: [] });
    expect(splunk.waits).toEqual([3000]);
  });

  test.each(['before', 'after'] as const)('a connection that is cut %s it was taken', async (reset) => {
    splunk.server.fault({ path: SAVE, reset });
    splunk.server.fault({ method: 'DELETE', reset });
    const sink = splunk.kvSink();
    expect(await sink.write('hunts', upsert(huntRows(3)))).toMatchObject({ sent: 3, failed: [] });
    expect(await sink.write('hunts', remove(huntRows(2)))).toMatchObject({ removed: 2, failed: [] });
    expect(splunk.keys('hunts')).toEqual(['hunt-00002']);
  });

  test('one refused batch of five is one failed batch', async () => {
    splunk.server.fault({ path: SAVE, respond: xml(405, 'Not here.') });
    const rows = huntRows(5000);
    const { sent, failed } = await splunk.kvSink().write('hunts', upsert(rows));
    expect(sent).toBe(4000);
    expect(failed).toHaveLength(1000);
    expect(new Set(failed.map(({ message }) => message))).toEqual(new Set([expect.stringContaining('405: Not here.')]));
    const lost = new Set(failed.map(({ key }) => key));
    expect(splunk.keys('hunts')).toEqual(rows.map((row) => String(row['hunt_key'])).filter((key) => !lost.has(key)));
  });

  test('a 400 that names no document: it is found by halves, and only that one fails', async () => {
    // 1000, 500, 250, 125, 63, 32, 16, 8, 4, 2, and the first by itself.
    splunk.server.fault({ path: SAVE, respond: xml(400, 'JSON in the request is in the wrong format.'), times: 11 });
    const { sent, failed } = await splunk.kvSink().write('hunts', upsert(huntRows(1000)));
    expect(sent).toBe(999);
    expect(failed).toEqual([
      { key: 'hunt-00000', message: expect.stringContaining('400: JSON in the request'), refused: true },
    ]);
  });

  test.each([
    ['413 from a proxy', { status: 413, body: '<html>too large</html>' }],
    [
      'splunkd’s limit',
      xml(400, 'Request exceeds API limits - see limits.conf for details. (max_size_per_batch_save_mb)'),
    ],
  ])('%s: half as much at a time', async (_, respond) => {
    splunk.server.fault({ path: SAVE, times: 3, respond });
    const sink = splunk.kvSink();
    expect(await sink.write('hunts', upsert(huntRows(1000)))).toEqual({ sent: 1000, removed: 0, failed: [] });
    // 1000, 500 and 250 were too many.
    expect(sink.requests()).toBe(7);
    expect(splunk.keys('hunts')).toHaveLength(1000);
  });

  test('a lowered limit of splunkd is found out', async () => {
    const strict = await records({ limits: { batchSaveDocuments: 300 } });
    expect(await strict.kvSink().write('hunts', upsert(huntRows(1000)))).toEqual({
      sent: 1000,
      removed: 0,
      failed: [],
    });
    await strict.close();
  });

  test('one record that is too large for itself is one failure', async () => {
    const strict = await records({ limits: { batchSaveBytes: 20_000 } });
    const rows = [huntRow('a'), huntRow('b', { query: 'x'.repeat(20_000) }), huntRow('c')];
    const outcome = await strict.kvSink().write('hunts', upsert(rows));
    expect(outcome).toMatchObject({ sent: 2, failed: [{ key: 'b' }] });
    expect(strict.keys('hunts')).toEqual(['a', 'c']);
    await strict.close();
  });

  test('documents that are not confirmed are not counted as sent', async () => {
    splunk.server.fault({ path: SAVE, respond: json(200, ['hunt-00000']) });
    const { sent, failed } = await splunk.kvSink().write('hunts', upsert(huntRows(2)));
    expect(sent).toBe(0);
    expect(failed.map(({ message }) => message)).toEqual([
      expect.stringContaining('did not confirm 1 of 2'),
      expect.stringContaining('did not confirm 1 of 2'),
    ]);
  });

  test('after a refusal that all would share nothing more is sent', async () => {
    splunk.server.fault({ path: SAVE, times: 99, respond: xml(403, 'forbidden') });
    const sink = splunk.kvSink();
    const { sent, failed } = await sink.write('hunts', upsert(huntRows(9000)));
    expect([sent, failed.length]).toEqual([0, 9000]);
    expect(failed.at(-1)?.message).toMatch(/403.*needs write access/);
    expect(sink.requests()).toBeLessThanOrEqual(4);
  });

  test('killed in mid-upload: what is there stays, and the next run completes it', async () => {
    const stop = new AbortController();
    let saved = 0;
    const killed = splunk.kvSink({
      log: {
        debug(message: string) {
          if (message.includes('batch_save')) saved += 1;
          if (saved === 2) stop.abort();
        },
        ...{ info() {}, warn() {}, error() {} },
      },
    });
    const rows = huntRows(7000);
    const outcome = await killed.write('hunts', upsert(rows), stop.signal);
    expect(outcome.sent).toBeGreaterThanOrEqual(1000);
    expect(outcome.sent + outcome.failed.length).toBe(7000);
    expect(outcome.failed.at(-1)?.message).toBe('the run was ended before it was written');
    expect(splunk.keys('hunts').length).toBeLessThan(7000);

    const next = splunk.kvSink();
    const there = new Set((await next.read('hunts')).map((row) => row['hunt_key']));
    expect(there.size).toBeGreaterThanOrEqual(outcome.sent);
    const missing = rows.filter((row) => !there.has(row['hunt_key'] as string));
    expect(await next.write('hunts', upsert(missing))).toMatchObject({ sent: missing.length, failed: [] });
    expect(splunk.keys('hunts')).toHaveLength(7000);
  });

  test('an aborted read is an error, not an empty list', async () => {
    splunk.server.fault({ delayMs: 5000 });
    expect(await failureOf(splunk.kvSink().read('hunts', AbortSignal.timeout(50)))).toMatchObject({
      name: 'TimeoutError',
    });
  });
});

describe('before the first request', () => {
  test('nothing is read: a CA that is not there shows when it is needed', async () => {
    const sink = splunk.kvSink({}, { ca: '/nowhere/ca.pem' });
    expect(sink).toMatchObject({ name: 'soc-splunk', kind: 'splunk' });
    expect(sink.requests()).toBe(0);
    expect(await failureOf(sink.read('hunts'))).toMatchObject({ message: expect.stringContaining('/nowhere/ca.pem') });
    expect(await sink.write('hunts', { upsert: [huntRow('a')], remove: [huntRow('b')] })).toEqual({
      sent: 0,
      removed: 0,
      failed: ['a', 'b'].map((key) => ({ key, message: expect.stringMatching(/cannot be read: .*Set `ca` to/) })),
    });
    await sink.close();
  });

  test('a platform that keeps no records has no sink', () => {
    for (const kept of [undefined, { kvStore: false }]) {
      expect(() => splunk.kvSink({}, { records: kept })).toThrow(/keeps no records/);
    }
  });
});

test('no secret is in an outcome or an error', async () => {
  splunk.server.fault({ times: 2, respond: xml(400, `you said Bearer ${TOKEN}`) });
  const sink = splunk.kvSink();
  const { failed } = await sink.write('hunts', upsert([huntRow('a')]));
  const error = await failureOf(sink.read('hunts'));
  expect(failed[0]?.message).toContain('you said Bearer [secret]');
  expect(String(error)).toContain('[secret]');
  expect(JSON.stringify(failed) + String(error)).not.toContain(TOKEN);
});

test('a session that has expired is renewed in the middle of it', async () => {
  const login = { token: undefined, username: 'admin', password: 'changed!' };
  const sink = splunk.kvSink({}, login);
  expect(await sink.write('hunts', upsert(huntRows(2)))).toMatchObject({ sent: 2 });
  splunk.server.fault({ path: DATA, respond: xml(401, 'call not properly authenticated') });
  expect(await sink.read('hunts')).toHaveLength(2);
});
