import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../src/core/hash.ts';
import { readVerdicts, type Verdicts, writeVerdicts } from '../../src/sync/verdict-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-verdicts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const READY = { text: 'q', verdict: 'ready', repairs: [], problems: [], lookbackSeconds: null } as const;
const VERDICTS: Verdicts = new Map([['k', [READY]]]);

function write(at = folder): void {
  writeVerdicts(at, 'spl.json', '1', VERDICTS);
}

function read(version = '1', asked = ['k', 'good', 'old']) {
  return readVerdicts(folder, 'spl.json', version, new Set(asked));
}

test('what was written is read back by the same version only', () => {
  write();
  expect(read()).toEqual(VERDICTS);
  expect(read('2')).toEqual(new Map());
});

test('file and folder are their owner’s alone', () => {
  const below = join(folder, 'cache');
  write(below);
  expect(statSync(join(below, 'spl.json')).mode & 0o077).toBe(0);
  expect(statSync(below).mode & 0o077).toBe(0);
});

test.skipIf(process.platform === 'win32')('one that others could have written is none', () => {
  write();
  chmodSync(join(folder, 'spl.json'), 0o666);
  expect(read()).toEqual(new Map());
});

/** A cache with a correct sum, as somebody who can write there would make it. */
function forge(entries: Readonly<Record<string, unknown>>): void {
  const body = Object.entries(entries)
    .map(([key, value]) => `${key} ${JSON.stringify(value)}\n`)
    .join('');
  const text = `${JSON.stringify({ version: '1', sum: sha256(body) })}\n${body}`;
  writeFileSync(join(folder, 'spl.json'), text, { mode: 0o600 });
}

test.each([
  ['a verdict that there is not', [{ text: 'q', verdict: 'fine', repairs: [], problems: [] }]],
  ['no text', [{ verdict: 'ready', repairs: [], problems: [] }]],
  ['something else than a list', { text: 'q', verdict: 'ready' }],
  ['problems without a code', [{ text: 'q', verdict: 'rejected', repairs: [], problems: [{ message: 'm' }] }]],
])('%s is no verdict, and the query is checked anew', (_, entry) => {
  forge({ k: entry, good: VERDICTS.get('k') });
  expect([...read().keys()]).toEqual(['good']);
});

test('a damaged cache is none', () => {
  write();
  const file = join(folder, 'spl.json');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -2));
  expect(read()).toEqual(new Map());
});

test('only what is asked for is read', () => {
  forge({ k: [READY], good: [READY] });
  expect([...read('1', ['good']).keys()]).toEqual(['good']);
});

test('what a run does not ask for stays, and gives way to what it asks for', () => {
  forge({ old: [READY], k: [{ ...READY, text: 'before' }] });
  write();
  expect(read()).toEqual(new Map([...VERDICTS, ['old', [READY]]]));
  const many: Verdicts = new Map(Array.from({ length: 20_000 }, (_, n) => [`n${n}`, [READY]]));
  writeVerdicts(folder, 'spl.json', '1', many);
  expect(read('1', ['k', 'old', 'n19999'])).toEqual(new Map([['n19999', [READY]]]));
});

test('verdicts that are longer than what is read at once come back whole', () => {
  const long: Verdicts = new Map(['a', 'b', 'c'].map((key) => [key, [{ ...READY, text: `${key}é\n`.repeat(90_000) }]]));
  writeVerdicts(folder, 'spl.json', '1', long);
  expect(read('1', ['a', 'b', 'c'])).toEqual(long);
});
