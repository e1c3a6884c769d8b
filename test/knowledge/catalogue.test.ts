import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/core/errors.ts';
import { catalogueJsonSchema, loadCatalogue, parseUseCases } from '../../src/knowledge/catalogue.ts';

const ONE = `useCases:
  - id: UC_ONE
    title: Something that runs
    phase: exploit
    confidence: High
    techniques: [T1059.001]
    dataNeeds: { sentinel: [DeviceEvents] }
    falsePositives: [Nothing]
    doesNotCover: [{ name: m, reason: r, languages: [kql] }]
    references: ["https://attack.mitre.org/techniques/T1059/001/"]
    triggers: { subjects: [powershell, { near: [encoded, command], words: 4 }] }
    kql: |
      DeviceEvents
      | take 1
    tests:
      fires: [PowerShell runs, The command is encoded]
      quiet: [Power]
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-catalogue-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function problemsOf(load: () => unknown): string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map(({ message, path, line }) => `${path}:${line} ${message}`);
    throw error;
  }
  return [];
}

describe('a catalogue folder', () => {
  test('is read in the order of its files, once', () => {
    writeFileSync(join(folder, 'b.yaml'), ONE.replace('UC_ONE', 'UC_B'));
    writeFileSync(join(folder, 'a.yml'), ONE.replace('UC_ONE', 'UC_A'));
    writeFileSync(join(folder, 'notes.txt'), 'not a catalogue');
    const useCases = loadCatalogue(folder);
    expect(useCases.map(({ id }) => id)).toEqual(['UC_A', 'UC_B']);
    expect(useCases[0]).toEqual({
      id: 'UC_A',
      title: 'Something that runs',
      phase: 'exploit',
      confidence: 'High',
      techniques: ['T1059.001'],
      dataNeeds: { splunk: [], sentinel: ['DeviceEvents'] },
      falsePositives: ['Nothing'],
      doesNotCover: [{ name: 'm', reason: 'r', languages: ['kql'] }],
      references: ['https://attack.mitre.org/techniques/T1059/001/'],
      triggers: { subjects: ['powershell', { near: ['encoded', 'command'], words: 4 }] },
      queries: { kql: 'DeviceEvents\n| take 1' },
      tests: [
        { text: 'PowerShell runs', fires: true },
        { text: 'The command is encoded', fires: true },
        { text: 'Power', fires: false },
      ],
    });
    rmSync(join(folder, 'a.yml'));
    expect(loadCatalogue(folder)).toBe(useCases);
  });

  test('tells every problem of every file, with its line and key', () => {
    writeFileSync(join(folder, 'a.yaml'), ONE);
    writeFileSync(join(folder, 'b.yaml'), ONE);
    const broken = ONE.replace('UC_ONE', 'uc one')
      .replace('confidence: High', 'confidence: Certain')
      .replace('[T1059.001]', '[T59]')
      .replace('title:', 'titel:')
      .replace('powershell', 'po*');
    writeFileSync(join(folder, 'c.yaml'), broken);
    writeFileSync(join(folder, 'd.yaml'), 'useCases: [\n');
    const problems = problemsOf(() => loadCatalogue(folder));
    const c = join(folder, 'c.yaml');
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/b\.yaml:\d+ useCases\[0\]\.id: UC_ONE is in .*a\.yaml already/),
        expect.stringContaining(`${c}:2 useCases[0].id (uc one): must look like UC_LATERAL_PSEXEC`),
        expect.stringContaining(`${c}:5 useCases[0].confidence`),
        expect.stringContaining(`${c}:6 useCases[0].techniques[0] (uc one): must be an ATT&CK id`),
        expect.stringMatching(/c\.yaml:3 useCases\[0\] .*"titel" here \(did you mean "title"\?\)/),
        expect.stringMatching(/c\.yaml:11 useCases\[0\]\.triggers\.subjects\[0\] .*too short/),
        expect.stringMatching(/d\.yaml:\d/),
      ]),
    );
  });

  test.each([
    ['no query at all', / {4}kql: [\s\S]*?take 1\n/, '', 'needs spl or kql'],
    ['a trigger without a subject', /subjects: .*\] \}/, 'exclusions: [x1y] }', 'triggers.subjects'],
    ['too few sentences', 'PowerShell runs, ', '', 'needs at least three'],
    ['no sentence that stays quiet', 'quiet: [Power]', 'quiet: []', 'tests.quiet'],
    ['a reference that is no web page', 'https:', 'javascript:', 'https:// URL'],
    ['a lone near', 'near: [encoded, command]', 'near: [encoded]', 'triggers.subjects[1]'],
    ['a language that is not known', 'languages: [kql]', 'languages: [sql]', 'doesNotCover[0].languages'],
  ])('refuses %s', (_name, from, to, told) => {
    const { useCases, problems } = parseUseCases(ONE.replace(from, to), 'a.yaml');
    expect(useCases).toEqual([]);
    expect(problems.map(({ message }) => message).join('\n')).toContain(told);
  });

  test('a folder that is missing or empty is a problem', () => {
    expect(problemsOf(() => loadCatalogue(join(folder, 'none')))[0]).toContain('ENOENT');
    expect(problemsOf(() => loadCatalogue(folder))[0]).toContain('no *.yaml file');
  });
});

test('the schema for editors is the one that files are checked against', () => {
  const file = readFileSync(new URL('../../config/catalogue.schema.json', import.meta.url), 'utf8');
  // `huntsync catalogue --schema > config/catalogue.schema.json` and `npm run format` write it.
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(catalogueJsonSchema())));
});
