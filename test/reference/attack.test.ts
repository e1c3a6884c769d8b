import { describe, expect, it } from 'vitest';
import { committed, committedJson, generator, hasShared, sharedJson, UNLESS_SHARED } from './generator.ts';

interface Generator {
  generateAttack(facts: object): string;
  generateGroups(bundle: object): string;
  generateObjects(version: string, bundles: readonly object[]): string;
  factsOfBundles(bundles: object): { readonly techniques: object; readonly tactics: object };
}

const { generateAttack, generateGroups, generateObjects, factsOfBundles } =
  await generator<Generator>('attack/generate.mjs');

const id = (external_id: string) => ({ external_references: [{ source_name: 'mitre-attack', external_id }] });

/** Made up, in the shape of the bundles of mitre-attack/attack-stix-data. */
const enterprise = {
  type: 'bundle',
  objects: [
    { type: 'x-mitre-collection', name: 'Enterprise ATT&CK', x_mitre_version: '18.1' },
    { type: 'x-mitre-matrix', tactic_refs: ['x-mitre-tactic--2', 'x-mitre-tactic--1'] },
    { type: 'x-mitre-tactic', id: 'x-mitre-tactic--1', name: 'Stealth', x_mitre_shortname: 'stealth' },
    {
      type: 'x-mitre-tactic',
      id: 'x-mitre-tactic--2',
      name: 'Command and Control',
      x_mitre_shortname: 'command-and-control',
    },
    {
      type: 'attack-pattern',
      id: 'attack-pattern--2',
      ...id('T9002'),
      name: 'Pigeon Post',
      kill_chain_phases: [
        { kill_chain_name: 'mitre-attack', phase_name: 'command-and-control' },
        { kill_chain_name: 'mitre-attack', phase_name: 'stealth' },
      ],
    },
    { type: 'attack-pattern', id: 'attack-pattern--1', ...id('T9001'), name: 'Pigeons', revoked: true },
    { type: 'attack-pattern', id: 'attack-pattern--0', ...id('T9000'), name: 'Doves', revoked: true },
    { type: 'attack-pattern', id: 'attack-pattern--3', ...id('T9003'), name: 'Smoke', x_mitre_deprecated: true },
    {
      type: 'relationship',
      relationship_type: 'revoked-by',
      source_ref: 'attack-pattern--0',
      target_ref: 'attack-pattern--1',
    },
    {
      type: 'relationship',
      relationship_type: 'revoked-by',
      source_ref: 'attack-pattern--1',
      target_ref: 'attack-pattern--2',
    },
    {
      type: 'intrusion-set',
      id: 'intrusion-set--1',
      ...id('G9001'),
      name: 'Grey Heron',
      aliases: ['Grey Heron', 'UNC9', 'APT999'],
    },
    { type: 'intrusion-set', id: 'intrusion-set--2', ...id('G9000'), name: 'Old Heron', revoked: true },
    {
      type: 'malware',
      id: 'malware--1',
      ...id('S9002'),
      name: 'FeatherLoad',
      x_mitre_aliases: ['FeatherLoad', 'Quill'],
    },
    { type: 'tool', id: 'tool--1', ...id('S9001'), name: 'nestscan', x_mitre_aliases: ['nestscan'] },
    { type: 'campaign', id: 'campaign--1', ...id('C9001'), name: 'Long Flight', aliases: ['Long Flight'] },
  ],
};

const mobile = {
  objects: [
    { type: 'x-mitre-collection', x_mitre_version: '17.0' },
    {
      type: 'attack-pattern',
      id: 'attack-pattern--9',
      external_references: [{ source_name: 'mitre-mobile-attack', external_id: 'T9100' }],
      name: 'Semaphore',
    },
  ],
};

describe('attack/generate.mjs', () => {
  it('takes techniques and tactics out of the STIX bundles', () => {
    const facts = factsOfBundles({ enterprise, mobile });
    expect(generateAttack({ ...facts, source: 'made up', terms: 'terms' })).toBe(`{
 "source": "made up",
 "version": {"enterprise":"18.1","mobile":"17.0"},
 "terms": "terms",
 "tactics": [
  {"id":"command-and-control","name":"Command and Control"},
  {"id":"stealth","name":"Stealth"}
 ],
 "techniques": {
  "T9000": {"name":"Doves","tactics":[],"status":"revoked","replacedBy":"T9002"},
  "T9001": {"name":"Pigeons","tactics":[],"status":"revoked","replacedBy":"T9002"},
  "T9002": {"name":"Pigeon Post","tactics":["command-and-control","stealth"],"status":"current"},
  "T9003": {"name":"Smoke","tactics":[],"status":"deprecated"},
  "T9100": {"name":"Semaphore","tactics":[],"status":"current","matrix":"mobile"}
 }
}
`);
  });

  it("takes MITRE's ids and dates of what is not revoked, of bundles and of a list of techniques", () => {
    const entry = (type: string, number: number, attackId: string, rest: object = {}) => ({
      type,
      id: `${type}--${number}`,
      created: `2020-01-0${number}T00:00:00.000Z`,
      ...id(attackId),
      ...rest,
    });
    const bundle = {
      objects: [
        entry('attack-pattern', 1, 'T9001'),
        entry('attack-pattern', 2, 'T9002', { revoked: true }),
        entry('malware', 3, 'S9001'),
        entry('course-of-action', 4, 'M9001'),
      ],
    };
    const listed = {
      external_id: 'T9003',
      stix_id: 'attack-pattern--5',
      created: '2020-01-05T00:00:00.000Z',
      revoked: false,
    };
    const objects = JSON.parse(generateObjects('1', [bundle, { attack_patterns: [listed] }])).objects;
    expect(objects).toEqual({
      S9001: ['malware--3', '2020-01-03T00:00:00.000Z'],
      T9001: ['attack-pattern--1', '2020-01-01T00:00:00.000Z'],
      T9003: ['attack-pattern--5', '2020-01-05T00:00:00.000Z'],
    });
  });

  it('takes the names of groups, software and campaigns out of a bundle, without revoked ones', () => {
    const { terms } = committedJson('attack/attack.json');
    expect(generateGroups(enterprise)).toBe(`{
 "source": "MITRE ATT&CK: names of groups, software and campaigns in the enterprise bundle of mitre-attack/attack-stix-data",
 "version": "18.1",
 "terms": ${JSON.stringify(terms)},
 "groups": {
  "C9001": {"name":"Long Flight","kind":"campaign"},
  "G9001": {"name":"Grey Heron","kind":"group","aliases":["APT999","UNC9"]},
  "S9001": {"name":"nestscan","kind":"tool"},
  "S9002": {"name":"FeatherLoad","kind":"malware","aliases":["Quill"]}
 }
}
`);
  });

  it('makes the committed file of its own facts', () => {
    expect(generateAttack(committedJson('attack/attack.json'))).toBe(committed('attack/attack.json'));
  });

  it.skipIf(!hasShared)(`makes the committed file of the extract ${UNLESS_SHARED}`, () => {
    expect(generateAttack(sharedJson('attack.json'))).toBe(committed('attack/attack.json'));
  });
});

describe('attack/groups.json', () => {
  const { groups } = committedJson('attack/groups.json') as {
    groups: Readonly<Record<string, { name: string; kind: string; aliases?: string[] }>>;
  };

  it('has the names of each kind, under the ids of that kind', () => {
    const counts: Record<string, number> = {};
    for (const [key, { kind }] of Object.entries(groups)) {
      const letter = { group: 'G', malware: 'S', tool: 'S', campaign: 'C' }[kind];
      expect(key).toMatch(new RegExp(`^${letter}\\d{4}$`));
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    expect(counts).toEqual({ campaign: 52, group: 172, malware: 693, tool: 91 });
    expect(groups['G0016']).toMatchObject({ name: 'APT29', kind: 'group' });
    expect(groups['G0016']?.aliases).toContain('Midnight Blizzard');
  });

  it('is sorted, and names nothing twice in one entry', () => {
    expect(Object.keys(groups)).toEqual(Object.keys(groups).sort());
    for (const { name, aliases = [] } of Object.values(groups)) {
      expect(new Set([name, ...aliases]).size, name).toBe(aliases.length + 1);
    }
  });
});

describe('attack/stix.json', () => {
  const { objects } = committedJson('attack/stix.json') as {
    objects: Readonly<Record<string, readonly [string, string]>>;
  };
  const { techniques } = committedJson('attack/attack.json') as {
    techniques: Readonly<Record<string, { status: string; matrix?: string }>>;
  };
  const { groups } = committedJson('attack/groups.json') as { groups: Readonly<Record<string, { kind: string }>> };

  it('has an id of the right type and a date for each, once', () => {
    const types = { group: 'intrusion-set', malware: 'malware', tool: 'tool', campaign: 'campaign' };
    for (const [attackId, [id, created]] of Object.entries(objects)) {
      const type = attackId.startsWith('T') ? 'attack-pattern' : types[groups[attackId]?.kind as keyof typeof types];
      if (type) expect(id, attackId).toMatch(new RegExp(`^${type}--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`));
      expect(new Date(created).toISOString(), attackId).toBe(created);
    }
    expect(new Set(Object.values(objects).map(([id]) => id)).size).toBe(Object.keys(objects).length);
  });

  it('has most of what is current', () => {
    const current = Object.entries(techniques).filter(([, { status }]) => status === 'current');
    const share = (ids: readonly string[]) => ids.filter((id) => Object.hasOwn(objects, id)).length / ids.length;
    expect(share(current.map(([id]) => id))).toBeGreaterThan(0.96);
    expect(share(Object.keys(groups))).toBeGreaterThan(0.84);
  });
});
