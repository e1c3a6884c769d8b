import { describe, expect, test } from 'vitest';
import { type GhsaConfig, ghsaSource, type KevConfig, kevSource } from '../../src/config/sources.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Fetch } from '../../src/sources/fetch.ts';
import { createFeedSource } from '../../src/sources/index.ts';
import type { ItemDocument } from '../../src/sources/source.ts';
import { send, startWeb, testFetcher, type Web } from './support/web.ts';

const NOW = new Date('2026-05-20T00:00:00Z');
const deps = () => ({ fetch: testFetcher().fetch, now: () => NOW, log: silentLog });

describe('CISA KEV', () => {
  const kev = (web: Web, options: Partial<KevConfig> = {}) =>
    createFeedSource(
      { ...kevSource.parse({ kind: 'kev', url: `${web.url}/kev.json`, allowPrivateAddresses: true }), ...options },
      deps(),
    );

  /** In the shape of the catalogue's own JSON Schema. */
  const entry = (changes: object = {}) => ({
    cveID: 'CVE-2021-44228',
    vendorProject: 'Apache',
    product: 'Log4j2',
    vulnerabilityName: 'Apache Log4j2 Remote Code Execution Vulnerability',
    dateAdded: '2026-05-10',
    shortDescription: 'Log4j2 resolves lookups in the text that it logs.',
    requiredAction: 'Apply updates.',
    dueDate: '2026-05-31',
    knownRansomwareCampaignUse: 'Known',
    notes: 'https://nvd.nist.gov/vuln/detail/CVE-2021-44228',
    cwes: ['CWE-20', 'CWE-502'],
    ...changes,
  });
  const catalogue = (...vulnerabilities: unknown[]) =>
    JSON.stringify({
      title: 'CISA Catalog',
      catalogVersion: '2026.05.20',
      count: vulnerabilities.length,
      vulnerabilities,
    });

  test('an entry is an item', async () => {
    const web = await startWeb(send(catalogue(entry())));
    const { documents, complete, feed } = await kev(web).read();
    expect({ complete, status: feed?.status }).toEqual({ complete: true, status: 'ok' });
    expect(documents).toEqual([
      {
        kind: 'item',
        path: `${web.url}/kev.json#CVE-2021-44228`,
        publisher: 'CISA KEV',
        id: 'CVE-2021-44228',
        title: 'CISA KEV: CVE-2021-44228 — Apache Log4j2 Remote Code Execution Vulnerability',
        url: 'https://www.cisa.gov/known-exploited-vulnerabilities-catalog',
        published: '2026-05-10',
        text: `Log4j2 resolves lookups in the text that it logs.

Vendor: Apache, Product: Log4j2. Known ransomware use: Known. Federal patch due: 2026-05-31. CVE-2021-44228

Required action: Apply updates.

Weakness: CWE-20, CWE-502

Notes: https://nvd.nist.gov/vuln/detail/CVE-2021-44228`,
      },
    ]);
  });

  test('only what was added lately is delivered, and ransomware is named only where it is known', async () => {
    const web = await startWeb(
      send(
        catalogue(
          entry({ cveID: 'CVE-2020-0001', dateAdded: '2026-04-20', knownRansomwareCampaignUse: 'Unknown' }),
          entry({ cveID: 'CVE-2020-0002', dateAdded: '2026-04-19' }),
        ),
      ),
    );
    const { documents } = await kev(web).read();
    expect(documents.map((document) => (document as ItemDocument).path.split('#')[1])).toEqual(['CVE-2020-0001']);
    expect((documents[0] as ItemDocument).text).not.toMatch(/ransomware/i);
    expect((await kev(web, { sinceDays: 31 }).read()).documents).toHaveLength(2);
  });

  test('entries that are not as they should be', async () => {
    const broken = [
      null,
      {},
      { cveID: 'no' },
      { cveID: 'CVE-2024-1000' },
      entry({ cwes: 'x', notes: null, dateAdded: 'soon' }),
    ];
    const web = await startWeb(send(catalogue(...broken)));
    const reading = await kev(web).read();
    expect(reading.documents.map((document) => (document as ItemDocument).title)).toEqual([
      'CISA KEV: CVE-2024-1000 — Unnamed product Vulnerability',
      'CISA KEV: CVE-2021-44228 — Apache Log4j2 Remote Code Execution Vulnerability',
    ]);
    expect(reading.problems).toHaveLength(3);
    expect(reading.complete).toBe(true);
    expect((await kev(web, { authoritative: true }).read()).complete).toBe(false);
  });

  test.each(['', '{}', '<html>', '{"vulnerabilities":7}'])('no catalogue: %s', async (body) => {
    const web = await startWeb(send(body));
    expect(await kev(web).read()).toMatchObject({ documents: [], complete: false, feed: { status: 'failed' } });
  });
});

describe('GitHub Security Advisories', () => {
  const ghsa = (web: Web, options: Partial<GhsaConfig> = {}) =>
    createFeedSource(
      { ...ghsaSource.parse({ kind: 'ghsa', url: `${web.url}/advisories`, allowPrivateAddresses: true }), ...options },
      deps(),
    );

  /** In the shape of the REST description of 2022-11-28. */
  const advisory = (n: number, changes: object = {}) => ({
    ghsa_id: `GHSA-aaaa-bbbb-${String(n).padStart(4, '0')}`,
    cve_id: `CVE-2026-${1000 + n}`,
    url: 'https://api.github.com/advisories/x',
    html_url: `https://github.com/advisories/GHSA-aaaa-bbbb-${String(n).padStart(4, '0')}`,
    summary: 'left-thing runs what it is told',
    description: '### Impact\nAnyone can run code.\n\n```\nnpm install left-thing\n```',
    type: 'reviewed',
    severity: 'critical',
    published_at: '2026-05-14T20:00:00Z',
    withdrawn_at: null,
    references: ['https://example.org/advisory'],
    vulnerabilities: [
      {
        package: { ecosystem: 'npm', name: 'left-thing' },
        vulnerable_version_range: '< 1.2.3',
        first_patched_version: '1.2.3',
        vulnerable_functions: [],
      },
    ],
    cwes: [{ cwe_id: 'CWE-94', name: 'Code Injection' }],
    cvss: { vector_string: null, score: null },
    ...changes,
  });

  test('an advisory is an item', async () => {
    const web = await startWeb(send(JSON.stringify([advisory(1)])));
    const { documents, complete } = await ghsa(web).read();
    expect(complete).toBe(true);
    expect(documents).toEqual([
      {
        kind: 'item',
        path: `${web.url}/advisories#GHSA-aaaa-bbbb-0001`,
        publisher: 'GitHub Security Advisories',
        id: 'GHSA-aaaa-bbbb-0001',
        title: '[GHSA / CRITICAL] CVE-2026-1001: left-thing runs what it is told',
        url: 'https://github.com/advisories/GHSA-aaaa-bbbb-0001',
        published: '2026-05-14',
        text: `left-thing runs what it is told

### Impact
Anyone can run code.

\`\`\`
npm install left-thing
\`\`\`

Affected packages:
- npm: left-thing < 1.2.3 (fixed in 1.2.3)

Weakness: CWE-94 Code Injection

Identifiers: CVE-2026-1001, GHSA-aaaa-bbbb-0001

References:
- https://example.org/advisory`,
      },
    ]);
    const asked = new URL(web.requests[0]?.path ?? '', web.url).searchParams;
    expect(Object.fromEntries(asked)).toEqual({
      type: 'reviewed',
      severity: 'critical',
      sort: 'published',
      direction: 'desc',
      per_page: '100',
    });
    expect(web.requests[0]?.headers).toMatchObject({
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    });
    expect(web.requests[0]?.headers.authorization).toBeUndefined();
  });

  test('without a CVE the GHSA id is its name; withdrawn and unwanted ones are left out', async () => {
    const list = [
      advisory(1, { cve_id: null }),
      advisory(2, { withdrawn_at: '2026-05-15T00:00:00Z' }),
      advisory(3, { severity: 'low' }),
      advisory(4, { published_at: '2026-01-01T00:00:00Z' }),
    ];
    const web = await startWeb(send(JSON.stringify(list)));
    const { documents } = await ghsa(web).read();
    expect(documents.map((document) => (document as ItemDocument).title)).toEqual([
      '[GHSA / CRITICAL] GHSA-aaaa-bbbb-0001: left-thing runs what it is told',
    ]);
  });

  /** Pages of two advisories, `days` old each. */
  function pages(days: number[][], secret: string[] = []) {
    return startWeb((request, response) => {
      if (request.headers.authorization) secret.push(request.headers.authorization);
      const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after') ?? 0);
      const next =
        page + 1 < days.length
          ? {
              link: `<http://${request.headers.host}/advisories?after=${page + 1}&per_page=100>; rel="next", <http://x/>; rel="last"`,
            }
          : {};
      const list = (days[page] ?? []).map((age, n) =>
        advisory(page * 10 + n, { published_at: new Date(NOW.getTime() - age * 86_400_000).toISOString() }),
      );
      response
        .writeHead(200, { 'content-type': 'application/json', etag: `"${page}"`, ...next })
        .end(JSON.stringify(list));
    });
  }

  test('pages are followed as far as the days go', async () => {
    const web = await pages([
      [1, 2],
      [3, 4],
      [20, 40],
      [50, 60],
    ]);
    const { documents, complete } = await ghsa(web).read();
    expect(documents).toHaveLength(5);
    expect(complete).toBe(true);
    expect(web.requests).toHaveLength(3);
  });

  test('and at most as many as allowed, which is told', async () => {
    const web = await pages([[1], [2], [3], [4]]);
    const reading = await ghsa(web, { maxPages: 2 }).read();
    expect(reading.documents).toHaveLength(2);
    expect(reading.problems.map(({ code }) => code)).toEqual(['page-limit']);
    expect(web.requests).toHaveLength(2);
  });

  test('the token goes to the API only: a next page elsewhere is not followed', async () => {
    const stolen: string[] = [];
    const thief = await pages([[1]], stolen);
    const web = await startWeb(send(JSON.stringify([advisory(1)]), { link: `<${thief.url}/advisories>; rel="next"` }));
    await ghsa(web, { token: 'ghp_secret' }).read();
    expect(web.requests[0]?.headers.authorization).toBe('Bearer ghp_secret');
    expect(stolen).toEqual([]);
  });

  test('one question a severity and type', async () => {
    const web = await pages([[1]]);
    await ghsa(web, { severities: ['critical', 'high'], types: ['reviewed', 'malware'] }).read();
    expect(web.requests).toHaveLength(4);
  });

  test.each([
    ['{"message":"API rate limit exceeded"}', 200],
    ['{"message":"Bad credentials"}', 401],
  ])('a refusal is told: %s', async (body, status) => {
    const web = await startWeb(send(body, {}, status));
    expect(await ghsa(web).read()).toMatchObject({ documents: [], complete: false, feed: { status: 'failed' } });
  });
});

test('where a redirect has led, further pages get neither the token nor leave for private addresses', async () => {
  const asked: unknown[] = [];
  const fetch: Fetch = async (url, { headers, allowPrivateAddresses }) => {
    asked.push([url.replace(/\?.*/, ''), headers?.['authorization'], allowPrivateAddresses]);
    return {
      status: 'ok',
      body: Buffer.from('[]'),
      contentType: 'application/json',
      link: '<https://elsewhere.example/2>; rel="next"',
      validators: { url: 'https://elsewhere.example/1' },
    };
  };
  const config = ghsaSource.parse({
    kind: 'ghsa',
    url: 'https://api.example/advisories',
    token: 'of-our-own',
    allowPrivateAddresses: true,
    maxPages: 2,
  });
  await createFeedSource(config, { fetch, now: () => NOW, log: silentLog }).read();
  expect(asked).toEqual([
    ['https://api.example/advisories', 'Bearer of-our-own', true],
    ['https://elsewhere.example/2', undefined, false],
  ]);
});
