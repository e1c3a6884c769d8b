import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBriefingsSource, MAX_BRIEFING_BYTES } from '../../src/sources/briefings.ts';
import type { SourceReading } from '../../src/sources/source.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-briefings-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function read(path = folder): Promise<SourceReading> {
  return createBriefingsSource({ name: 'local', path, authoritative: true }).read();
}

/** What was read, as path below the folder and text. */
function texts(reading: SourceReading): Record<string, string> {
  return Object.fromEntries(reading.documents.map(({ path, text }) => [relative(folder, path), text]));
}

describe('a folder', () => {
  it('is read without what is excluded from it', async () => {
    write({ 'README.md': 'no', 'a/README.md': 'no', 'drafts/x.md': 'no', 'a/1.md': 'one', 'notes.txt': 'no' });
    const exclude = ['README.md', 'drafts/**', '*.txt'];
    const reading = await createBriefingsSource({ name: 'local', path: folder, exclude, authoritative: true }).read();
    expect(texts(reading)).toEqual({ 'a/1.md': 'one' });
    expect(reading.complete).toBe(true);
  });

  it('is read whole, in one order, without what the producer keeps beside its briefings', async () => {
    write({
      'b/2.md': 'two',
      'a/1.txt': 'one',
      'B.MD': 'upper',
      'we[ir]d {a,b}.md': 'odd name',
      'INDEX.md': 'no',
      'a/_TEMPLATES.md': 'no',
      '_weekly/w.md': 'no',
      'a/node_modules/x/README.md': 'no',
      '.hidden.md': 'no',
      '.git/x.md': 'no',
      'data.json': 'no',
    });
    const reading = await read();
    expect(texts(reading)).toEqual({
      'B.MD': 'upper',
      'a/1.txt': 'one',
      'b/2.md': 'two',
      'we[ir]d {a,b}.md': 'odd name',
    });
    expect(reading.documents.map(({ path }) => relative(folder, path))).toEqual([
      'B.MD',
      'a/1.txt',
      'b/2.md',
      'we[ir]d {a,b}.md',
    ]);
    expect(reading).toMatchObject({ source: 'local', authoritative: true, problems: [], complete: true });
  });

  it('keeps the path as the user gave it', async () => {
    write({ 'a/1.md': 'one' });
    const given = relative(process.cwd(), folder);
    expect((await read(given)).documents[0]?.path).toBe(join(given, 'a/1.md'));
  });

  it('that is missing is a problem and an incomplete reading', async () => {
    const reading = await read(join(folder, 'gone'));
    expect(reading).toMatchObject({ documents: [], complete: false, problems: [{ code: 'unreadable' }] });
    expect(reading.problems[0]?.path).toBe(join(folder, 'gone'));
  });

  it.each([
    ['is empty', {}],
    ['holds nothing but other files', { 'INDEX.md': 'x', 'a/data.json': '{}' }],
  ])('that %s may have failed to mount: incomplete', async (_, files) => {
    write(files);
    expect(await read()).toMatchObject({
      documents: [],
      complete: false,
      problems: [{ code: 'no-briefings', path: folder }],
    });
  });
});

describe('a file', () => {
  it('can be a source by itself, whatever its name', async () => {
    write({ 'notes.briefing': 'text' });
    const path = join(folder, 'notes.briefing');
    expect((await read(path)).documents).toEqual([{ kind: 'briefing', path, text: 'text' }]);
  });

  it.each([
    ['is empty', '', 'empty-file'],
    ['holds white space only', ' \n\n', 'empty-file'],
    ['is binary', Uint8Array.of(0x23, 0, 0x20, 0), 'binary-file'],
    ['is not UTF-8', Uint8Array.of(0x23, 0x20, 0xe4, 0x0a), 'bad-encoding'],
  ])('that %s is told, and its neighbours are read', async (_, content, code) => {
    write({ 'a.md': 'before', 'b.md': content, 'c.md': 'after' });
    const reading = await read();
    expect(texts(reading)).toMatchObject({ 'a.md': 'before', 'c.md': 'after' });
    expect(reading).toMatchObject({ complete: false, problems: [{ code, path: join(folder, 'b.md') }] });
  });

  it('of another encoding is read as far as it goes', async () => {
    write({ 'a.md': Uint8Array.of(0x23, 0x20, 0xe4, 0x0a) });
    expect(texts(await read())).toEqual({ 'a.md': '# \ufffd\n' });
  });

  it('that holds U+FFFD itself is fine, and a byte order mark is dropped', async () => {
    write({ 'a.md': '\ufeff# \ufffd' });
    const reading = await read();
    expect(texts(reading)).toEqual({ 'a.md': '# \ufffd' });
    expect(reading.complete).toBe(true);
  });

  it('that is too large is told and not read', async () => {
    write({ 'a.md': 'a', 'b.md': '' });
    truncateSync(join(folder, 'b.md'), MAX_BRIEFING_BYTES + 1);
    const reading = await read();
    expect(texts(reading)).toEqual({ 'a.md': 'a' });
    expect(reading).toMatchObject({ complete: false, problems: [{ code: 'too-large' }] });
  });

  it.skipIf(process.platform === 'win32')('that is a pipe does not stop the reading', async () => {
    write({ 'a.md': 'a' });
    execFileSync('mkfifo', [join(folder, 'b.md')]);
    const reading = await read();
    expect(texts(reading)).toEqual({ 'a.md': 'a' });
    expect(reading).toMatchObject({ complete: false, problems: [{ code: 'unreadable' }] });
  });

  it.skipIf(process.getuid?.() === 0)('or folder that may not be read is told (cannot be shown as root)', async () => {
    write({ 'a.md': 'a', 'b.md': 'b', 'c/d.md': 'd' });
    chmodSync(join(folder, 'b.md'), 0);
    chmodSync(join(folder, 'c'), 0);
    const reading = await read();
    chmodSync(join(folder, 'c'), 0o700);
    expect(texts(reading)).toEqual({ 'a.md': 'a' });
    expect(reading.complete).toBe(false);
    expect(reading.problems.map(({ path }) => path)).toEqual([join(folder, 'c'), join(folder, 'b.md')]);
  });
});

describe('links', () => {
  it('are followed: a mounted configuration map consists of them', async () => {
    write({ '..data/one.md': 'one' });
    symlinkSync('..data/one.md', join(folder, 'one.md'));
    expect(texts(await read())).toEqual({ 'one.md': 'one' });
  });

  it('that form loops end, and each file counts once, under its own name', async () => {
    for (let i = 0; i < 8; i += 1) write({ [`d${i}/f.md`]: `file ${i}` });
    for (let i = 0; i < 8; i += 1) {
      symlinkSync('..', join(folder, `d${i}`, 'a-up'));
      for (let j = 0; j < 8; j += 1) symlinkSync(join('..', `d${j}`), join(folder, `d${i}`, `a-link${j}`));
    }
    symlinkSync('d0/f.md', join(folder, 'a-file.md'));
    const reading = await read();
    expect(Object.keys(texts(reading))).toEqual(Array.from({ length: 8 }, (_, i) => `d${i}/f.md`));
    expect(reading.complete).toBe(true);
  });

  it('that lead nowhere are told', async () => {
    write({ 'a.md': 'a' });
    symlinkSync('gone', join(folder, 'b'));
    const reading = await read();
    expect(texts(reading)).toEqual({ 'a.md': 'a' });
    expect(reading).toMatchObject({ complete: false, problems: [{ code: 'unreadable', path: join(folder, 'b') }] });
  });
});

it('stops when asked to', async () => {
  write({ 'a.md': 'a' });
  const source = createBriefingsSource({ name: 'local', path: folder, authoritative: false });
  await expect(source.read(AbortSignal.abort())).rejects.toThrow('aborted');
});
