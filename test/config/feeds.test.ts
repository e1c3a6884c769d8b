import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { SETTINGS } from '../support/siems.ts';

function load(sources: string, feeds?: string, env: Record<string, string> = {}): Config {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (feeds !== undefined) writeFileSync(join(folder, 'feeds.yaml'), feeds);
  else copyFileSync(fileURLToPath(new URL('../../config/feeds.yaml', import.meta.url)), join(folder, 'feeds.yaml'));
  const platform = `{ name: p, kind: splunk, url: "https://splunk.example:8089", token: "\${T}" }`;
  const text = `sources:\n${sources}\nplatforms: [${platform}]\n`;
  return parseConfig(text, { file: 'huntsync.yaml', folder, env: { T: 'token-12345', ...env }, siems: SETTINGS });
}

function problems(sources: string, feeds?: string): string[] {
  try {
    load(sources, feeds);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map(({ path, line, message }) => `${path?.split('/').at(-1)}:${line} ${message}`);
    throw error;
  }
  return [];
}

describe('exploit scores', () => {
  const kev = '  - { kind: kev }\n';

  test('are no source of articles', () => {
    const { sources, scores } = load(`${kev}  - { kind: epss, path: ./epss.csv.gz }`);
    expect(sources.map(({ kind }) => kind)).toEqual(['kev']);
    expect(scores?.path).toMatch(/^\/.*\/huntsync-config-\w+\/epss\.csv\.gz$/);
    expect(load(kev).scores).toBeUndefined();
  });

  test.each([
    ['neither a path nor an address', `${kev}  - { kind: epss }`, 'needs either path or url'],
    ['both', `${kev}  - { kind: epss, path: a, url: "https://a.example/b" }`, 'needs either path or url'],
    ['nothing beside them', '  - { kind: epss, path: a }', 'needs one that brings articles'],
    ['two of them', `${kev}  - { kind: epss, path: a }\n  - { kind: epss, path: b }`, 'may have one of kind epss'],
  ])('with %s are a problem', (_, sources, message) => {
    expect(problems(sources).join()).toContain(message);
  });
});

describe('web sources', () => {
  test('have the published addresses as defaults', () => {
    const { sources } = load(
      `  - { kind: kev }\n  - { kind: ghsa, token: "\${GH}" }\n  - { kind: rss, name: Snyk, url: "https://snyk.io/blog/feed/" }`,
      undefined,
      { GH: 'ghp_1234' },
    );
    expect(sources).toMatchObject([
      {
        kind: 'kev',
        name: 'CISA KEV',
        url: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
        sinceDays: 30,
      },
      {
        kind: 'ghsa',
        name: 'GitHub Security Advisories',
        url: 'https://api.github.com/advisories',
        severities: ['critical'],
        token: 'ghp_1234',
      },
      { kind: 'rss', name: 'Snyk', fullText: false, allowPrivateAddresses: false, authoritative: false },
    ]);
  });

  test.each([
    ['- { kind: ghsa, token: ghp_1234 }', /secrets do not belong in the file/],
    ['- { kind: rss, name: x, url: "https://me:pw@x.example/" }', /may not hold a user name or password/],
    ['- { kind: rss, name: x, url: "file:///x" }', /must be an http/],
    ['- { kind: kev, sinceDays: 0 }', /sinceDays/],
    ['- { kind: rss, name: x, url: "https://x.example/", fulltext: true }', /fulltext/],
  ])('%s is a problem', (source, message) => {
    expect(problems(`  ${source}`).join('\n')).toMatch(message);
  });
});

describe('a list of feeds', () => {
  test('stands for its feeds; what a feed says outranks what the source says', () => {
    const feeds =
      'feeds:\n  - { name: A, url: "https://a.example/" }\n  - { name: B, url: "https://b.example/", fullText: false }\n  - { name: C, url: "https://c.example/", enabled: false }\n';
    const { sources } = load('  - { kind: feeds, path: ./feeds.yaml, fullText: true }\n  - { kind: kev }', feeds);
    expect(sources).toMatchObject([
      { kind: 'rss', name: 'A', fullText: true },
      { kind: 'rss', name: 'B', fullText: false },
      { kind: 'kev' },
    ]);
  });

  test('the one that comes with huntsync is good: https, unique, Snyk among them', () => {
    const { sources } = load('  - { kind: feeds, path: ./feeds.yaml }');
    const urls = sources.flatMap((source) => ('url' in source ? [source.url] : []));
    expect(urls.length).toBeGreaterThan(20);
    expect(new Set(urls).size).toBe(urls.length);
    for (const url of urls) expect(url).toMatch(/^https:/);
    expect(sources.map(({ name }) => name)).toContain('Snyk');
  });

  test.each([
    ['feeds:\n  - { name: A, url: "https://a.example/" }\n  - { name: B, adress: "x" }\n', /feeds\.yaml:3 feeds\[1\]/],
    ['feeds: [', /feeds\.yaml:1/],
    ['', /feeds\.yaml/],
    ['feeds: []\n', /feeds/],
  ])('problems are told with their place: %j', (feeds, message) => {
    expect(problems('  - { kind: feeds, path: ./feeds.yaml }', feeds).join('\n')).toMatch(message);
  });

  test('a list that is not there', () => {
    expect(problems('  - { kind: feeds, path: ./nowhere.yaml }')[0]).toMatch(/nowhere\.yaml.*cannot be read/);
  });
});
