import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Article } from '../../../src/briefing/article.ts';
import { articleId } from '../../../src/briefing/identity.ts';
import { exportStix } from '../../../src/exporters/stix/index.ts';
import type { HuntCampaign } from '../../../src/hunts/hunt.ts';
import { mergeArticles } from '../../../src/hunts/merge.ts';
import { SIEMS } from '../../../src/siems.ts';
import type { CheckedHunt, CheckedQuery } from '../../../src/sync/query.ts';
import { makeChecked } from '../../support/hunts.ts';

interface Stix {
  readonly type: string;
  readonly id: string;
  readonly modified?: string;
}

interface Told {
  readonly articles: readonly Article[];
  readonly hunts: readonly CheckedHunt[];
}

const CAMPAIGN: HuntCampaign = { id: 'c1', name: 'Lantern', firstSeen: '2026-04-01', lastSeen: '2026-05-02' };
const KINDS = SIEMS.map(({ kind }) => kind);

function objectsOf({ articles, hunts }: Told, kinds = SIEMS): readonly Stix[] {
  const [file] = exportStix(mergeArticles(articles).articles, hunts, kinds).files;
  return JSON.parse(String(file?.content)).objects as Stix[];
}

/** A few names and texts, so that they meet. */
const word = fc.constantFrom('Lantern', 'LANTERN', 'G0016', 'T1059', 'c1', 'uc:1', 'évil', 'a\nb');
const named = fc.record({
  name: word,
  kind: fc.constantFrom('group', 'malware', 'tool', 'campaign'),
  coined: fc.boolean(),
});
const observed = fc.record({
  kind: fc.constantFrom('localAccount', 'cloudUser', 'driver', 'ransomNote', 'publicService', 'mailSubject'),
  value: word,
  role: fc.constant('attacker'),
});
const indicator = fc.constantFrom(
  { type: 'domain', value: 'Bad-Host.top' },
  { type: 'domain', value: 'bad-host.top' },
  { type: 'cve', value: 'CVE-2024-3094' },
  { type: 'md5', value: 'd41d8cd98f00b204e9800998ecf8427e' },
);
const query = fc
  .constantFrom('A | take 1', 'B | take 1')
  .map((text): CheckedQuery => ({ text, verdict: 'ready', repairs: [], problems: [], lookbackSeconds: null }));

const anyTold: fc.Arbitrary<Told> = fc
  .record({
    articles: fc.array(
      fc.record({
        names: fc.array(named, { maxLength: 3 }),
        observables: fc.array(observed, { maxLength: 3 }),
        indicators: fc.array(indicator, { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    hunts: fc.array(
      fc.record({
        calledBy: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
        inCampaign: fc.boolean(),
        queries: fc.record(Object.fromEntries(KINDS.map((kind) => [kind, fc.array(query, { maxLength: 2 })]))),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ articles, hunts }) => {
    const made = articles.map((given, n) => {
      const [title, url] = [`Article ${n}`, `https://intel.example/${n}`];
      const fixed = { path: 'a.md', origin: 'briefings', dialect: 'auto', severity: 'HIGH', sources: ['Example Labs'] };
      const rest = { published: `2026-05-0${n + 1}`, techniques: [{ id: 'T1059', name: 'x' }], phases: [], hunts: [] };
      return { id: articleId(url, title), title, url, ...fixed, ...rest, problems: [], ...given } as Article;
    });
    return {
      articles: made,
      hunts: hunts.map(({ calledBy, inCampaign, queries }, n) => {
        const callers = calledBy.flatMap((at) => made[at] ?? []);
        const about = callers.map(({ id, title, url, published }) => ({ id, title, url, published }));
        const checked = makeChecked({
          key: `uc:${n}`,
          articles: about,
          ...(inCampaign ? { campaign: CAMPAIGN } : {}),
        });
        return { ...checked, queries };
      }),
    };
  });

test('no id stands for two objects: in whichever order things are put in, the same comes out', () => {
  fc.assert(
    fc.property(anyTold, ({ articles, hunts }) => {
      const objects = objectsOf({ articles, hunts });
      expect(new Set(objects.map(({ id }) => id)).size).toBe(objects.length);
      const turned = { articles: articles.toReversed(), hunts: hunts.toReversed() };
      expect(objectsOf(turned, SIEMS.toReversed())).toEqual(objects);
    }),
  );
});

test('nor in two exports: a version of an object is the same in each', () => {
  fc.assert(
    fc.property(anyTold, (told) => {
      const versions = new Map<string, Stix>();
      const parts = told.articles.map((article) => ({
        articles: [article],
        hunts: told.hunts.filter(({ hunt }) => hunt.articles.every(({ id }) => id === article.id)),
      }));
      const exports = [...SIEMS.map((siem) => objectsOf(told, [siem])), ...parts.map((part) => objectsOf(part))];
      // A report refers to what its bundle holds.
      for (const object of exports.flat().filter(({ type }) => type !== 'report')) {
        const version = `${object.id} ${object.modified}`;
        expect(object).toEqual(versions.get(version) ?? object);
        versions.set(version, object);
      }
    }),
  );
});

test('the queries of one hunt for two SIEMs of one language are two objects, each with an id of its own', () => {
  const article = { id: articleId('https://intel.example/1', 'One'), title: 'One', url: 'https://intel.example/1' };
  const hunt = makeChecked({ articles: [{ ...article, published: '2026-05-01' }] });
  const sentinel = hunt.queries['sentinel'] ?? [];
  const defender = sentinel.map((query) => ({ ...query, text: 'DeviceEvents | take 1' }));
  const indicators = objectsOf({ articles: [], hunts: [{ ...hunt, queries: { sentinel, defender } }] }).filter(
    ({ type }) => type === 'indicator',
  );
  expect(indicators).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        pattern: sentinel[0]?.text,
        description: expect.stringContaining('Microsoft Sentinel'),
      }),
      expect.objectContaining({ pattern: 'DeviceEvents | take 1', description: expect.stringContaining('Defender') }),
    ]),
  );
  expect(indicators).toHaveLength(2);
});
