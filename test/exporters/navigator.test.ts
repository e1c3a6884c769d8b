import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Article } from '../../src/briefing/article.ts';
import { EXIT } from '../../src/core/errors.ts';
import type { CountedHunt } from '../../src/exporters/coverage.ts';
import { huntsInUse } from '../../src/exporters/deployed.ts';
import { exportNavigator } from '../../src/exporters/navigator.ts';
import { attackTechnique } from '../../src/knowledge/attack.ts';
import type { ActualObject } from '../../src/sync/types.ts';
import { createExportWorld, type ExportWorld } from '../support/exports.ts';
import { hostileText } from '../support/record-rows.ts';
import { CORPUS, hasCorpus, SAMPLES } from '../support/world.ts';

let world: ExportWorld | undefined;
afterEach(() => world?.close());

const colour = z.string().regex(/^#[0-9a-f]{6}$/);
/** No control or reordering character may reach a page. */
const safe = z.string().regex(/^[^\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]*$/);
const metadata = z.array(z.strictObject({ name: safe.min(1), value: safe.min(1) }));

/**
 * Layer format 4.5 (https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md), of which we
 * use this much.
 */
const layerSchema = z.strictObject({
  name: safe.min(1),
  versions: z.strictObject({
    attack: z.string().regex(/^\d+(\.\d+)?$/),
    navigator: z.string().regex(/^(4\.9|[5-9]\.\d+)\.\d+$/),
    layer: z.literal('4.5'),
  }),
  domain: z.enum(['enterprise-attack', 'mobile-attack', 'ics-attack']),
  description: safe,
  sorting: z.number().int().min(0).max(3),
  layout: z.strictObject({
    layout: z.enum(['side', 'flat', 'mini']),
    showID: z.boolean(),
    showName: z.boolean(),
    expandedSubtechniques: z.enum(['none', 'all', 'annotated']),
  }),
  hideDisabled: z.boolean(),
  techniques: z.array(
    z.strictObject({
      techniqueID: z.string().regex(/^T\d{4}(\.\d{3})?$/),
      score: z.number().int().min(0).optional(),
      color: colour.optional(),
      comment: safe.max(2000).optional(),
      metadata: metadata.optional(),
      showSubtechniques: z.literal(true).optional(),
    }),
  ),
  gradient: z
    .strictObject({ colors: z.array(colour).min(2), minValue: z.number(), maxValue: z.number() })
    // MITRE's own reader fails where there is less than one score to each step between two colours.
    .refine(({ colors, minValue, maxValue }) => maxValue - minValue >= colors.length - 1),
  legendItems: z.array(z.strictObject({ label: safe.min(1), color: colour })),
  metadata,
});

const MATRIX = { 'enterprise-attack': 'enterprise', 'mobile-attack': 'mobile', 'ics-attack': 'ics' } as const;

/** The layers of an export, each held to the format and to ATT&CK. */
function layersOf(files: Iterable<readonly [string, Buffer | string]>) {
  return new Map(
    [...files].map(([path, content]) => {
      const layer = layerSchema.parse(JSON.parse(content.toString()));
      const ids = layer.techniques.map(({ techniqueID }) => techniqueID);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) {
        expect(attackTechnique(id)).toMatchObject({ matrix: MATRIX[layer.domain], status: 'current' });
        if (id.includes('.')) {
          const parent = layer.techniques.find(({ techniqueID }) => techniqueID === id.split('.')[0]);
          expect(parent?.showSubtechniques).toBe(true);
        }
      }
      for (const { color } of layer.techniques) {
        if (color) expect(layer.legendItems.map((item) => item.color)).toContain(color);
      }
      return [path, layer] as const;
    }),
  );
}

const layers = (input: { articles?: readonly Article[]; hunts?: readonly CountedHunt[] }) =>
  layersOf(
    exportNavigator({ articles: [], hunts: [], leftOut: [], ...input }).files.map(({ path, content }) => [
      path,
      content,
    ]),
  );

function hunt(key: string, techniques: readonly string[], overrides: Partial<CountedHunt> = {}): CountedHunt {
  return { key, title: `Hunt ${key}`, severity: 'MED', techniques, ...overrides };
}

function article(title: string, ids: readonly string[], published: string | null = '2026-05-01'): Article {
  return {
    id: `id of ${title}`,
    path: 'x.md',
    origin: 'briefings',
    dialect: 'auto',
    severity: 'HIGH',
    title,
    sources: [],
    published,
    url: 'https://intel.example/',
    techniques: ids.map((id) => ({ id, name: 'x' })),
    phases: [],
    indicators: [],
    hunts: [],
    problems: [],
  };
}

test('an article that tells of no threat is counted in no layer', () => {
  const articles = [{ ...article('News', ['T1059.001']), noThreat: 'is news about a company' }];
  const files = exportNavigator({ articles, hunts: [], leftOut: [] }).files;
  expect(files.flatMap(({ content }) => JSON.parse(String(content)).techniques)).toEqual([]);
});

describe('the exported layers', () => {
  const inputs: [string, string, boolean][] = [
    ['the sample briefings', SAMPLES, true],
    ['the real corpus (skipped where ../shared is absent)', CORPUS, hasCorpus],
  ];
  for (const [title, briefings, present] of inputs) {
    test.skipIf(!present)(`${title}: are layers`, async () => {
      world = createExportWorld(briefings);
      expect(await world.run('navigator')).toBe(EXIT.ok);
      const found = layersOf(world.files());
      expect(found.get('navigator-layer.json')?.domain).toBe('enterprise-attack');
      const proved = [...found].filter(([path]) => path.startsWith('navigator-layer'));
      const scored = proved.flatMap(([, { techniques }]) => techniques.filter(({ score }) => (score ?? 0) > 0));
      const { counts } = JSON.parse(world.printed.at(-1) ?? '');
      expect(scored.length).toBe(counts['techniques with hunts']);
      expect(scored.length).toBeGreaterThan(20);
      const ids = (name: string) => {
        const layer = found.get(`navigator-${name}.json`);
        return (layer?.techniques ?? []).flatMap(({ techniqueID, score }) => (score ? [techniqueID] : []));
      };
      const hunted = new Set(ids('layer'));
      expect(ids('gap')).toEqual(ids('mentioned').filter((id) => !hunted.has(id)));
      expect(ids('gap').length).toBeGreaterThan(0);
    });
  }

  test('count the hunts of the named platforms only', async () => {
    world = createExportWorld(SAMPLES);
    const score = () => {
      const layer = layersOf(world?.files() ?? []).get('navigator-layer.json');
      return (layer?.techniques ?? []).reduce((sum, technique) => sum + (technique.score ?? 0), 0);
    };
    await world.run('navigator');
    const all = score();
    await world.run('navigator', { platform: ['soc-splunk'] });
    const splunk = score();
    expect(splunk).toBeGreaterThan(0);
    expect(splunk).toBeLessThanOrEqual(all);
    const { without, hunts, leftOut } = JSON.parse(world.printed.at(-1) ?? '');
    const before = JSON.parse(world.printed[0] ?? '');
    expect(without + leftOut.length + hunts).toBe(before.hunts + before.without);
  });
});

describe('a technique', () => {
  const only = (name: string, input: Parameters<typeof layers>[0], id: string) =>
    layers(input)
      .get(`navigator-${name}.json`)
      ?.techniques.find(({ techniqueID }) => techniqueID === id);

  test('is green where a hunt of it was proved, and of another colour where none was', () => {
    const hunts = [
      hunt('a', ['T1059.001'], { title: 'Zeta', severity: 'LOW', proved: true }),
      hunt('b', ['T1059.001'], { title: 'Alpha', severity: 'CRIT' }),
      hunt('a', ['T1059.001'], { title: 'Zeta', severity: 'LOW', proved: true }),
      hunt('c', ['T1003'], { proved: false }),
      hunt('d', ['T1090']),
    ];
    const found = only('layer', { hunts }, 'T1059.001');
    expect(found).toMatchObject({ score: 2, color: '#41ab5d' });
    expect(found?.comment).toContain('2 hunts: Alpha; Zeta');
    expect(found?.metadata).toContainEqual({ name: 'severity', value: 'CRIT' });
    for (const id of ['T1003', 'T1090']) expect(only('layer', { hunts }, id)?.color, id).toBe('#fdae61');
    expect(only('layer', { hunts }, 'T1059')).toEqual({ techniqueID: 'T1059', showSubtechniques: true });
  });

  test('that only articles name is the gap', () => {
    const articles = [article('Old', ['T1566.002'], null), article('New', ['T1566.002', 'T1059.001'])];
    const hunts = [hunt('a', ['T1059.001'])];
    const gap = only('gap', { articles, hunts }, 'T1566.002');
    expect(gap).toMatchObject({ score: 2, comment: 'No hunt. 2 articles: New; Old' });
    expect(only('gap', { articles, hunts }, 'T1059.001')).toBeUndefined();
    expect(only('layer', { articles, hunts }, 'T1566.002')).toBeUndefined();
    const both = only('mentioned', { articles, hunts }, 'T1059.001');
    expect(both).toMatchObject({ score: 1, comment: '1 article: New | 1 hunt: Hunt a' });
  });

  test('counts under the id that ATT&CK has now, and not at all where it never had one', () => {
    // Revoked in v19 (config/reference/attack): DLL side-loading became a part of T1574.001.
    expect(attackTechnique('T1574.002')?.status).toBe('revoked');
    const ids = [...layers({ hunts: [hunt('a', ['T1574.002', 'T9999', 'constructor'])] }).values()].flatMap((layer) =>
      layer.techniques.map(({ techniqueID }) => techniqueID),
    );
    expect(ids).toEqual(['T1574', 'T1574.001']);
  });

  test('of another matrix is in a layer of its own', () => {
    const found = layers({ hunts: [hunt('a', ['T1437.001', 'T0855', 'T1059'])] });
    expect([...found].map(([path, { domain }]) => [path, domain])).toEqual([
      ['navigator-mentioned.json', 'enterprise-attack'],
      ['navigator-layer.json', 'enterprise-attack'],
      ['navigator-gap.json', 'enterprise-attack'],
      ['navigator-layer-mobile.json', 'mobile-attack'],
      ['navigator-layer-ics.json', 'ics-attack'],
    ]);
    expect([...layers({}).keys()]).toEqual(['navigator-mentioned.json', 'navigator-layer.json', 'navigator-gap.json']);
  });

  test('has a short and safe comment, whatever the titles, and the same for any order', () => {
    const some = fc.array(fc.tuple(hostileText, fc.constantFrom('CRIT', 'HIGH', 'MED', 'LOW')), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(some, fc.array(hostileText, { maxLength: 20 }), (given, titles) => {
        const hunts = given.map(([title, severity], n) =>
          hunt(`k${n}`, ['T1003'], { title, severity: severity as CountedHunt['severity'] }),
        );
        const articles = titles.map((title) => article(title, ['T1566']));
        const found = layers({ hunts, articles });
        expect(layers({ hunts: [...hunts].reverse(), articles: [...articles].reverse() })).toEqual(found);
        expect(only('layer', { hunts, articles }, 'T1003')?.score).toBe(hunts.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('hunts in use', () => {
  const marker = (key: string, retired: string | null = null) => ({
    key,
    written: {},
    evidence: { articles: [], newest: null, sources: [] },
    retired,
  });
  const objects: ActualObject[] = [
    {
      id: 'Odd logons (0123456789ab)',
      name: 'Odd logons (0123456789ab)',
      fields: { 'action.huntsync.severity': 'MED', 'action.huntsync.techniques': 'T1003,T1003.001' },
      marker: marker('uc:A'),
    },
    {
      id: '1',
      name: 'Odd logons - part 2',
      fields: { severity: 'HIGH / exploit / Medium', techniques: 'T1078' },
      marker: marker('uc:A#2'),
    },
    { id: '2', name: 'gone', fields: { techniques: 'T1566' }, marker: marker('uc:B', '2026-01-01') },
    { id: '3', name: 'foreign', fields: { techniques: 'T1566' }, marker: null },
    { id: '4', name: 'bare', fields: {}, marker: marker('uc:C') },
    { id: '5', name: 'off', fields: { disabled: '1', techniques: 'T1566' }, marker: marker('uc:D') },
  ];

  test('are one a key, on whichever platform; neither retired ones nor strangers', () => {
    expect(huntsInUse([{ objects, retiredFields: { disabled: '1' } }])).toEqual([
      { key: 'uc:A', title: 'Odd logons', severity: 'HIGH', techniques: ['T1003', 'T1003.001', 'T1078'] },
      { key: 'uc:C', title: 'bare', severity: 'LOW', techniques: [] },
    ]);
  });
});

test.each<[string, (boolean | undefined)[], string]>([
  ['proved, where some hunt was seen to hit', [true, false, undefined], 'proved (1 of 3)'],
  ['unproved, where those that were run were not', [false, undefined], 'unproved'],
  ['none, where none was run', [undefined], 'none'],
])('a technique is %s', (_, proofs, expected) => {
  const hunts = proofs.map((proved, index): CountedHunt => {
    return { key: `k${index}`, title: `Hunt ${index}`, severity: 'HIGH', techniques: ['T1059.001'], proved };
  });
  const file = exportNavigator({ articles: [], hunts, leftOut: [] }).files.find(({ path }) => /layer/.test(path));
  const { techniques } = JSON.parse(String(file?.content));
  const found = techniques.find(({ techniqueID }: { techniqueID: string }) => techniqueID === 'T1059.001');
  expect(found.metadata).toContainEqual({ name: 'proof', value: expected });
});
