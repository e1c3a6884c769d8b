import { statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { featuresOf, stemsOf } from '../../src/classify/mentions/features.ts';
import { type MentionWeights, mentionModel } from '../../src/classify/mentions/model.ts';
import { committed, committedJson, generator } from './generator.ts';

interface Line {
  readonly id: string | null;
  readonly by: string;
  readonly text: string;
}
interface Generator {
  linesOf(bundle: object): Line[];
  examplesOf(lines: readonly Line[], others: readonly string[], deps: object): object[];
  generateMentions(examples: readonly object[], about: object, options: object): string;
}

const { linesOf, examplesOf, generateMentions } = await generator<Generator>('attack/mentions.generate.mjs');

const deps = {
  current: (id: string) => (id === 'T1574.002' ? 'T1574.001' : id),
  features: (text: string, skip: number) => [...featuresOf(stemsOf(text).slice(skip))],
};

const attackPattern = (id: string, name: string, more = {}) => ({
  type: 'attack-pattern',
  id: `attack-pattern--${id}`,
  name,
  description: `Adversaries may do ${name}.(Citation: Someone 2020) They do it often.`,
  external_references: [{ source_name: 'mitre-attack', external_id: id }],
  ...more,
});
const uses = (target: string, description: string, more = {}) => ({
  type: 'relationship',
  relationship_type: 'uses',
  source_ref: 'malware--1',
  target_ref: `attack-pattern--${target}`,
  description,
  ...more,
});
const bundle = {
  objects: [
    { type: 'malware', id: 'malware--1', name: 'FERNWEB' },
    attackPattern('T1113', 'Screen Capture'),
    attackPattern('T1002', 'Data Compressed', { revoked: true }),
    { type: 'course-of-action', id: 'course-of-action--1', description: 'Train users well and often.' },
    uses('T1113', '[FERNWEB](https://attack.mitre.org/software/S1) can take <code>screenshots</code>.(Citation: X)'),
    uses('T1113', 'FERNWEB can do more.', { revoked: true }),
    uses('T1002', 'FERNWEB compresses.'),
  ],
};

test('a STIX bundle gives its sentences, without citations, links and what is revoked', () => {
  expect(linesOf(bundle)).toEqual(
    [
      { id: 'T1113', by: 'attack-pattern', text: 'Screen Capture' },
      { id: 'T1113', by: 'attack-pattern', text: 'Adversaries may do Screen Capture.' },
      { id: 'T1113', by: 'attack-pattern', text: 'They do it often.' },
      { id: null, by: 'course-of-action', text: 'Train users well and often.' },
      { id: 'T1113', by: 'malware', text: 'FERNWEB can take screenshots.' },
    ].filter(({ text }) => text.length > 20 || text === 'Screen Capture'),
  );
});

const OTHERS = ['The jury praised', 'The weather spoiled', 'Our newsletter covers'].flatMap((start) =>
  ['research', 'a book', 'the show', 'the office', 'music', 'a course', 'sports'].map((end) => `${start} ${end}.`),
);

describe('a model made of a few sentences', () => {
  const names = ['FERNWEB', 'MOSSBITE', 'TARNLOG', 'REEDCAT', 'ALDERKIT'];
  const lines = [
    ...names.map((name) => ({
      id: 'T1113',
      by: 'malware',
      text: `${name} can take screenshots of the ${name} desktop.`,
    })),
    ...names.map((name) => ({
      id: 'T1574.002',
      by: 'malware',
      text: `${name} has side-loaded a malicious DLL with ${name}.`,
    })),
    ...names.map((name) => ({ id: null, by: 'course-of-action', text: `Train ${name} users with care.` })),
    { id: 'T1486', by: 'malware', text: 'FERNWEB has encrypted files.' },
  ];
  const examples = examplesOf(lines, OTHERS, deps);
  const make = () => generateMentions(examples, { source: 'made up', version: '0', terms: 'none' }, { epochs: 60 });
  const text = make();
  const weights = JSON.parse(text) as MentionWeights;
  const model = mentionModel(weights);
  const best = (sentence: string) => {
    const logits = [...model.score(sentence)].map((logit, index) => (index === model.attack ? -99 : logit));
    return model.classes[logits.indexOf(Math.max(...logits))];
  };

  test('is the same each time', () => {
    expect(make()).toBe(text);
  });

  test('has the classes with three sentences or more, revoked ids as their successors', () => {
    expect(model.classes).toEqual(['T1113', 'T1574.001', 'attack']);
  });

  test('knows its sentences apart, and attacks from other talk', () => {
    expect(best('It can take screenshots.')).toBe('T1113');
    expect(best('A DLL was side-loaded.')).toBe('T1574.001');
    const attack = (sentence: string) => model.score(sentence)[model.attack] ?? 0;
    expect(attack('It can take screenshots.')).toBeGreaterThan(attack('Train users with care.'));
  });

  test('says whence it is and how well it did', () => {
    expect(weights).toMatchObject({ source: 'made up', measured: { f1: expect.any(Number) } });
  });
});

test('the committed file names its source, version, licence and measure, and is at most 1.5 MB', () => {
  const { source, version, terms, measured } = committedJson('attack/mentions.json');
  expect(source).toContain('MITRE ATT&CK');
  expect(version).toMatch(/^\d+\.\d+/);
  expect(terms).toContain('attack-LICENSE.txt');
  expect(committed('attack/attack-LICENSE.txt')).toContain('MITRE');
  expect(measured.f1).toBeGreaterThan(0.6);
  expect(statSync(new URL('../../config/reference/attack/mentions.json', import.meta.url)).size).toBeLessThanOrEqual(
    1.5e6,
  );
});
