import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readLines } from '../../src/core/file-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'huntsync-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function linesOf(text: string, longest?: number): string[] {
  const path = join(folder, 'file');
  writeFileSync(path, text);
  const file = openSync(path, 'r');
  try {
    return Array.from(readLines(file, longest), String);
  } finally {
    closeSync(file);
  }
}

test.each([
  ['nothing', ''],
  ['a last line without an end', 'a\nb'],
  ['empty lines', 'a\n\n\nb\n'],
  [
    'lines longer than what is read at once',
    `${'é'.repeat(400_000)}\n${'x'.repeat(262_143)}\n${'y'.repeat(262_144)}\nz\n`,
  ],
  ['many short lines', 'ab\n'.repeat(200_000)],
])('%s', (_, text) => {
  expect(linesOf(text)).toEqual(text.replace(/\n$/, '') === '' ? [] : text.replace(/\n$/, '').split('\n'));
});

test('a line that has no end is not read to it', () => {
  expect(() => linesOf(`a\n${'x'.repeat(600_000)}`, 500_000)).toThrow('a line is longer than 500000 bytes');
  expect(linesOf(`${'x'.repeat(400_000)}\n${'y'.repeat(400_000)}`, 500_000)).toHaveLength(2);
});
