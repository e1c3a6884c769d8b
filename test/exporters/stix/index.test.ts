import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { type Article, INDICATOR_TYPES } from '../../../src/briefing/article.ts';
import { articleId } from '../../../src/briefing/identity.ts';
import { EXIT } from '../../../src/core/errors.ts';
import { exportStix, type StixExportOptions } from '../../../src/exporters/stix/index.ts';
import { mergeArticles } from '../../../src/hunts/merge.ts';
import { sentinel } from '../../../src/sentinel/siem.ts';
import { SIEMS } from '../../../src/siems.ts';
import { type CheckedHunt, queriesFor } from '../../../src/sync/query.ts';
import type { Siem } from '../../../src/sync/siem.ts';
import { createExportWorld, type ExportWorld } from '../../support/exports.ts';
import { makeChecked } from '../../support/hunts.ts';
import { hostileText } from '../../support/record-rows.ts';
import { stixFaults } from '../../support/stix.ts';
import { CORPUS, hasCorpus, SAMPLES } from '../../support/world.ts';

let world: ExportWorld | undefined;
afterEach(() => world?.close());

interface Stix {
  readonly type: string;
  readonly id: string;
  readonly created: string;
  readonly modified: string;
  readonly name?: string;
  readonly pattern?: string;
  readonly pattern_type?: string;
  readonly object_refs?: readonly string[];
  readonly created_by_ref?: string;
  readonly object_marking_refs?: readonly string[];
  readonly valid_until?: string;
  readonly relationship_type?: string;
  readonly source_ref?: string;
  readonly target_ref?: string;
  readonly external_references?: readonly {
    readonly source_name: string;
    readonly external_id?: string;
    readonly url?: string;
  }[];
}

interface Bundle {
  readonly id: string;
  readonly objects: readonly Stix[];
}

function article(overrides: Partial<Article> = {}): Article {
  const title = overrides.title ?? 'A loader in a package';
  const url = overrides.url ?? 'https://intel.example/a';
  return {
    id: articleId(url, title),
    path: 'a.md',
    origin: 'briefings',
    dialect: 'auto',
    severity: 'HIGH',
    title,
    sources: ['Example Labs'],
    published: '2026-05-01',
    url,
    techniques: [{ id: 'T1195.002', name: 'x' }],
    phases: ['delivery'],
    indicators: [],
    hunts: [],
    problems: [],
    ...overrides,
  };
}

function bundleOf(
  articles: readonly Article[],
  hunts: readonly CheckedHunt[] = [],
  kinds: readonly Siem[] = SIEMS,
  options: StixExportOptions = {},
): Bundle {
  const [file] = exportStix(mergeArticles(articles).articles, hunts, kinds, options).files;
  return JSON.parse(String(file?.content)) as Bundle;
}

const ofType = ({ objects }: Bundle, type: string) => objects.filter((object) => object.type === type);

describe('the exported bundle', () => {
  const inputs: [string, string, boolean][] = [
    ['the sample briefings', SAMPLES, true],
    ['the real corpus (skipped where ../shared is absent)', CORPUS, hasCorpus],
  ];
  for (const [title, briefings, present] of inputs) {
    test.skipIf(!present)(`${title}: is sound, and the same at any time`, async () => {
      world = createExportWorld(briefings);
      expect(await world.run('stix')).toBe(EXIT.ok);
      const files = world.files();
      expect([...files.keys()]).toEqual(['attack-LICENSE.txt', 'stix-bundle.json']);
      const bundle = JSON.parse(String(files.get('stix-bundle.json'))) as Bundle;
      expect(stixFaults(bundle)).toEqual([]);
      const { counts, hunts } = JSON.parse(world.printed.at(-1) ?? '');
      expect(counts.reports).toBe(ofType(bundle, 'report').length);
      expect(counts.indicators + counts.queries).toBe(ofType(bundle, 'indicator').length);
      expect(Math.min(counts.reports, counts.indicators, counts.queries, hunts)).toBeGreaterThan(5);

      const later = { ...world.context, now: () => new Date('2027-01-01T00:00:00Z') };
      Object.assign(world.context, later);
      await world.run('stix');
      expect(world.files()).toEqual(files);
    });
  }

  test('has one object for what several articles tell of, dated by them', () => {
    const indicators = [
      { type: 'domain', value: 'Bad-Host.Top' },
      { type: 'cve', value: 'CVE-2024-3094' },
    ] as const;
    const old = article({ title: 'Old', published: '2026-01-01', indicators });
    const fresh = article({ title: 'New', indicators: [{ type: 'domain', value: 'bad-host.top' }] });
    const bundle = bundleOf([fresh, old]);
    expect(stixFaults(bundle)).toEqual([]);
    expect(bundleOf([old, fresh])).toEqual(bundle);
    const [domain] = ofType(bundle, 'indicator');
    expect(domain).toMatchObject({
      pattern: "[domain-name:value = 'bad-host.top']",
      created: '2020-01-01T00:00:00.000Z',
      modified: '2026-05-01T00:00:02.000Z',
      valid_from: '2026-01-01T00:00:00.000Z',
      valid_until: '2026-10-28T00:00:00.000Z',
    });
    const [cve] = ofType(bundle, 'vulnerability');
    expect(cve).toMatchObject({ name: 'CVE-2024-3094', created: '2024-01-01T00:00:00.000Z' });
    const reports = new Map(ofType(bundle, 'report').map((report) => [report.name, report]));
    expect(reports.get('Old')).toMatchObject({ id: `report--${old.id}`, published: '2026-01-01T00:00:00.000Z' });
    expect(reports.get('Old')?.object_refs).toEqual(expect.arrayContaining([domain?.id, cve?.id]));
    expect(reports.get('New')?.object_refs).toContain(domain?.id);
    expect(reports.get('New')?.object_refs).not.toContain(cve?.id);
  });

  test('has no platform, no reserved name and no file for an indicator, and tells what it left out', () => {
    const indicators = [
      { type: 'domain', value: 'GitHub.com' },
      { type: 'domain', value: 'vault.svc.cluster.local' },
      { type: 'domain', value: 'install-toolbox.sh' },
      { type: 'ipv4', value: '10.1.2.3' },
      { type: 'url', value: 'https://raw.githubusercontent.com/nobody-9/x/main/run.sh' },
      { type: 'domain', value: 'stage-one.top' },
      { type: 'cve', value: 'CVE-2024-3094' },
    ] as const;
    const told = article({ indicators });
    const exported = exportStix(mergeArticles([told]).articles, [], SIEMS);
    expect(exported.unpublished).toEqual([
      { type: 'domain', value: 'github.com' },
      { type: 'domain', value: 'vault.svc.cluster.local' },
      { type: 'domain', value: 'install-toolbox.sh' },
      { type: 'ipv4', value: '10.1.2.3' },
    ]);
    expect(exported.counts).toMatchObject({ indicators: 2, vulnerabilities: 1 });
    const bundle = bundleOf([told]);
    expect(stixFaults(bundle)).toEqual([]);
    expect(
      ofType(bundle, 'indicator')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['https://raw.githubusercontent.com/nobody-9/x/main/run.sh', 'stage-one.top']);
  });

  test('has hunts as indicators in their own languages, tied to techniques and to what their queries name', () => {
    const told = article({ indicators: [{ type: 'domain', value: 'bad-host.top' }] });
    const hunt = makeChecked({
      key: 'uc:UC_X',
      techniques: ['T1195.002', 'T1574.002', 'T9999'],
      articles: [{ id: told.id, title: told.title, url: told.url, published: told.published }],
      kql: 'DeviceNetworkEvents\n| where RemoteUrl == "bad-host.top"',
    });
    const bundle = bundleOf([told], [hunt]);
    expect(stixFaults(bundle)).toEqual([]);
    // Sentinel and Defender share the language, and not the tables.
    const shared = { ...hunt, queries: { ...hunt.queries, defender: queriesFor(hunt, 'sentinel') } };
    expect(exportStix(mergeArticles([told]).articles, [shared], SIEMS).counts).toMatchObject({
      indicators: 1,
      queries: 3,
    });
    const queries = ofType(bundle, 'indicator').filter((one) => one.pattern_type !== 'stix');
    expect(queries.map(({ pattern_type, pattern }) => [pattern_type, pattern]).sort()).toEqual([
      ['kql', hunt.hunt.queries['kql']],
      ['spl', hunt.hunt.queries['spl']],
    ]);
    const patterns = new Map(
      ofType(bundle, 'attack-pattern').map((one) => [one.id, one.external_references?.[0]?.external_id]),
    );
    const relations = ofType(bundle, 'relationship').map((one) => {
      const source = queries.find(({ id }) => id === one.source_ref)?.pattern_type;
      return `${source} ${one.relationship_type} ${patterns.get(one.target_ref ?? '') ?? one.target_ref?.split('--')[0]}`;
    });
    expect(relations.sort()).toEqual([
      'kql indicates T1195.002',
      'kql indicates T1574.001',
      'kql related-to indicator',
      'spl indicates T1195.002',
      'spl indicates T1574.001',
      'spl related-to indicator',
    ]);
    const [report] = ofType(bundle, 'report');
    for (const { id } of queries) expect(report?.object_refs).toContain(id);
    expect(
      ofType(bundleOf([told], [hunt], [sentinel]), 'indicator')
        .map((one) => one.pattern_type)
        .sort(),
    ).toEqual(['kql', 'stix']);
  });

  test("has MITRE's own objects under MITRE's ids, in their oldest version, and its own where MITRE's is not known", () => {
    // T1059.001 and G0016 stand in config/reference/attack/stix.json; T1684 came with ATT&CK 19 and does not.
    const told = article({
      techniques: ['T1059.001', 'T1684'].map((id) => ({ id, name: 'x' })),
      names: [
        { name: 'Midnight Blizzard', kind: 'group' },
        { name: 'mimikatz', kind: 'malware' },
        { name: 'GLASSNET', kind: 'malware', coined: true },
        { name: 'Operation Lantern', kind: 'campaign' },
      ],
    });
    const bundle = bundleOf([told]);
    expect(stixFaults(bundle)).toEqual([]);
    const named = new Map(bundle.objects.map((object) => [object.name, object]));
    const mitre = named.get('The MITRE Corporation')?.id;
    for (const [name, id] of [
      ['PowerShell', 'attack-pattern--970a3432-3237-47ad-bcca-7d8cbb217736'],
      ['APT29', 'intrusion-set--899ce53f-13a0-479b-a0e4-67d46e241542'],
      ['Mimikatz', 'tool--afc079f3-c0ea-4096-b75d-3f05338b7f60'],
    ]) {
      const object = named.get(name);
      expect([object?.id, object?.created_by_ref]).toEqual([id, mitre]);
      expect(object?.modified).toBe(object?.created);
    }
    const own = ofType(bundle, 'attack-pattern').find(({ created_by_ref }) => created_by_ref !== mitre);
    expect(own?.external_references?.[0]?.external_id).toBe('T1684');
    const [report] = ofType(bundle, 'report');
    for (const name of ['APT29', 'Mimikatz', 'GLASSNET', 'Operation Lantern']) {
      expect(report?.object_refs, name).toContain(named.get(name)?.id);
    }
    expect(named.get('GLASSNET')).toMatchObject({ type: 'malware', is_family: true });
  });

  test('has what attackers made or used as observables, and not what is the victim’s', () => {
    const told = article({
      observables: [
        { kind: 'localAccount', value: 'svc_upd8', role: 'attacker' },
        { kind: 'driver', value: 'evil64.sys', role: 'attacker' },
        { kind: 'network', value: '20473', role: 'abused' },
        { kind: 'localAccount', value: 'webadmin', role: 'victim' },
        { kind: 'scheduledTask', value: 'Updater', role: 'attacker' },
        { kind: 'network', value: 'x', role: 'attacker' },
      ],
    });
    const bundle = bundleOf([told]);
    expect(stixFaults(bundle)).toEqual([]);
    const observables = bundle.objects.filter((object) => object.created === undefined);
    expect(observables.map(({ type }) => type).sort()).toEqual(['autonomous-system', 'file', 'user-account']);
    const [report] = ofType(bundle, 'report');
    expect(report?.object_refs).toEqual(expect.arrayContaining(observables.map(({ id }) => id)));
  });

  test('tells in each report how its objects relate, and its campaign', () => {
    const told = article({ indicators: [{ type: 'domain', value: 'bad-host.top' }] });
    const other = article({ title: 'Another' });
    const hunt = makeChecked({
      key: 'uc:UC_X',
      techniques: ['T1195.002', 'T1059.001'],
      articles: [{ id: told.id, title: told.title, url: told.url, published: told.published }],
      campaign: { id: told.id, name: 'Lantern', firstSeen: '2026-04-01', lastSeen: '2026-05-01' },
      kql: 'DeviceNetworkEvents\n| where RemoteUrl == "bad-host.top"',
    });
    const bundle = bundleOf([told, other], [hunt]);
    expect(stixFaults(bundle)).toEqual([]);
    const [campaign] = ofType(bundle, 'campaign');
    expect(campaign).toMatchObject({ name: 'Lantern', first_seen: '2026-04-01T00:00:00.000Z' });
    const relations = ofType(bundle, 'relationship');
    expect(relations.filter(({ target_ref }) => target_ref === campaign?.id)).toHaveLength(2);
    const reports = new Map(ofType(bundle, 'report').map((report) => [report.name, report.object_refs ?? []]));
    expect(reports.get(told.title)).toEqual(expect.arrayContaining(relations.map(({ id }) => id)));
    expect(reports.get('Another')?.some((id) => id.startsWith('relationship--'))).toBe(false);
  });

  test('is signed and marked as the configuration says, every object of it', () => {
    const told = article({ indicators: [{ type: 'domain', value: 'bad-host.top' }] });
    const stix = { creator: 'Contoso SOC', marking: 'TLP:AMBER+STRICT' } as const;
    const bundle = bundleOf([told], [makeChecked()], SIEMS, { stix, indicatorDays: { domain: 10 } });
    expect(stixFaults(bundle)).toEqual([]);
    const identity = ofType(bundle, 'identity').find(({ name }) => name === 'Contoso SOC');
    const strict = 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003';
    for (const object of bundle.objects) {
      if (object.type === 'marking-definition' || object.created_by_ref?.endsWith('b8b55e40b5')) continue;
      if (object.name === 'The MITRE Corporation') continue;
      expect(object.object_marking_refs, object.id).toContain(strict);
      if (object.id !== identity?.id) expect(object.created_by_ref, object.id).toBe(identity?.id);
    }
    const domain = ofType(bundle, 'indicator').find(({ pattern_type }) => pattern_type === 'stix');
    expect(domain?.valid_until).toBe('2026-05-11T00:00:00.000Z');
  });

  test('has one date of creation for each object, whatever is read later, and no version that goes back', () => {
    const indicators = [{ type: 'domain', value: 'bad-host.top' }] as const;
    const fresh = article({ title: 'New', indicators });
    const old = article({ title: 'Old', published: '2025-01-01', indicators });
    const calling = (articles: readonly Article[]) =>
      makeChecked({ articles: articles.map(({ id, title, url, published }) => ({ id, title, url, published })) });
    const before = bundleOf([fresh], [calling([fresh])]);
    const after = new Map(bundleOf([fresh, old], [calling([fresh, old])]).objects.map((object) => [object.id, object]));
    for (const { id, created, modified } of before.objects) {
      expect(after.get(id)?.created, id).toBe(created);
      if (modified) expect((after.get(id)?.modified ?? '') >= modified, id).toBe(true);
    }
    const [domain] = ofType(before, 'indicator').filter(({ pattern_type }) => pattern_type === 'stix');
    expect((after.get(domain?.id ?? '')?.modified ?? '') > (domain?.modified ?? '')).toBe(true);
  });

  test('has no query that may not be pushed', () => {
    const checked = makeChecked({ key: 'uc:UC_BAD' });
    const problem = { code: 'x', message: 'x', line: 1, column: 1, severity: 'error' } as const;
    const rejected: CheckedHunt = {
      ...checked,
      queries: {
        splunk: queriesFor(checked, 'splunk').map((query) => ({ ...query, verdict: 'rejected', problems: [problem] })),
      },
    };
    const { leftOut, hunts } = exportStix(mergeArticles([article()]).articles, [rejected], SIEMS);
    expect(leftOut).toEqual([{ key: 'uc:UC_BAD', name: checked.hunt.title, reason: 'rejected', problems: [problem] }]);
    expect(hunts.size).toBe(0);
    expect(ofType(bundleOf([article()], [rejected]), 'indicator')).toEqual([]);
  });

  test('is sound whatever articles say', () => {
    // An article with half a surrogate pair has no id, and does not get this far.
    const anyText = hostileText.map((text) => text.toWellFormed());
    const anyArticle = fc
      .record({
        title: anyText,
        url: fc.oneof(fc.webUrl(), anyText, fc.constant('javascript:alert(1)')),
        published: fc.constantFrom('2026-05-01', null, '2024-02-29', '9999-99-99'),
        sources: fc.array(anyText, { maxLength: 3 }),
        techniques: fc.array(
          fc.record({ id: fc.constantFrom('T1003', 'T1604', 'T0855', 'constructor', 'T1574.002'), name: anyText }),
        ),
        indicators: fc.array(
          fc.record({
            type: fc.constantFrom(...INDICATOR_TYPES),
            value: fc.oneof(anyText, fc.constantFrom("a'b\\c", 'CVE-2024-1', 'cve-2021-44228')),
          }),
          { maxLength: 6 },
        ),
        phases: fc.constantFrom([], ['c2' as const]),
        names: fc.array(
          fc.record({
            name: fc.oneof(anyText, fc.constantFrom('APT29', 'constructor')),
            kind: fc.constantFrom('group', 'malware', 'campaign'),
          }),
          { maxLength: 3 },
        ),
        observables: fc.array(
          fc.record({
            kind: fc.constantFrom('localAccount', 'driver', 'network', 'mailSubject', 'publicService', 'toString'),
            value: fc.oneof(anyText, fc.constant('64500')),
            role: fc.constantFrom('attacker', 'abused', 'victim'),
          }),
          { maxLength: 3 },
        ),
      })
      .map((given) => article(given));
    fc.assert(
      fc.property(fc.array(anyArticle, { maxLength: 5 }), (articles) => {
        const hunts = articles.map(({ id, title, url, published }, n) =>
          makeChecked({ key: `uc:${n}`, articles: [{ id, title, url, published }] }),
        );
        expect(stixFaults(bundleOf(articles, hunts))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

test('the reader finds faults', () => {
  const sound = bundleOf([article({ indicators: [{ type: 'ipv4', value: '45.77.12.9' }] })], [makeChecked()]);
  expect(stixFaults(sound)).toEqual([]);
  const broken = (change: (object: Record<string, unknown>) => void, type: string) => {
    const copy = structuredClone(sound) as unknown as { objects: Record<string, unknown>[] };
    for (const object of copy.objects) if (object['type'] === type) change(object);
    return stixFaults(copy);
  };
  const changes: [string, (object: Record<string, unknown>) => void][] = [
    ['indicator', (object) => delete object['valid_from']],
    ['indicator', (object) => Object.assign(object, { pattern: "[ipv4-addr:value = 'a' OR x]", pattern_type: 'stix' })],
    ['indicator', (object) => Object.assign(object, { created: '2026-05-01' })],
    ['indicator', (object) => Object.assign(object, { x_custom: 1 })],
    ['report', (object) => Object.assign(object, { object_refs: ['indicator--00000000-0000-4000-8000-000000000000'] })],
    ['report', (object) => Object.assign(object, { object_refs: [] })],
    ['relationship', (object) => Object.assign(object, { relationship_type: 'uses' })],
    ['attack-pattern', (object) => Object.assign(object, { external_references: [{ source_name: 'mitre-attack' }] })],
    ['identity', (object) => Object.assign(object, { id: 'identity--1' })],
    ['marking-definition', (object) => Object.assign(object, { modified: object['created'] })],
  ];
  for (const [type, change] of changes) expect(broken(change, type).length, `${type} ${change}`).toBeGreaterThan(0);
});
