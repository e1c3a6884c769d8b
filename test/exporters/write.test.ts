import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeExport } from '../../src/exporters/write.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-write-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const NONE = /(?!)/;
const write = (paths: Record<string, string>, ours = NONE) =>
  writeExport({ files: Object.entries(paths).map(([path, content]) => ({ path, content })), ours }, folder);

describe('an export', () => {
  test('is written once; what has not changed is not touched', async () => {
    const first = await write({ 'a.json': '1', 'Hunting Queries/b.yaml': 'é' });
    expect(first.files.map(({ outcome }) => outcome)).toEqual(['written', 'written']);
    expect(readFileSync(join(folder, 'Hunting Queries/b.yaml'), 'utf8')).toBe('é');
    const before = statSync(join(folder, 'a.json')).mtimeMs;
    const second = await write({ 'a.json': '1', 'Hunting Queries/b.yaml': 'e' });
    expect(second.files).toEqual([
      { path: 'a.json', outcome: 'unchanged' },
      { path: 'Hunting Queries/b.yaml', outcome: 'written' },
    ]);
    expect(statSync(join(folder, 'a.json')).mtimeMs).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['Hunting Queries', 'a.json']);
    expect(readdirSync(join(folder, 'Hunting Queries'))).toEqual(['b.yaml']);
  });

  test('tells of what an earlier one left, and leaves it and everything else alone', async () => {
    await write({ 'hunting-queries-1.json': '1', 'hunting-queries-2.json': '2', 'Hunting Queries/x.yaml': 'x' });
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    const { stale } = await write(
      { 'hunting-queries-1.json': '1' },
      /^(hunting-queries-\d+\.json|Hunting Queries\/.*)$/,
    );
    expect(stale).toEqual(['Hunting Queries/x.yaml', 'hunting-queries-2.json']);
    expect(readdirSync(folder).sort()).toEqual([
      'Hunting Queries',
      'hunting-queries-1.json',
      'hunting-queries-2.json',
      'notes.txt',
    ]);
  });

  test('goes on past a file that cannot be written, and leaves no draft of it', async () => {
    mkdirSync(join(folder, 'a.json'));
    const { files, problems } = await write({ 'a.json': '1', 'b.json': '2' });
    expect(files.map(({ outcome }) => outcome)).toEqual(['failed', 'written']);
    expect(problems).toEqual([expect.objectContaining({ code: 'unwritable', path: join(folder, 'a.json') })]);
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'b.json']);
  });

  test.each([
    '../a.json',
    '/a.json',
    'a//b',
    '.hidden',
    'a/../b',
    'C:/x',
    'a\\b',
    'con.yaml',
    'Hunting Queries/NUL',
    'ends.',
    'ends ',
    'x'.repeat(121),
    'café.yaml',
    '',
  ])('never has a place such as %j', async (path) => {
    await expect(write({ [path]: 'x' })).rejects.toThrow('not a safe place');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is made in a folder that is not there yet', async () => {
    const deep = join(folder, 'x/y');
    await writeExport({ files: [{ path: 'a', content: Buffer.from([0, 255]) }], ours: NONE }, deep);
    expect([...readFileSync(join(deep, 'a'))]).toEqual([0, 255]);
  });
});

test.skipIf(process.getuid?.() === 0)('a folder that may not be written to (skipped for root)', async () => {
  chmodSync(folder, 0o500);
  const { files } = await write({ 'a.json': '1' });
  expect(files).toEqual([{ path: 'a.json', outcome: 'failed' }]);
});
