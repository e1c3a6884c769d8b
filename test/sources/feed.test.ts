import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RssConfig } from '../../src/config/sources.ts';
import { silentLog } from '../../src/core/log.ts';
import { createFeedSource, type FeedDeps } from '../../src/sources/index.ts';
import type { ItemDocument, SourceReading } from '../../src/sources/source.ts';
import { send, startWeb, testFetcher, type Web } from './support/web.ts';

const NOW = new Date('2026-05-20T00:00:00Z');

function rss(...items: string[]): string {
  return `<rss version="2.0"><channel><title>N</title>${items.join('')}</channel></rss>`;
}

function item(n: number, text = ''): string {
  return `<item><title>Item ${n}</title><link>https://news.example/${n}</link><description>${text}</description></item>`;
}

function cacheFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-feeds-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function source(web: Web, options: Partial<RssConfig> = {}, deps: Partial<FeedDeps> = {}) {
  const config: RssConfig = {
    kind: 'rss',
    name: 'News',
    url: `${web.url}/feed`,
    fullText: false,
    allowPrivateAddresses: true,
    authoritative: false,
    ...options,
  };
  return createFeedSource(config, { fetch: testFetcher().fetch, now: () => NOW, log: silentLog, ...deps });
}

function titles(reading: SourceReading): string[] {
  return reading.documents.map((document) => (document as ItemDocument).title);
}

const codes = ({ problems }: SourceReading) => problems.map(({ code }) => code);

describe('a feed', () => {
  test('is delivered as items, with how it was reached', async () => {
    const web = await startWeb(send(rss(item(1, 'Text one'), item(2))));
    const reading = await source(web).read();
    expect(reading).toMatchObject({
      source: 'News',
      authoritative: false,
      complete: true,
      problems: [],
      feed: { url: `${web.url}/feed`, status: 'ok' },
    });
    expect(reading.documents[0]).toEqual({
      kind: 'item',
      path: `${web.url}/feed#https://news.example/1`,
      publisher: 'News',
      id: 'https://news.example/1',
      title: 'Item 1',
      url: 'https://news.example/1',
      published: null,
      text: 'Text one',
    });
  });

  test.each([
    ['a failure of the server', send('', {}, 500), 'feed-failed'],
    ['a page instead of a feed', send('<html><body>Sign in</body></html>'), 'not-a-feed'],
    ['nothing at all', send(''), 'empty-feed'],
    ['a gzip bomb', send(gzipSync(Buffer.alloc(40_000_000, 'a')), { 'content-encoding': 'gzip' }), 'feed-cut'],
  ])('%s makes the reading incomplete, and throws nothing', async (_name, handler, code) => {
    const web = await startWeb(handler);
    const reading = await source(web).read();
    expect(reading).toMatchObject({ complete: false, feed: { status: 'failed' } });
    expect(codes(reading)).toContain(code);
    expect(reading.problems[0]?.path).toBe(`${web.url}/feed`);
  });

  test('that lists more than is read gives its newest, and says so', async () => {
    const items = Array.from({ length: 5 }, (_, n) =>
      item(n).replace('</item>', `<pubDate>2026-01-0${n + 1}T00:00:00Z</pubDate></item>`),
    );
    const web = await startWeb(send(rss(...items)));
    const reading = await source(web, { maxItems: 2 }).read();
    expect(reading.documents).toHaveLength(2);
    expect(titles(reading)).toEqual(titles(await source(web).read()).slice(3));
    expect(codes(reading)).toEqual(['item-limit']);
    expect((await source(web, { maxItems: 2, authoritative: true }).read()).complete).toBe(false);
  });

  test('a private address is refused without leave', async () => {
    const web = await startWeb(send(rss(item(1))));
    const reading = await source(web, { allowPrivateAddresses: false }).read();
    expect(reading).toMatchObject({ documents: [], complete: false, feed: { status: 'failed' } });
    expect(reading.problems[0]?.message).toMatch(/not a public address/);
    expect(web.requests).toEqual([]);
  });

  test('a connection that breaks keeps the items that came, and the reading is incomplete', async () => {
    const web = await startWeb((_request, response) => {
      response.writeHead(200, { 'content-length': '100000', etag: '"x"' });
      response.write(rss(item(1), item(2)).replace('</channel></rss>', '<item><title>Item 3'));
      setTimeout(() => response.destroy(), 50);
    });
    const reading = await source(web).read();
    expect(titles(reading)).toEqual(['Item 1', 'Item 2', 'Item 3']);
    expect((reading.documents[2] as ItemDocument).partial).toBe(true);
    expect(reading).toMatchObject({ complete: false, feed: { status: 'failed' } });
    expect(codes(reading)).toEqual(['feed-cut', 'malformed-feed']);
  });

  test('an endless feed keeps the items of its beginning', async () => {
    const web = await startWeb((_request, response) => {
      response.write('<rss version="2.0"><channel>');
      let n = 0;
      const pump = (): void => {
        for (let more = true; more && !response.destroyed; ) {
          n += 1;
          more = response.write(item(n, 'x'.repeat(100_000)));
        }
        if (!response.destroyed) response.once('drain', pump);
      };
      pump();
    });
    const reading = await source(web, {}, { fetch: testFetcher({ totalMs: 20_000 }).fetch }).read();
    expect(reading.documents.length).toBeGreaterThan(100);
    expect(titles(reading)[0]).toBe('Item 1');
    expect(reading.complete).toBe(false);
    expect(codes(reading)).toContain('feed-cut');
  });

  test('gaps cost a feed its completeness only where absence would count', async () => {
    const web = await startWeb(send(rss(item(1), '<!-- oops', item(2))));
    expect(await source(web).read()).toMatchObject({ complete: true, feed: { status: 'ok' } });
    expect((await source(web, { authoritative: true }).read()).complete).toBe(false);
  });

  test('a wrong charset is read and named', async () => {
    const web = await startWeb(send(Buffer.from(rss(item(1, 'na\xefve \x96 text')), 'latin1')));
    const reading = await source(web).read();
    expect((reading.documents[0] as ItemDocument).text).toBe('naïve – text');
    expect(codes(reading)).toEqual(['bad-encoding']);
  });

  test('an abort is thrown, not reported', async () => {
    const web = await startWeb(() => {});
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('SIGTERM')), 30);
    await expect(source(web).read(stop.signal)).rejects.toThrow('SIGTERM');
  });

  test('a feed that has moved for good is told', async () => {
    const web = await startWeb((request, response) => {
      if (request.url === '/feed') response.writeHead(301, { location: '/new' }).end();
      else response.end(rss(item(1)));
    });
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (message: string) => warnings.push(message) };
    expect(titles(await source(web, {}, { log }).read())).toEqual(['Item 1']);
    expect(warnings).toEqual([`News: ${web.url}/feed has moved to ${web.url}/new`]);
  });
});

describe('what is kept between runs', () => {
  function conditional(body: () => string, tag: () => string): Parameters<Web['serve']>[0] {
    return (request, response) => {
      if (request.headers['if-none-match'] === tag()) response.writeHead(304).end();
      else response.writeHead(200, { etag: tag() }).end(body());
    };
  }

  test('"not modified" delivers the items of the last reading, problems included', async () => {
    const cacheDir = cacheFolder();
    const web = await startWeb(
      conditional(
        () => rss(item(1), '<item/>', item(2)),
        () => '"1"',
      ),
    );
    const first = await source(web, {}, { cacheDir }).read();
    const second = await source(web, {}, { cacheDir }).read();
    expect(second.feed?.status).toBe('notModified');
    expect({ ...second, feed: first.feed }).toEqual(first);
    expect(codes(second)).toEqual(['empty-item']);
  });

  test('what is new is read', async () => {
    const cacheDir = cacheFolder();
    let version = 1;
    const web = await startWeb(
      conditional(
        () => rss(item(version)),
        () => `"${version}"`,
      ),
    );
    await source(web, {}, { cacheDir }).read();
    version = 2;
    const reading = await source(web, {}, { cacheDir }).read();
    expect(titles(reading)).toEqual(['Item 2']);
    expect(reading.feed?.status).toBe('ok');
  });

  test('a server that always says "not modified" is asked for the whole once a day', async () => {
    const cacheDir = cacheFolder();
    let titled = 1;
    const web = await startWeb((request, response) => {
      if (request.headers['if-none-match']) response.writeHead(304).end();
      else response.writeHead(200, { etag: '"for ever"' }).end(rss(item(titled)));
    });
    const readAt = (time: string) => source(web, {}, { cacheDir, now: () => new Date(time) }).read();
    await readAt('2026-05-20T00:00:00Z');
    titled = 2;
    expect(titles(await readAt('2026-05-20T23:59:00Z'))).toEqual(['Item 1']);
    expect(titles(await readAt('2026-05-21T00:00:00Z'))).toEqual(['Item 2']);
    titled = 3;
    expect(titles(await readAt('2026-05-20T12:00:00Z'))).toEqual(['Item 3']);
  });

  test('a failure keeps what was kept, and delivers none of it', async () => {
    const cacheDir = cacheFolder();
    const good = conditional(
      () => rss(item(1)),
      () => '"1"',
    );
    const web = await startWeb(good);
    await source(web, {}, { cacheDir }).read();
    web.serve(send('', {}, 500));
    const failed = await source(web, {}, { cacheDir }).read();
    expect(failed).toMatchObject({ documents: [], complete: false, feed: { status: 'failed' } });
    web.serve(good);
    expect((await source(web, {}, { cacheDir }).read()).feed?.status).toBe('notModified');
  });

  test('what was cut off is asked for again', async () => {
    const cacheDir = cacheFolder();
    const web = await startWeb(send(rss(item(1)).replace('</item></channel></rss>', ''), { etag: '"1"' }));
    await source(web, {}, { cacheDir }).read();
    await source(web, {}, { cacheDir }).read();
    expect(web.requests[1]?.headers['if-none-match']).toBeUndefined();
  });

  test('deleted or damaged, it is read anew', async () => {
    const cacheDir = cacheFolder();
    const web = await startWeb(
      conditional(
        () => rss(item(1)),
        () => '"1"',
      ),
    );
    const first = await source(web, {}, { cacheDir }).read();
    const folder = join(cacheDir, 'feeds');
    for (const damage of ['{"version":1,"pages":{"x":1}}', '{', '[]', '']) {
      for (const file of readdirSync(folder)) writeFileSync(join(folder, file), damage);
      expect(await source(web, {}, { cacheDir }).read()).toEqual(first);
    }
    rmSync(cacheDir, { recursive: true });
    expect(await source(web, {}, { cacheDir }).read()).toEqual(first);
  });

  test('where nothing can be written, the feed is read all the same', async () => {
    const web = await startWeb(send(rss(item(1)), { etag: '"1"' }));
    const cacheDir = join(cacheFolder(), 'file');
    writeFileSync(cacheDir, 'not a folder');
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (message: string) => warnings.push(message) };
    expect(titles(await source(web, {}, { cacheDir, log }).read())).toEqual(['Item 1']);
    expect(warnings[0]).toMatch(/nothing is kept/);
  });
});

describe('full text', () => {
  const article = (text: string) =>
    `<html><head><title>x</title></head><body><nav><a href="/">Home</a></nav><article><h1>T</h1>${`<p>${text} and quite a lot more of it, as articles have.</p>`.repeat(8)}</article></body></html>`;

  function site(pages: () => string, feed: () => string) {
    return startWeb((request, response) => {
      if (request.url === '/feed') response.writeHead(200, { 'content-type': 'text/xml' }).end(feed());
      else response.writeHead(200, { 'content-type': 'text/html' }).end(pages());
    });
  }

  test("the article's own page is read, once for an item that stays as it is", async () => {
    const cacheDir = cacheFolder();
    let text = 'teaser';
    const web = await site(
      () => article('The full story'),
      () => rss(`<item><title>Item 1</title><link>/1</link><description>${text}</description></item>`),
    );
    const read = () => source(web, { fullText: true }, { cacheDir }).read();
    const first = await read();
    expect((first.documents[0] as ItemDocument).text).toMatch(/^.*The full story and quite a lot/s);
    expect(first.documents[0]).not.toHaveProperty('partial');
    expect(await read()).toEqual(first);
    expect(web.requests.map(({ path }) => path)).toEqual(['/feed', '/1', '/feed']);
    text = 'teaser, corrected';
    await read();
    expect(web.requests.map(({ path }) => path).slice(3)).toEqual(['/feed', '/1']);
  });

  test("a page that fails leaves the feed's text, marked as partial; what was read of it before outranks that", async () => {
    const cacheDir = cacheFolder();
    let text = 'teaser';
    const web = await startWeb((request, response) => {
      if (request.url === '/feed')
        response.end(rss(`<item><title>Item 1</title><link>/1</link><description>${text}</description></item>`));
      else if (text === 'teaser, corrected')
        response.writeHead(200, { 'content-type': 'text/html' }).end(article('Story'));
      else response.writeHead(403).end();
    });
    const read = () => source(web, { fullText: true }, { cacheDir }).read();
    const first = await read();
    expect(first.documents).toMatchObject([{ text: 'teaser', partial: true }]);
    expect(codes(first)).toEqual(['full-text-failed']);
    expect(first.complete).toBe(true);
    text = 'teaser, corrected';
    await read();
    text = 'teaser, corrected again';
    const third = await read();
    expect((third.documents[0] as ItemDocument).text).toContain('Story');
    expect(codes(third)).toEqual(['full-text-failed']);
  });

  test('pages of other private hosts are refused even where the feed is private', async () => {
    const inside = await startWeb(send(article('secret'), { 'content-type': 'text/html' }));
    const other = inside.url.replace('127.0.0.1', 'localhost');
    const web = await startWeb(send(rss(`<item><title>Item 1</title><link>${other}/admin</link></item>`)));
    const reading = await source(web, { fullText: true }).read();
    expect(inside.requests).toEqual([]);
    expect(reading.documents).toMatchObject([{ partial: true }]);
    expect(reading.problems[0]?.message).toMatch(/not a public address/);
  });

  test("pages of another port of the feed's own host are refused too", async () => {
    const inside = await startWeb(send(article('secret'), { 'content-type': 'text/html' }));
    const web = await startWeb(send(rss(`<item><title>Item 1</title><link>${inside.url}/admin</link></item>`)));
    const reading = await source(web, { fullText: true }).read();
    expect(inside.requests).toEqual([]);
    expect(reading.problems[0]?.message).toMatch(/not a public address/);
  });

  test('a page that holds less than the feed changes nothing', async () => {
    const long = 'A long text of the feed itself. '.repeat(100).trim();
    const web = await site(
      () => article('short'),
      () => rss(`<item><title>Item 1</title><link>/1</link><description>${long}</description></item>`),
    );
    const reading = await source(web, { fullText: true }).read();
    expect((reading.documents[0] as ItemDocument).text).toBe(long);
  });

  test.each([
    ['a picture', send('x', { 'content-type': 'image/png' }), /no web page/],
    ['a page without an article', send('<html><body>hi</body></html>', { 'content-type': 'text/html' }), /no article/],
    ['endless nesting', send(`<html><body>${'<div>'.repeat(100_000)}x`, { 'content-type': 'text/html' }), /no article/],
  ])('%s is no full text', async (_name, page, message) => {
    const web = await startWeb((request, response) => {
      if (request.url === '/feed') response.end(rss('<item><title>Item 1</title><link>/1</link></item>'));
      else page(request, response);
    });
    const reading = await source(web, { fullText: true }).read();
    expect(reading.problems[0]?.message).toMatch(message);
    expect(reading.documents).toMatchObject([{ title: 'Item 1', partial: true }]);
  });
});
