import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { briefingPlace } from '../../src/briefing/place.ts';
import { renderBriefing } from '../../src/briefing/render.ts';
import { writable } from '../../src/briefing/writable.ts';
import { type BriefingFile, openBriefingFolder } from '../../src/briefing/write.ts';
import { writeBriefings } from '../support/write-briefings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-write-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(title: string, own: Partial<Article & { text: string; partial: boolean }> = {}): BriefingFile {
  const article = writable({
    id: '',
    path: 'feed#1',
    origin: 'Lab',
    dialect: 'auto',
    severity: 'MED',
    title,
    sources: ['Lab'],
    published: '2026-02-03',
    url: `https://lab.example/${encodeURIComponent(title)}`,
    techniques: [],
    phases: [],
    indicators: [],
    hunts: [],
    problems: [],
    ...own,
  });
  return {
    article,
    text: renderBriefing(article, { reasons: [], profile: own.text ?? 'x' }),
    ...(own.partial ? { partial: true } : {}),
  };
}

async function write(...files: BriefingFile[]): Promise<string[]> {
  const { files: done, problems } = await writeBriefings(files, folder);
  expect(problems).toEqual([]);
  return done.map(({ path, outcome }) => `${outcome} ${relative(folder, path)}`);
}

function tree(): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

describe('briefings in a folder', () => {
  it('stand under their day and title, as the feed’s own do', async () => {
    const long = 'CISA KEV: CVE-2099-10001 — Acmex Gateway Server-Side Request Forgery (SSRF) Vulnerability';
    expect(await write(file('A plain title'), file(long), file('No day', { published: null }))).toEqual([
      'written 2026-02-03/a-plain-title.md',
      'written 2026-02-03/cisa-kev-cve-2099-10001-acmex-gateway-server-side-request-fo.md',
      'written undated/no-day.md',
    ]);
    expect(readFileSync(join(folder, '2026-02-03/a-plain-title.md'), 'utf8')).toBe(file('A plain title').text);
  });

  it('are left untouched where nothing has changed, and written where something has', async () => {
    await write(file('One'), file('Two'));
    const before = statSync(join(folder, '2026-02-03/one.md'));
    expect(await write(file('One'), file('Two', { text: 'more' }))).toEqual([
      'unchanged 2026-02-03/one.md',
      'written 2026-02-03/two.md',
    ]);
    const after = statSync(join(folder, '2026-02-03/one.md'));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
    expect(await write(file('One'), file('Two', { text: 'more' }))).toEqual([
      'unchanged 2026-02-03/one.md',
      'unchanged 2026-02-03/two.md',
    ]);
  });

  it('leave no drafts behind', async () => {
    await write(...Array.from({ length: 60 }, (_, n) => file(`Title ${n}`)));
    expect(tree()).toHaveLength(60);
    expect(tree().every((name) => name.endsWith('.md'))).toBe(true);
  });

  it('of one title and day get names of their own, whatever the order, and keep them', async () => {
    const same = ['https://a.example/1', 'https://a.example/2', 'https://a.example/3'].map((url) =>
      file('Same', { url }),
    );
    await write(...same);
    const first = new Map(tree().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
    expect(first.size).toBe(3);
    expect(tree()).toContain('2026-02-03/same.md');
    rmSync(join(folder, '2026-02-03'), { recursive: true });
    await write(...[...same].reverse());
    expect(new Map(tree().map((name) => [name, readFileSync(join(folder, name), 'utf8')]))).toEqual(first);
    for (const one of same) expect(await write(one)).toEqual([expect.stringMatching(/^unchanged /)]);
    expect(tree()).toHaveLength(3);
  });

  it('of an article that comes later never take another’s file', async () => {
    const files = ['https://a.example/1', 'https://a.example/2'].map((url) => file('Same', { url }));
    const sorted = files.sort((a, b) => (a.article.id < b.article.id ? -1 : 1)) as [BriefingFile, BriefingFile];
    expect(await write(sorted[1])).toEqual(['written 2026-02-03/same.md']);
    const [line] = await write(sorted[0]);
    expect(line).toBe(`written 2026-02-03/same-${sorted[0].article.id.slice(0, 8)}.md`);
    expect(await write(sorted[0], sorted[1])).toEqual([
      line?.replace('written', 'unchanged'),
      'unchanged 2026-02-03/same.md',
    ]);
  });

  it('do not meet where a title imitates another’s own name', async () => {
    const files = ['https://a.example/1', 'https://a.example/2'].map((url) => file('Same', { url }));
    const victim = files.sort((a, b) => (a.article.id < b.article.id ? -1 : 1))[1] as BriefingFile;
    const imitation = file(`Same ${victim.article.id.slice(0, 8)}`);
    await write(...files, imitation);
    expect(tree()).toHaveLength(3);
    expect(await write(...files, imitation)).toEqual(Array(3).fill(expect.stringMatching(/^unchanged/)));
  });

  it('replace nothing of anybody else’s, no analyst’s overlay, and no fuller reading', async () => {
    mkdirSync(join(folder, '2026-02-03/taken.md'), { recursive: true });
    writeFileSync(join(folder, '2026-02-03/notes.md'), 'my notes\n');
    const one = file('Overlay');
    writeFileSync(join(folder, '2026-02-03/overlay.md'), `<!-- curated:true -->\n${one.text}`);
    await write(file('Whole', { text: 'all of it' }));
    expect(await write(file('Notes'), file('Taken'), one, file('Whole', { text: 'less', partial: true }))).toEqual([
      expect.stringMatching(/^written 2026-02-03\/notes-[0-9a-f]{8}\.md$/),
      expect.stringMatching(/^written 2026-02-03\/taken-[0-9a-f]{8}\.md$/),
      'unchanged 2026-02-03/overlay.md',
      'unchanged 2026-02-03/whole.md',
    ]);
    expect(readFileSync(join(folder, '2026-02-03/notes.md'), 'utf8')).toBe('my notes\n');
    expect(readFileSync(join(folder, '2026-02-03/overlay.md'), 'utf8')).toMatch(/^<!-- curated/);
  });

  it('of one article read twice are one file, the fullest, whatever the order', async () => {
    const readings = [
      file('One', { text: 'short' }),
      file('One', { text: 'a longer text' }),
      file('One', { text: 'z'.repeat(90), partial: true }),
    ];
    expect((await write(...readings)).map((line) => line.split(' ')[0])).toEqual(['unchanged', 'written', 'unchanged']);
    expect((await write(...readings.reverse())).map((line) => line.split(' ')[0])).toEqual(Array(3).fill('unchanged'));
    expect(tree()).toEqual(['2026-02-03/one.md']);
  });

  it.skipIf(process.getuid?.() === 0)('that cannot be written are told, and stop none of the others', async () => {
    mkdirSync(join(folder, '2026-02-03'));
    chmodSync(join(folder, '2026-02-03'), 0o500);
    const { files, problems } = await writeBriefings([file('One'), file('Two', { published: null })], folder);
    expect(files.map(({ outcome }) => outcome)).toEqual(['failed', 'written']);
    expect(problems.map(({ code }) => code)).toEqual(['unwritable']);
    chmodSync(join(folder, '2026-02-03'), 0o700);
  });

  it('below a file in the way are told, and stop none of the others', async () => {
    writeFileSync(join(folder, '2026-02-03'), 'a file');
    const { files, problems } = await writeBriefings([file('One'), file('Two', { published: null })], folder);
    expect(files.map(({ outcome }) => outcome)).toEqual(['failed', 'written']);
    expect(problems).toEqual([
      expect.objectContaining({ code: 'unwritable', path: join(folder, '2026-02-03/one.md') }),
    ]);
    expect(existsSync(join(folder, 'undated/two.md'))).toBe(true);
  });
});

describe('a folder that is written into as briefings are made', () => {
  const placeOf = ({ article }: BriefingFile) => join(folder, briefingPlace(article));

  it('has each as soon as nothing else may share its file', async () => {
    const [one, two] = [file('One'), file('Two')];
    const open = await openBriefingFolder(folder, [one.article, two.article]);
    await open.put(0, one);
    await vi.waitFor(() => expect(readFileSync(placeOf(one), 'utf8')).toBe(one.text));
    expect(existsSync(placeOf(two))).toBe(false);
    await open.put(1, two);
    const { files } = await open.close();
    expect(files).toEqual([one, two].map((each) => ({ path: placeOf(each), outcome: 'written' })));
  });

  it('holds those of one place back until all of them are there, or known not to come', async () => {
    const [one, same] = [file('One'), file('One', { url: 'https://lab.example/other' })];
    const open = await openBriefingFolder(folder, [one.article, same.article, file('Three').article]);
    await open.put(0, one);
    await open.put(2, null);
    expect(existsSync(placeOf(one))).toBe(false);
    await open.put(1, null);
    const { files, problems } = await open.close();
    expect({ files, problems }).toEqual({ files: [{ path: placeOf(one), outcome: 'written' }], problems: [] });
  });

  it('takes the fuller of two readings of one article, whatever their titles say', async () => {
    const itemId = '3f2c3c52-6e0a-5d0b-9c3e-2b1f6d1f7a10';
    const short = file('One', { itemId });
    const long = file('Another title', { itemId, text: 'much more to read '.repeat(20) });
    const open = await openBriefingFolder(folder, [short.article, long.article]);
    await open.put(0, short);
    await open.put(1, long);
    const { files } = await open.close();
    expect(files.map(({ outcome }) => outcome)).toEqual(['unchanged', 'written']);
    expect(readdirSync(join(folder, '2026-02-03'))).toEqual(['another-title.md']);
  });
});

describe('a place', () => {
  it.each(['CON', 'nul', 'Com1', 'LPT9', 'aux'])('is never Windows’ device %s', (title) => {
    expect(briefingPlace({ title, published: null, id: '01234567-x' })).toBe(
      `undated/${title.toLowerCase()}-01234567.md`,
    );
  });

  it('spells what it can and names what it cannot', () => {
    expect(briefingPlace({ title: 'Шифровальщик', published: null, id: 'abcdef01' })).toBe('undated/shifrovalschik.md');
    expect(briefingPlace({ title: '???', published: null, id: 'abcdef01-9' })).toBe('undated/article-abcdef01.md');
  });

  it('is inside its folder and portable, whatever the title and the date', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('../../etc/passwd', '..\\..\\x', '/abs', 'a\0b', '.')),
        fc.oneof(fc.string(), fc.constantFrom('../../x', '2026-02-03')),
        fc.uuid(),
        (title, published, id) => {
          const place = briefingPlace({ title, published, id });
          expect(place).toMatch(/^(?:\d{4}-\d{2}-\d{2}|undated)\/[a-z0-9][a-z0-9-]{0,69}\.md$/);
          expect(dirname(dirname(resolve('/out', place)))).toBe('/out');
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("what another publisher calls by an article's name", () => {
  const itemId = '5a1b6c1e-3f4d-5e6f-8a9b-0c1d2e3f4a5b';
  const own = { id: itemId, itemId, text: 'of the lab' };
  const theirs = {
    id: itemId,
    itemId,
    sources: ['Rogue'],
    published: '2026-03-01',
    text: 'much longer, and of somebody else',
  };

  it('takes the place of nothing, in one run or in two', async () => {
    const [ours, rogue] = [file('An article', own), file('Another title', theirs)];
    await write(ours);
    await write(rogue);
    const texts = tree().map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(texts).toContain(ours.text);
    expect(texts).toContain(rogue.text);
    rmSync(folder, { recursive: true });
    await write(rogue, ours);
    expect(tree().map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(
      expect.arrayContaining([ours.text, rogue.text]),
    );
    const before = tree();
    expect((await write(rogue, ours)).every((line) => line.startsWith('unchanged'))).toBe(true);
    expect(tree()).toEqual(before);
  });
});
