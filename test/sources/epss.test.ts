import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { epssSource } from '../../src/config/sources.ts';
import { silentLog } from '../../src/core/log.ts';
import { createScoreSource } from '../../src/sources/epss.ts';
import { send, startWeb, testFetcher, type Web } from './support/web.ts';

/** In the form of FIRST's file: https://www.first.org/epss/data_stats. */
const FILE = `#model_version:v2025.03.14,score_date:2026-11-01T12:55:00Z
cve,epss,percentile
CVE-1999-0001,0.00046,0.08123
CVE-2021-44228,0.94358,0.99957
CVE-2026-4100,0.31000,0.96500
`;
const NOW = new Date('2026-11-02T00:00:00Z');

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'huntsync-epss-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function fromPath(content: string | Buffer) {
  const path = join(folder(), 'epss.csv');
  writeFileSync(path, content);
  return createScoreSource(epssSource.parse({ kind: 'epss', path }), deps()).read();
}

function deps(cacheDir?: string, now = NOW) {
  return { fetch: testFetcher().fetch, now: () => now, log: silentLog, ...(cacheDir ? { cacheDir } : {}) };
}

function fromWeb(web: Web, cacheDir?: string, now = NOW) {
  const config = epssSource.parse({ kind: 'epss', url: `${web.url}/epss.csv.gz`, allowPrivateAddresses: true });
  return createScoreSource(config, deps(cacheDir, now)).read();
}

const EXPECTED = [
  ['CVE-2021-44228', { probability: 0.94358, percentile: 0.99957 }],
  ['CVE-2026-4100', { probability: 0.31, percentile: 0.965 }],
];

test.each([
  ['plain', FILE],
  ['compressed', gzipSync(FILE)],
  ['with a byte order mark and the line ends of Windows', `\uFEFF${FILE.replaceAll('\n', '\r\n')}`],
])('a file is read, %s', async (_, content) => {
  const { scores, problems } = await fromPath(content);
  expect({ date: scores?.date, entries: [...(scores?.byCve ?? [])], problems }).toEqual({
    date: '2026-11-01',
    entries: EXPECTED,
    problems: [],
  });
});

test('columns are found by their names', async () => {
  const { scores } = await fromPath(
    '#model_version:v5,score_date:2026-11-01T00:00:00Z\npercentile,cve,epss\n0.9,cve-2026-0001,0.2\n',
  );
  expect([...(scores?.byCve ?? [])]).toEqual([['CVE-2026-0001', { probability: 0.2, percentile: 0.9 }]]);
});

test('lines that are no score are counted and left out', async () => {
  const { scores, problems } = await fromPath(`${FILE}CVE-2026-1,0.9,0.9\nCVE-2026-9999,1.5,0.9\nnonsense\n`);
  expect(scores?.byCve.size).toBe(2);
  expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'unreadable-scores: 3 of its lines are no score. Skipped.',
  ]);
});

test.each<[string, string | Buffer, string]>([
  ['a web page', '<!doctype html>\n<p>EPSS</p>\n', 'not-scores'],
  ['no date', FILE.replace(/^#.*\n/, '#\n'), 'not-scores'],
  ['other columns', FILE.replace('percentile', 'rank'), 'not-scores'],
  ['no line', FILE.split('\n').slice(0, 2).join('\n'), 'not-scores'],
  ['nothing', '', 'not-scores'],
  ['half an archive', gzipSync(FILE).subarray(0, 60), 'scores-unread'],
])('a file with %s is a problem, and no scores', async (_, content, code) => {
  const { scores, problems } = await fromPath(content);
  expect([scores, problems.map((problem) => problem.code)]).toEqual([undefined, [code]]);
});

test('a file that is not there is a problem, and no scores', async () => {
  const source = createScoreSource(epssSource.parse({ kind: 'epss', path: join(folder(), 'none.csv') }), deps());
  expect(await source.read()).toEqual({ problems: [expect.objectContaining({ code: 'scores-unread' })] });
});

test('an address is fetched like a feed, and asked only whether there is something new', async () => {
  const cache = folder();
  const web = await startWeb(send(gzipSync(FILE), { etag: '"1"', 'content-type': 'application/gzip' }));
  expect([...((await fromWeb(web, cache)).scores?.byCve ?? [])]).toEqual(EXPECTED);
  web.serve((request, response) => {
    response.writeHead(request.headers['if-none-match'] === '"1"' ? 304 : 500).end();
  });
  const { scores, problems } = await fromWeb(web, cache);
  expect([[...(scores?.byCve ?? [])], problems]).toEqual([EXPECTED, []]);
});

test.each<[string, Parameters<typeof startWeb>[0], string]>([
  ['a refusal', send('no', {}, 403), 'scores-unread'],
  ['a page in its place', send('<html></html>'), 'not-scores'],
])('after %s the scores of an earlier day serve, for as long as they tell something', async (_, broken, code) => {
  const cache = folder();
  const web = await startWeb(send(FILE, { etag: '"1"' }));
  await fromWeb(web, cache);
  web.serve(broken);
  const { scores, problems } = await fromWeb(web, cache);
  expect(scores?.date).toBe('2026-11-01');
  expect(problems).toEqual([expect.objectContaining({ code })]);
  expect(problems[0]?.message).toMatch(/Those of 2026-11-01 are used\.$/);
  const later = await fromWeb(web, cache, new Date('2026-12-15T00:00:00Z'));
  expect([later.scores, later.problems.length]).toEqual([undefined, 1]);
});

test('an address inside the network is not fetched unless it is allowed', async () => {
  const web = await startWeb(send(FILE));
  const config = epssSource.parse({ kind: 'epss', url: `${web.url}/epss.csv` });
  const { scores, problems } = await createScoreSource(config, deps()).read();
  expect([scores, problems[0]?.code, web.requests]).toEqual([undefined, 'scores-unread', []]);
});
