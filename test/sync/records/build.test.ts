import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Article } from '../../../src/briefing/article.ts';
import { normalizeHunts } from '../../../src/hunts/normalize.ts';
import { buildRecords, type HuntState } from '../../../src/sync/records/build.ts';
import { indicatorId, indicatorValue } from '../../../src/sync/records/indicator-id.ts';
import { SYNCED_TYPES } from '../../../src/sync/records/schema.ts';
import { storable } from '../../../src/sync/records/values.ts';
import { arbitraryArticle, article, hunt } from '../../hunts/articles.ts';
import { makeChecked } from '../../support/hunts.ts';

const STATE: HuntState = {
  status: 'active',
  retired_on: null,
  objects: ['a search'],
  query: 'search a',
  repairs: [],
  additions: [],
  proof: 'proved',
  problems: [],
  drifted: [],
};

function build(articles: readonly Article[]) {
  const { articles: merged, hunts } = normalizeHunts(articles);
  return buildRecords(
    merged,
    hunts.map((one) => ({ hunt: one, queries: {} })),
    () => STATE,
  );
}

const domain = { type: 'domain', value: 'C2.Attacker.Example' } as const;

describe('records of a run', () => {
  const one = article({
    title: 'One',
    severity: 'CRIT',
    published: '2026-01-05',
    indicators: [domain, { type: 'cve', value: 'cve-2026-1111' }, { ...domain, value: 'c2.attacker.example' }],
    hunts: [hunt({ title: 'Names the domain', kql: 'DeviceNetworkEvents | where RemoteUrl == "c2.attacker.example"' })],
  });
  const two = article({
    title: 'Two',
    published: '2026-02-01',
    indicators: [domain],
    hunts: [hunt({ spl: 'search b' })],
  });
  const records = build([one, two]);

  test('an indicator is one record, however it is spelt and however many articles list it', () => {
    const found = records.indicators.get(indicatorId(domain));
    expect(records.indicators.size).toBe(2);
    expect(found).toMatchObject({
      indicator_type: 'domain',
      indicator_value: 'c2.attacker.example',
      severity: 'CRIT',
      article_ids: [two.id, one.id],
      article_count: 2,
      published: '2026-02-01',
      sources: ['briefings'],
    });
  });

  test('an indicator names the hunts of its articles that look for it, and no others', () => {
    expect(records.indicators.get(indicatorId(domain))?.['hunt_keys']).toEqual([`${one.id}:names-the-domain`]);
    expect(records.indicators.get(indicatorId({ type: 'cve', value: 'CVE-2026-1111' }))?.['hunt_keys']).toEqual([]);
  });

  test('an article names its hunts and indicators', () => {
    expect(records.articles.get(one.id)).toMatchObject({
      article_title: 'One',
      url: 'https://example.org/a',
      hunt_keys: [`${one.id}:names-the-domain`],
      hunt_count: 1,
      indicator_ids: [indicatorId(domain), indicatorId({ type: 'cve', value: 'CVE-2026-1111' })],
      indicator_count: 2,
    });
  });

  // Their types are those of the interfaces: with the compiler, this holds the interfaces to the definition.
  test.each(SYNCED_TYPES)('%s have the fields of the definition, and no other, as they are stored', (type) => {
    expect(records[type].size).toBeGreaterThan(0);
    for (const values of records[type].values()) expect(storable(type, values)).toEqual(values);
  });

  test('every link leads to a record, and no order of the articles makes a difference', () => {
    fc.assert(
      fc.property(fc.array(arbitraryArticle, { maxLength: 6 }), (articles) => {
        const made = build(articles);
        for (const values of made.articles.values()) {
          for (const key of values['hunt_keys'] as string[]) expect(made.hunts.has(key)).toBe(true);
          for (const id of values['indicator_ids'] as string[]) expect(made.indicators.has(id)).toBe(true);
        }
        for (const [id, values] of made.indicators) {
          for (const key of values['hunt_keys'] as string[]) expect(made.hunts.has(key)).toBe(true);
          const listing = [...made.articles.values()].filter((one) => (one['indicator_ids'] as string[]).includes(id));
          expect(new Set(values['article_ids'] as string[])).toEqual(new Set(listing.map((one) => one['article_id'])));
        }
        for (const values of made.hunts.values()) {
          for (const id of values['article_ids'] as string[]) expect(made.articles.has(id)).toBe(true);
        }
        const again = build([...articles].reverse());
        for (const type of SYNCED_TYPES) {
          const stored = (wanted: typeof made.hunts) =>
            [...wanted]
              .map(([key, values]) => [key, storable(type, values)] as const)
              .sort(([a], [b]) => (a < b ? -1 : 1));
          expect(stored(again[type])).toEqual(stored(made[type]));
        }
      }),
    );
  });

  test('a hunt carries what the platform makes of it', () => {
    const checked = makeChecked();
    const made = buildRecords([], [checked], () => ({ ...STATE, status: 'rejected', problems: ['why'] }));
    expect(made.hunts.get(checked.hunt.key)).toMatchObject({ status: 'rejected', problems: ['why'], article_count: 1 });
  });
});

test('half a character in a value or an address is no reason to fail', () => {
  expect(indicatorId({ type: 'domain', value: 'a\ud800.example' })).toMatch(/^[0-9a-f-]{36}$/);
  expect(build([article({ title: 'x\udc00', url: 'https://intel.example/\ud800' })]).articles.size).toBe(1);
});

test.each([
  [{ type: 'url', value: 'HTTPS://Evil.Example/Path?Q' }, 'https://evil.example/Path?Q'],
  [{ type: 'cve', value: 'cve-2026-1' }, 'CVE-2026-1'],
  [{ type: 'sha256', value: 'ABCD' }, 'abcd'],
  [{ type: 'email', value: 'A@B.Example' }, 'a@b.example'],
] as const)('%j is stored as %s', (indicator, value) => {
  expect(indicatorValue(indicator)).toBe(value);
});

describe('how long an indicator holds', () => {
  const address = { type: 'ipv4', value: '45.77.12.9' } as const;
  const hash = { type: 'sha256', value: 'ab'.repeat(32) } as const;
  const of = (published: string, classified: boolean) => ({
    ...article({ title: published, published, indicators: [address, hash] }),
    ...(classified ? { classified: true as const } : {}),
  });
  const at = (today: string, ...articles: readonly Article[]) =>
    buildRecords(normalizeHunts(articles).articles, [], () => STATE, { today }).indicators;

  test('follows from its type and its newest article', () => {
    const found = at('2026-02-01', of('2026-01-01', true));
    expect(found.get(indicatorId(address))).toMatchObject({ valid_until: '2026-04-01' });
    expect(found.get(indicatorId(hash))).toMatchObject({ valid_until: null });
    const again = at('2026-02-01', of('2026-01-01', true), of('2026-01-31', true));
    expect(again.get(indicatorId(address))).toMatchObject({ valid_until: '2026-05-01' });
  });

  test('ends for what a feed told, and not for what a briefing lists', () => {
    expect([...at('2026-04-01', of('2026-01-01', true)).keys()]).toContain(indicatorId(address));
    expect([...at('2026-04-02', of('2026-01-01', true)).keys()]).toEqual([indicatorId(hash)]);
    expect([...at('2026-04-02', of('2026-01-01', false)).keys()]).toContain(indicatorId(address));
  });
});
