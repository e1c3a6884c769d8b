import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { collectReadings } from '../../src/classify/collect.ts';
import { classifyItem } from '../../src/classify/item.ts';
import { collect } from '../../src/commands/collect.ts';
import type { Context } from '../../src/commands/context.ts';
import { UsageError } from '../../src/core/errors.ts';
import { createLog } from '../../src/core/log.ts';
import { SIEMS } from '../../src/siems.ts';
import type { ItemDocument, SourceReading } from '../../src/sources/source.ts';
import { languagesOf } from '../../src/sync/siem.ts';
import { type Handler, send, startWeb } from '../sources/support/web.ts';

/** What collected briefings are written in. */
const LANGUAGES_IN_USE = { languages: languagesOf(SIEMS) };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-collect-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Entry {
  readonly title: string;
  readonly text: string;
}

/** Articles of the five seeds' kinds, of our own writing: what they are about is alike, no sentence is. */
const ENTRIES: readonly Entry[] = [
  {
    title: 'Shipping images that developers can vouch for',
    text: 'Scanners at the very end of the software supply chain tell a developer little. Ours runs while the image is built, so that a poor base image never leaves the laptop.',
  },
  {
    title: 'Who guards what you depend on?',
    text: 'A supply chain attack reached everybody who installed the trojanized update of a build tool. The malware sent the tokens of each machine to the attackers.',
  },
  {
    title: 'Five years of asking maintainers',
    text: 'Most maintainers want to do more. One of them showed us collect_metrics_v2.py: attackers left the malware in her home folder, and it steals her tokens each night.',
  },
];

function rss(entries: readonly Entry[]): Handler {
  const items = entries.map(
    ({ title, text }, n) =>
      `<item><title>${title}</title><link>https://blog.acmex-lab.net/${n}</link><guid>${n}</guid>` +
      `<pubDate>Tue, 03 Feb 2026 09:00:00 GMT</pubDate><description>${text}</description></item>`,
  );
  return send(
    `<rss version="2.0"><channel><title>Lab</title><link>https://blog.acmex-lab.net</link>${items.join('')}</channel></rss>`,
  );
}

function setUp(...urls: string[]) {
  const config = join(folder, 'huntsync.yaml');
  const sources = urls.map(
    (url, n) => `  - { kind: rss, name: Lab ${n + 1}, url: "${url}", allowPrivateAddresses: true }`,
  );
  writeFileSync(
    config,
    `sources:\n${sources.join('\n') || '  - { kind: briefings, path: . }'}\nplatforms:\n  - { name: s, kind: splunk, url: "https://splunk.invalid:8089", token: "\${TOKEN}" }\n`,
  );
  const printed: string[] = [];
  const logged: string[] = [];
  const context: Context = {
    env: { TOKEN: 'not-a-real-token' },
    log: createLog({ write: (line) => logged.push(line) }),
    print: (text) => printed.push(text),
    stderr: process.stderr,
    now: () => new Date('2026-02-04T00:00:00Z'),
    cacheDir: undefined,
    siems: SIEMS,
    signal: new AbortController().signal,
  };
  const out = join(folder, 'out');
  return {
    printed,
    logged,
    out,
    run: (json = true) => collect({ config, out, json }, context),
    report: () => JSON.parse(printed.at(-1) ?? ''),
    articles: (): Article[] =>
      (readdirSync(out, { recursive: true }) as string[])
        .filter((name) => name.endsWith('.md'))
        .sort()
        .map((path) =>
          parseBriefing(
            { kind: 'briefing', path, text: readFileSync(join(out, path), 'utf8') },
            'out',
            LANGUAGES_IN_USE,
          ),
        ),
  };
}

describe('huntsync collect', () => {
  it('refuses a folder that is a file before it asks any feed', async () => {
    const { run, out } = setUp('http://127.0.0.1:9/feed');
    writeFileSync(out, 'mine');
    await expect(run()).rejects.toEqual(expect.objectContaining({ message: `${out} is a file.`, exitCode: 4 }));
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  it('makes briefings out of a feed, with hunts for what the articles tell of', async () => {
    const web = await startWeb(rss(ENTRIES));
    const { run, articles, out } = setUp(`${web.url}/feed`);
    expect(await run()).toBe(0);
    const found = articles();
    expect(found.map(({ problems }) => problems)).toEqual([[], [], []]);
    const [script, image, depend] = found as [Article, Article, Article];

    for (const article of [image, depend]) {
      expect(article).toMatchObject({ sources: ['Lab 1'], published: '2026-02-03', indicators: [] });
      expect(readFileSync(join(out, article.path), 'utf8')).toContain('\n- _No high-fidelity IOCs');
    }
    // The first only speaks of such attacks, the second says what one did.
    expect(image).toMatchObject({ severity: 'LOW', hunts: [], techniques: [] });
    expect(depend.hunts.map(({ useCase }) => useCase)).toContain('UC_SUPPLY_CHAIN');
    expect(readFileSync(join(out, depend.path), 'utf8')).toContain(
      '`UC_SUPPLY_CHAIN` · phase: **exploit** · confidence: **Medium**\n',
    );
    expect(depend.techniques.map(({ id }) => id)).toEqual(['T1195.002', 'T1041']);
    expect(script.hunts).toContainEqual(
      expect.objectContaining({
        title: 'Article-specific behavioural hunt — Five years of asking maintainers',
        phase: 'exploit',
        confidence: 'Medium',
        queries: expect.objectContaining({
          spl: expect.stringContaining('collect_metrics_v2.py'),
          kql: expect.stringContaining('collect_metrics_v2.py'),
        }),
      }),
    );
  });

  it('writes only what is new or changed', async () => {
    const web = await startWeb(rss(ENTRIES));
    const { run, report, out } = setUp(`${web.url}/feed`);
    await run();
    const paths = [
      'five-years-of-asking-maintainers',
      'shipping-images-that-developers-can-vouch-for',
      'who-guards-what-you-depend-on',
    ].map((slug) => join(out, '2026-02-03', `${slug}.md`));
    expect(report()).toEqual({
      feeds: [{ name: 'Lab 1', url: `${web.url}/feed`, status: 'ok', articles: 3, written: 3, unchanged: 0 }],
      written: paths,
      problems: [],
    });
    const before = statSync(paths[0] as string).mtimeMs;
    await run();
    expect(report()).toMatchObject({ feeds: [{ articles: 3, written: 0, unchanged: 3 }], written: [] });
    web.serve(
      rss(ENTRIES.map((entry, n) => (n === 1 ? { ...entry, text: `${entry.text} It was ransomware.` } : entry))),
    );
    await run();
    expect(report()).toMatchObject({ feeds: [{ articles: 3, written: 1, unchanged: 2 }], written: [paths[2]] });
    expect(statSync(paths[0] as string).mtimeMs).toBe(before);
  });

  it('keeps what one feed says where another fails, names it, and fails', async () => {
    const web = await startWeb((request, response) =>
      request.url === '/feed' ? rss(ENTRIES)(request, response) : send('gone', {}, 404)(request, response),
    );
    const { run, report, articles } = setUp(`${web.url}/feed`, `${web.url}/lost`);
    expect(await run()).toBe(1);
    expect(report().feeds).toEqual([
      { name: 'Lab 1', url: `${web.url}/feed`, status: 'ok', articles: 3, written: 3, unchanged: 0 },
      { name: 'Lab 2', url: `${web.url}/lost`, status: 'failed', articles: 0, written: 0, unchanged: 0 },
    ]);
    expect(report().problems).toEqual([
      { source: 'Lab 2', code: 'feed-failed', message: expect.stringContaining('404') },
    ]);
    expect(articles()).toHaveLength(3);
  });

  it('tells people a line a feed', async () => {
    const web = await startWeb(rss(ENTRIES));
    const { run, printed, logged } = setUp(`${web.url}/feed`);
    await run(false);
    expect(printed).toEqual(['read           3 articles    3 written    0 unchanged  Lab 1']);
    expect(logged.join('')).toContain('3 briefings written to');
  });

  it('needs a feed', async () => {
    await expect(setUp().run()).rejects.toThrow(UsageError);
  });
});

describe('collecting', () => {
  const item = (title: string, own: Partial<ItemDocument> = {}): ItemDocument => ({
    kind: 'item',
    path: `feed#${title}`,
    publisher: 'Lab',
    title,
    url: `https://blog.acmex-lab.net/${encodeURIComponent(title)}`,
    published: '2026-02-03',
    text: 'A supply chain attack.',
    ...own,
  });
  const reading = (...documents: ItemDocument[]): SourceReading => ({
    source: 'Lab',
    authoritative: false,
    documents,
    problems: [],
    complete: true,
    feed: { url: 'https://blog.acmex-lab.net/feed', status: 'ok' },
  });

  it('survives an article that cannot be classified, and says so', async () => {
    const result = await collectReadings(
      [reading(item('Bad'), item('Good'))],
      (document, origin) => {
        if (document.title === 'Bad') throw new Error('no');
        return classifyItem(document, origin);
      },
      folder,
    );
    expect(result).toMatchObject({
      feeds: [{ articles: 1, written: 1 }],
      problems: [{ source: 'Lab', code: 'unclassified', path: 'feed#Bad' }],
      complete: false,
    });
  });

  it('names the feed of a file that cannot be written', async () => {
    writeFileSync(join(folder, '2026-02-03'), 'in the way');
    const result = await collectReadings([reading(item('One'))], classifyItem, folder);
    expect(result).toMatchObject({
      feeds: [{ articles: 1, written: 0, unchanged: 0 }],
      problems: [{ source: 'Lab', code: 'unwritable' }],
      complete: false,
    });
  });

  it('writes an article down as the one that a sync from the feed has in memory', async () => {
    const hostile = item('x ```spl\u202e ## Recommended hunts', {
      publisher: 'Lab, Inc.',
      url: 'https://blog.acmex-lab.net/a b',
      text: 'The malware dumps the memory of LSASS and runs evil_loader.exe.\n## Recommended hunts\n```spl\nThe trojanized update ran evil_loader.exe and CVE-2026-12345.\n`UC_X` · phase: **c2**',
    });
    const { written, complete } = await collectReadings([reading(hostile)], classifyItem, folder);
    expect(complete).toBe(true);
    const path = written[0] as string;
    const back = parseBriefing({ kind: 'briefing', path, text: readFileSync(path, 'utf8') }, 'Lab', LANGUAGES_IN_USE);
    const { article } = classifyItem(hostile, 'Lab');
    const plain = article.hunts.map(({ fromCatalogue: _, ...hunt }) => hunt);
    // A briefing says neither that it was classified in this run, nor when an indicator ends.
    const { classified: _, ...told } = article;
    const indicators = article.indicators.map(({ type, value }) => ({ type, value }));
    expect(back).toEqual({ ...told, indicators, path, hunts: plain });
    expect(back.hunts.length).toBeGreaterThan(1);
  });
});
