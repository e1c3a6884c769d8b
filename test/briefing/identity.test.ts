import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { articleId, idsOf, itemIdOf } from '../../src/briefing/identity.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { renderBriefing } from '../../src/briefing/render.ts';
import { writable } from '../../src/briefing/writable.ts';
import type { BriefingFile } from '../../src/briefing/write.ts';
import { item } from '../hunts/feed-articles.ts';
import { writeBriefings } from '../support/write-briefings.ts';

const read = (text: string) => parseBriefing({ kind: 'briefing', path: 'x.md', text }, 'x');
const written = (article: Article) => renderBriefing(article, { reasons: [], profile: 'x' });

describe('the id of an item of a feed', () => {
  const url = 'https://lab.example/posts/moss';
  const of = (id: string | undefined, more: { url?: string; title?: string } = {}) =>
    itemIdOf({ url, title: 'Moss', publisher: 'Lab', ...(id === undefined ? {} : { id }), ...more });

  test('is the feed’s own, whatever the title is today', () => {
    expect(of('post-1', { title: 'Corrected' })).toBe(of('post-1'));
    expect(of('post-2')).not.toBe(of('post-1'));
  });

  test('counts on one site where it is nothing but a number, and everywhere where it is an address or says what it is', () => {
    const elsewhere = { url: 'https://other.example/posts/moss' };
    expect(of('17', elsewhere)).not.toBe(of('17'));
    expect(of('17', { url: 'http://www.lab.example/moved' })).toBe(of('17'));
    for (const id of [
      'https://lab.example/?p=17',
      'urn:uuid:6aa48f79-4620-4965-b266-2a447af64397',
      'tag:lab.example,2026:17',
    ]) {
      expect(of(id, elsewhere)).toBe(of(id));
    }
  });

  test('is one for links that lead to one page', () => {
    const links = [
      'http://www.lab.example/a/',
      'https://lab.example/a',
      'https://lab.example/a?utm_source=rss&utm_medium=feed',
    ];
    expect(new Set(links.map((link) => of(link))).size).toBe(1);
    expect(of('https://lab.example/a?id=1')).not.toBe(of('https://lab.example/a?id=2'));
    expect(of('https://lab.example/a#one')).not.toBe(of('https://lab.example/a#two'));
  });

  test('is that of url and title where the feed gives none', () => {
    expect(of(undefined)).toBe(articleId(url, 'Moss'));
  });
});

describe('a briefing that collect wrote', () => {
  const own = writable(
    item({
      title: 'Moss returns',
      domains: ['moss-cdn.top'],
      names: [
        { name: 'MOSSLATCH', kind: 'malware', coined: true },
        { name: 'APT28', kind: 'group' },
      ],
      partOf: [articleId('https://lab.example/w', 'Weekly')],
    }),
  );

  test('carries the item’s id, its names, the whole it is of, and what its queries were made of', () => {
    const back = read(written(own));
    expect(back).toMatchObject({ id: own.id, itemId: own.id, names: own.names, partOf: own.partOf, problems: [] });
    expect(back.hunts[0]?.search).toEqual(own.hunts[0]?.search);
    expect(idsOf(back)).toEqual([own.id, articleId(own.url, 'Moss returns')]);
  });

  test('is the same article when somebody corrects its title in the file', () => {
    expect(read(written(own).replace('Moss returns', 'Moss is back')).id).toBe(own.id);
  });

  test('no longer says what a query looks for once somebody has edited it', () => {
    const edited = read(written(own).replace('moss-cdn.top', 'other.top').replaceAll('"moss-cdn.top"', '"other.top"'));
    expect(edited.hunts[0]?.queries['kql']).toContain('other.top');
    expect(edited.hunts[0]?.search).toBeUndefined();
  });

  test('an id that is none leaves the article its url and title', () => {
    for (const id of ['1', own.id.toUpperCase(), `${own.id} x`]) {
      const back = read(written(own).replace(`**Item:** ${own.id}`, `**Item:** ${id}`));
      expect(back.id).toBe(articleId(own.url, own.title));
      expect(back.itemId).toBeUndefined();
    }
  });

  test('what a correction takes back are no indicators of it', () => {
    const retracts = [{ type: 'domain' as const, value: 'moss-cdn.top' }];
    const back = read(written(writable(item({ title: 'Correction', noThreat: 'takes back', retracts }))));
    expect(back).toMatchObject({ indicators: [], retracts, problems: [] });
  });
});

describe('a folder of briefings', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'huntsync-items-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const fileOf = (article: Article): BriefingFile => ({ article: writable(article), text: written(article) });
  const files = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  const url = 'https://lab.example/moss';

  test('keeps the file of an item that has another title or date today', async () => {
    await writeBriefings([fileOf(item({ title: 'Moss', url })), fileOf(item({ title: 'Fern' }))], folder);
    const before = files();
    const again = fileOf(item({ title: 'Moss, corrected', url, published: '2026-01-09' }));
    const { files: done } = await writeBriefings([again], folder);
    expect(done.map(({ outcome }) => outcome)).toEqual(['written']);
    expect(files()).toEqual(before);
    expect(readFileSync(done[0]?.path ?? '', 'utf8')).toContain('Moss, corrected');
    const { files: third } = await writeBriefings([again], folder);
    expect(third).toEqual([{ path: done[0]?.path, outcome: 'unchanged' }]);
  });

  test('finds what was written under url and title, and gives it the item’s id', async () => {
    const own = item({ title: 'Moss', url });
    const { itemId: _, ...old } = own;
    const { files: first } = await writeBriefings([fileOf({ ...old, id: articleId(url, 'Moss') })], folder);
    const path = first[0]?.path ?? '';
    expect(readFileSync(path, 'utf8')).not.toContain('**Item:**');
    const { files: second } = await writeBriefings([fileOf(own)], folder);
    expect(second).toEqual([{ path, outcome: 'written' }]);
    expect(readFileSync(path, 'utf8')).toContain(`**Item:** ${own.id}`);
    expect(files()).toHaveLength(1);
  });

  test('never takes another’s file for that of an item', async () => {
    const { files: first } = await writeBriefings([fileOf(item({ title: 'Moss', url }))], folder);
    const path = first[0]?.path ?? '';
    writeFileSync(path, 'Notes of an analyst.');
    const { files: second } = await writeBriefings([fileOf(item({ title: 'Moss', url }))], folder);
    expect(second[0]?.path).not.toBe(path);
    expect(readFileSync(path, 'utf8')).toBe('Notes of an analyst.');
  });
});
