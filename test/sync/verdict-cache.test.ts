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
  writeVerdicts(at, 'spl.json', '1', VERDICTS, new Set());
}

test('what was written is read back by the same version only', () => {
  write();
  expect(readVerdicts(folder, 'spl.json', '1')).toEqual(VERDICTS);
  expect(readVerdicts(folder, 'spl.json', '2')).toEqual(new Map());
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
  expect(readVerdicts(folder, 'spl.json', '1')).toEqual(new Map());
});

/** A cache with a correct sum, as somebody who can write there would make it. */
function forge(body: string): void {
  const text = `${JSON.stringify({ version: '1', sum: sha256(body) })}\n${body}`;
  writeFileSync(join(folder, 'spl.json'), text, { mode: 0o600 });
}

test.each([
  ['a verdict that there is not', [{ text: 'q', verdict: 'fine', repairs: [], problems: [] }]],
  ['no text', [{ verdict: 'ready', repairs: [], problems: [] }]],
  ['something else than a list', { text: 'q', verdict: 'ready' }],
  ['problems without a code', [{ text: 'q', verdict: 'rejected', repairs: [], problems: [{ message: 'm' }] }]],
])('%s is no verdict, and the query is checked anew', (_, entry) => {
  forge(JSON.stringify({ k: entry, good: VERDICTS.get('k') }));
  expect([...readVerdicts(folder, 'spl.json', '1').keys()]).toEqual(['good']);
});

test('a damaged cache is none', () => {
  write();
  const file = join(folder, 'spl.json');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -2));
  expect(readVerdicts(folder, 'spl.json', '1')).toEqual(new Map());
});
