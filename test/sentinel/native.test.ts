import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hunt } from '../../src/hunts/hunt.ts';
import { idOf } from '../../src/sentinel/names.ts';
import { extraTagsOf, fromNative, tagsBeside, toNative } from '../../src/sentinel/native.ts';
import { MAX_TAG_LENGTH, MAX_TAGS, recordableEvidence } from '../../src/sentinel/tags.ts';
import { wantedQueries } from '../../src/sentinel/wanted.ts';
import { decodeNewest } from '../../src/sync/evidence.ts';
import { digestFields, encodeWritten } from '../../src/sync/marker.ts';
import type { ActualObject, Fields, Marker } from '../../src/sync/types.ts';
import { makeArticle, makeChecked } from '../support/hunts.ts';

const FIELDS: Fields = {
  category: 'Hunting Queries',
  displayName: 'Odd logons',
  query: 'SigninLogs\n| take 5',
  description: 'Looks for odd logons.',
  tactics: 'InitialAccess,Execution',
  techniques: 'T1078',
  severity: 'HIGH / delivery',
  url: 'https://intel.example/odd',
};
const ARTICLE = '0a1b2c3d-0000-5000-8000-000000000001';

function markerOf(fields: Fields, key = 'uc:UC_ODD'): Marker {
  const evidence = recordableEvidence(
    { articles: [ARTICLE], newest: decodeNewest(`2026-05-01 ${ARTICLE}`), sources: ['briefings'] },
    [],
  );
  return { key, written: digestFields(fields), evidence, retired: null };
}

/** What a list gives for an object that was written, in any casing. */
function answered(after: { fields: Fields; marker: Marker }, before: ActualObject | null = null) {
  return { name: idOf(after.marker.key), etag: 'e1', ...toNative(after, before) };
}

const AFTER = { fields: FIELDS, marker: markerOf(FIELDS) };

test('the body is what Azure documents, with the tags that the portal and we read', () => {
  expect(toNative(AFTER, null, '*')).toEqual({
    etag: '*',
    properties: {
      category: 'Hunting Queries',
      displayName: 'Odd logons',
      query: 'SigninLogs\n| take 5',
      version: 2,
      tags: [
        { name: 'description', value: 'Looks for odd logons.' },
        { name: 'tactics', value: 'InitialAccess,Execution' },
        { name: 'techniques', value: 'T1078' },
        { name: 'huntsync.severity', value: 'HIGH / delivery' },
        { name: 'huntsync.url', value: 'https://intel.example/odd' },
        { name: 'createdBy', value: 'huntsync' },
        { name: 'huntsync.key', value: 'uc:UC_ODD' },
        { name: 'huntsync.hash', value: encodeWritten(digestFields(FIELDS)) },
        { name: 'huntsync.newest', value: `2026-05-01 ${ARTICLE}` },
        { name: 'huntsync.sources', value: 'briefings' },
        { name: 'huntsync.articles', value: '0a1b2c3d' },
      ],
    },
  });
});

describe('reading', () => {
  test('gives back what was written', () => {
    expect(fromNative(answered(AFTER))).toEqual({
      id: idOf('uc:UC_ODD'),
      name: 'Odd logons',
      fields: FIELDS,
      marker: AFTER.marker,
      etag: 'e1',
    });
  });

  test('takes PascalCase, an id without a leading slash, and names in capitals', () => {
    const upper = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(upper)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value).map(([k, v]) => [k.charAt(0).toUpperCase() + k.slice(1), upper(v)]),
            )
          : value;
    const { name, etag, properties } = answered(AFTER);
    const old = {
      Id: `subscriptions/s/savedSearches/${name.toUpperCase()}`,
      ETag: etag,
      Properties: upper(properties),
    };
    expect(fromNative(old)).toEqual(fromNative(answered(AFTER)));
  });

  test('takes a list with spaces, as the portal may write it', () => {
    const spaced = answered({ ...AFTER, fields: { ...FIELDS, tactics: 'InitialAccess, Execution ' } });
    expect(fromNative(spaced)?.fields['tactics']).toBe('InitialAccess,Execution');
  });

  test('an adopted object keeps its id, and a copy of that is its maker’s, too', () => {
    const theirs = { id: 'My-Hunt', name: 'Mine', fields: {}, marker: null };
    const adopted = { ...answered(AFTER, theirs), name: 'My-Hunt' };
    const read = fromNative(adopted);
    expect(read?.marker?.key).toBe('uc:UC_ODD');
    expect(read && fromNative({ ...answered(AFTER, read), name: 'My-Hunt' })?.marker?.key).toBe('uc:UC_ODD');
    expect(fromNative({ ...adopted, name: 'My-Hunt-2' })?.marker).toBeNull();
    expect(fromNative({ ...adopted, name: idOf('uc:UC_ODD') })?.marker).toBeNull();
  });

  test('a copy under another id is its maker’s, and so is what has no key', () => {
    const copy = { ...answered(AFTER), name: '0badf00d-0000-4000-8000-000000000000' };
    expect(fromNative(copy)).toMatchObject({ id: copy.name, marker: null });
    const bare = { name: 'x', properties: { Category: 'General', DisplayName: 'Theirs', Query: 'q', Tags: null } };
    expect(fromNative(bare)).toMatchObject({
      id: 'x',
      name: 'Theirs',
      marker: null,
      fields: { query: 'q', tactics: '' },
    });
  });

  test.each([null, 'text', 5, [], {}, { properties: {} }, { name: '' }])('%j is nothing', (raw) => {
    expect(fromNative(raw)).toBeNull();
  });

  test('a marker that somebody damaged still has its key', () => {
    const tags = [
      { name: 'huntsync.key', value: 'uc:UC_ODD' },
      { name: 'huntsync.hash', value: 'nonsense' },
      { name: 'huntsync.retired', value: 'yesterday' },
      { name: 'huntsync.sources', value: 'a,%E0%A4%A,,b' },
      { name: 'huntsync.articles', value: 'not-an-id,0a1b2c3d,XYZ' },
    ];
    expect(fromNative({ name: idOf('uc:UC_ODD'), properties: { tags } })?.marker).toEqual({
      key: 'uc:UC_ODD',
      written: {},
      evidence: { articles: ['0a1b2c3d'], newest: null, sources: ['a', '%E0%A4%A', 'b'] },
      retired: null,
    });
  });
});

describe('what others have added', () => {
  const theirs = [
    { name: 'Owner', value: 'team red' },
    { name: 'Owner', value: 'a second one' },
    { name: 'createdTimeUtc', value: '01/02/2026' },
  ];
  const raw = answered(AFTER);
  const edited = fromNative({
    ...raw,
    properties: {
      ...raw.properties,
      tags: [...raw.properties.tags, ...theirs],
      functionAlias: 'OddLogons',
      functionParameters: 'n:int = 5',
    },
  });

  test('goes along with every later write', () => {
    if (!edited?.marker) throw new Error('not ours');
    expect(extraTagsOf(edited)).toEqual(theirs);
    const { properties } = toNative({ fields: edited.fields, marker: edited.marker }, edited);
    expect(properties).toMatchObject({ functionAlias: 'OddLogons', functionParameters: 'n:int = 5' });
    expect(properties.tags).toEqual(expect.arrayContaining(theirs));
    expect(fromNative({ name: edited.id, etag: 'e1', properties })).toEqual(edited);
  });

  test('survives JSON, as the plan does', () => {
    expect(JSON.parse(JSON.stringify(edited))).toEqual(edited);
  });

  test('who made an object that was taken over stays on record', () => {
    const foreign = fromNative({
      name: idOf('uc:UC_ODD'),
      properties: { ...raw.properties, tags: [{ name: 'CreatedBy', value: 'ana' }] },
    });
    const { tags } = toNative(AFTER, foreign).properties;
    expect(tags.filter(({ name }) => name.toLowerCase() === 'createdby')).toEqual([
      { name: 'CreatedBy', value: 'ana' },
    ]);
  });
});

describe('properties', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 600 }));
  const article = fc
    .record({ title: text, published: fc.option(fc.constantFrom('2026-05-01', '2025-01-31')), url: text })
    .map(({ title, published, url }) => ({ ...makeArticle(title, published), url }));
  const hunt = fc
    .record({
      title: text,
      severity: fc.constantFrom('CRIT', 'HIGH', 'MED', 'LOW'),
      confidence: fc.constantFrom(null, 'High', 'Low'),
      phase: fc.constantFrom(null, 'delivery', 'actions'),
      techniques: fc.array(fc.constantFrom('T1059', 'T1059.001', 'T1566.002', 'T1003'), { maxLength: 90 }),
      tactics: fc.array(fc.constantFrom('initial-access', 'stealth', 'defense-evasion', 'nothing-known')),
      articles: fc.array(article, { maxLength: 120 }),
      sources: fc.array(text, { maxLength: 40 }),
      kql: text,
    })
    .map((overrides): Partial<Hunt> => overrides as Partial<Hunt>);
  const extra = fc.array(fc.record({ name: fc.constantFrom('Owner', 'team', 'createdBy', 'Run'), value: text }), {
    maxLength: 4,
  });

  test('any hunt fits Sentinel’s limits beside up to four tags of others, and comes back as it went', () => {
    fc.assert(
      fc.property(hunt, extra, (overrides, theirs) => {
        const [want] = wantedQueries([makeChecked(overrides)]);
        if (!want) throw new Error('nothing wanted');
        const object = want.render(want.evidence);
        const before: ActualObject = {
          id: object.id,
          name: '',
          fields: {},
          marker: null,
          ...(theirs.length > 0 ? { extra: { tags: JSON.stringify(theirs) } } : {}),
        };
        const evidence = recordableEvidence(want.evidence, tagsBeside(before));
        // The fullest form: retired as well.
        const marker = { key: want.key, written: digestFields(object.fields), evidence, retired: '2026-06-01' };
        const { properties } = toNative({ fields: object.fields, marker }, before);
        expect(properties.tags.length).toBeLessThanOrEqual(MAX_TAGS);
        for (const tag of properties.tags.slice(0, properties.tags.length - theirs.length)) {
          expect(tag.value.length).toBeLessThanOrEqual(MAX_TAG_LENGTH);
          expect(tag.value).not.toMatch(/\p{Cs}/u);
        }
        expect(properties.displayName.length).toBeLessThanOrEqual(200);
        // What Azure takes is UTF-8, so that is what must come back.
        const read = fromNative({
          name: object.id,
          ...JSON.parse(Buffer.from(JSON.stringify({ properties })).toString()),
        });
        expect(read?.fields).toEqual(object.fields);
        expect(read?.marker).toEqual(marker);
        expect(extraTagsOf(read)).toEqual(
          theirs.filter(({ name, value }) => name !== 'createdBy' || value !== 'huntsync'),
        );
        // Recording what was read changes nothing: a second run has nothing to do.
        expect(recordableEvidence(evidence, tagsBeside(read))).toEqual(evidence);
      }),
      { numRuns: 300 },
    );
  });

  test('nothing that a server may answer makes reading throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (name, properties) => {
        fromNative({ name, properties });
        fromNative({ name: 'x', properties: { tags: [properties, { name: 'huntsync.key', value: name }] } });
      }),
    );
  });
});
