import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadAnswers, saveAnswers } from '../../src/classify/verify/answer-cache.ts';
import { loadCache, saveCache } from '../../src/sources/cache.ts';
import { loadScores, saveScores } from '../../src/sources/epss-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FEED = { version: 2 as const, pages: {}, articles: { 'https://blog.example/a': { of: 'x', text: 'theirs' } } };
const SCORES = { scores: { date: '2026-01-01', byCve: new Map() }, validators: { url: 'https://e.example/s' } };
const ANSWER = { veto: true, quote: 'words', reason: '' };

/** What is kept between runs, each with what it is without anything kept. */
const CACHES: Readonly<Record<string, { keep(): Promise<void>; kept(): Promise<boolean> }>> = {
  feeds: {
    keep: () => saveCache(folder, 'key', FEED),
    kept: async () => Object.keys((await loadCache(folder, 'key')).articles).length > 0,
  },
  scores: {
    keep: () => saveScores(folder, 'key', SCORES),
    kept: async () => (await loadScores(folder, 'key')) !== null,
  },
  verifier: {
    keep: () => saveAnswers(folder, 'key', new Map([['question', ANSWER]]), new Set()),
    kept: async () => (await loadAnswers(folder, 'key')).size > 0,
  },
};

describe.skipIf(process.getuid === undefined).each(Object.entries(CACHES))(
  'what is kept of %s',
  (name, { keep, kept }) => {
    test('is read where it is our own, and not where somebody else can have written it', async () => {
      await keep();
      expect(await kept()).toBe(true);
      const [file = ''] = readdirSync(join(folder, name));
      chmodSync(join(folder, name, file), 0o622);
      expect(await kept()).toBe(false);
    });

    test('is nothing where a pipe stands in its place', async () => {
      await keep();
      const [file = ''] = readdirSync(join(folder, name));
      rmSync(join(folder, name), { recursive: true });
      mkdirSync(join(folder, name));
      execFileSync('mkfifo', ['-m', '600', join(folder, name, file)]);
      expect(await kept()).toBe(false);
    });
  },
);
