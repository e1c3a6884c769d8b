import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeIn, readDigest, writeDigests } from '../../src/core/code-text.ts';

let root: string;
let room: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'huntsync-code-'));
  room = join(root, 'room');
  mkdirSync(join(room, 'inner'), { recursive: true });
  writeFileSync(join(room, 'a.js'), 'export const a = 1;');
  writeFileSync(join(room, 'inner', 'b.js'), 'export const b = 2;');
  writeFileSync(join(room, 'a.d.ts'), 'export declare const a: number;');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const code = () => codeIn(pathToFileURL(`${room}/`));

test('without a build it is the text of the code', () => {
  expect(code()).toEqual(['export const a = 1;', 'export const b = 2;']);
});

test('the build leaves one digest of it', () => {
  writeDigests(pathToFileURL(`${root}/`));
  expect(code()).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
});

test.each([
  ['another size', () => writeFileSync(join(room, 'a.js'), 'export const a = 11;')],
  ['a newer file', () => utimesSync(join(room, 'a.js'), new Date(), new Date(Date.now() + 60_000))],
  ['one less', () => rmSync(join(room, 'inner', 'b.js'))],
  ['a damaged digest', () => writeFileSync(join(room, 'code-digest.json'), '{')],
])('%s than when it was built: the digest no longer holds', (_, change) => {
  writeDigests(pathToFileURL(`${root}/`));
  expect(readDigest(room)).not.toBeNull();
  change();
  expect(readDigest(room)).toBeNull();
});

test('code of other text has another digest', () => {
  writeDigests(pathToFileURL(`${root}/`));
  const before = readDigest(room);
  writeFileSync(join(room, 'a.js'), 'export const a = 2;');
  writeDigests(pathToFileURL(`${root}/`));
  expect(readDigest(room)).not.toBe(before);
});
