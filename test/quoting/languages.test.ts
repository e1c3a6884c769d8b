import { describe, expect, test } from 'vitest';
import { toArticleJson } from '../../src/briefing/json.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { renderBriefing } from '../../src/briefing/render.ts';
import { articleHunts } from '../../src/classify/specific.ts';
import { normalizeHunts } from '../../src/hunts/normalize.ts';
import { catalogueJsonSchema, parseUseCases } from '../../src/knowledge/catalogue.ts';
import { hasQuery, LANGUAGES, type QueryLanguage, queriesOf, queryColumns } from '../../src/quoting/languages.ts';
import { briefing } from '../briefing/writer.ts';
import { article, hunt } from '../hunts/articles.ts';
import { readArticles } from '../support/read-articles.ts';

/** A third language, which only this file knows. */
const LEAN: QueryLanguage = {
  id: 'lean',
  title: 'Lean',
  fences: ['lean', 'leanql'],
  headings: ['Acme Lean (v2)'],
  label: 'Acme Lean (v2) query',
  description: 'Lean query.',
  dataNeeds: 'Lean streams (acme.process)',
  siems: [{ kind: 'acme', title: 'Acme' }],
  code: (text: string) => text,
  canQuote: (text) => !text.includes('+'),
  render: ({ title, parts }) =>
    `find /* ${title} */ ${parts.map(({ event, by }) => `${event}(${by.join(' ')})`).join(' + ')}`,
};
const languages = [...LANGUAGES, LEAN];

const TEXT = briefing({ hunts: [{ title: 'A hunt', spl: 'index=main', kql: 'DeviceInfo' }] }).replace(
  '\n\n## Why',
  '\n**Acme Lean (v2) query:**\n```LeanQL\nfind x\n```\n\n## Why',
);
const document = { kind: 'briefing', path: 'a.md', text: TEXT } as const;

describe('a third language, given as an option', () => {
  test('is read from a briefing, and without the option is not', () => {
    expect(parseBriefing(document, 'test', { languages })).toMatchObject({
      hunts: [{ queries: { spl: 'index=main', kql: 'DeviceInfo', lean: 'find x' } }],
      problems: [],
    });
    const { hunts, problems } = parseBriefing(document, 'test');
    expect(hunts.map(({ queries }) => Object.keys(queries))).toEqual([['spl', 'kql']]);
    expect(problems.map(({ code }) => code)).toEqual(['unknown-language']);
    const reading = { source: 's', documents: [document], problems: [], complete: true, authoritative: false };
    expect(readArticles([reading], undefined, { languages }).articles[0]?.hunts[0]?.queries).toHaveProperty('lean');
  });

  test('has its label, its sections and its fences told apart from the others', () => {
    const lines = ['<!-- curated:true -->', '# [HIGH] t', '**Article:** https://lab.example/a'];
    const sections = [
      '## Acme Lean (v2) — find',
      '```lean',
      'find y',
      '```',
      '## Splunk SPL — find',
      '```spl',
      'y',
      '```',
    ];
    const text = [...lines, ...sections, '## Why this matters for your SOC'].join('\n');
    const curated = parseBriefing({ kind: 'briefing', path: 'c.md', text }, 'test', { languages });
    expect(curated.hunts.map(({ title, queries }) => [title, queries])).toEqual([
      ['find', { lean: 'find y' }],
      ['find', { spl: 'y' }],
    ]);
    expect(normalizeHunts([curated], [], { languages }).hunts.map(({ queries }) => queries)).toEqual([
      { spl: 'y', lean: 'find y' },
    ]);
  });

  test('is written to a briefing and read back', () => {
    const own = article({ hunts: [hunt({ useCase: 'UC_LEAN', queries: { lean: 'find x', kql: 'DeviceInfo' } })] });
    const text = renderBriefing(own, { reasons: [], profile: 'x' }, { languages });
    expect(text).toContain('**Acme Lean (v2) query:**\n```lean\nfind x\n```\n');
    expect(parseBriefing({ kind: 'briefing', path: 'a.md', text }, 'test', { languages }).hunts[0]?.queries).toEqual({
      kql: 'DeviceInfo',
      lean: 'find x',
    });
    expect(renderBriefing(own, { reasons: [], profile: 'x' })).not.toContain('find x');
  });

  test('is one hunt with the others, has its conflicts named, and its key in JSON', () => {
    const first = article({
      hunts: [
        hunt({ useCase: 'UC_LEAN', queries: { lean: 'find x', spl: 's' } }),
        hunt({ useCase: 'UC_LEAN', queries: { lean: 'find z' } }),
      ],
    });
    const { hunts, problems } = normalizeHunts([first], [], { languages });
    expect(hunts.map(({ queries }) => queries)).toEqual([{ spl: 's', lean: 'find x' }]);
    expect(problems.map(({ message }) => message)).toEqual([
      'UC_LEAN has two different Lean queries in this article; the first is used.',
    ]);
    const keys = Object.keys((toArticleJson(first, { languages }) as { hunts: object[] }).hunts[0] ?? {});
    expect(keys).toEqual(['title', 'useCase', 'phase', 'confidence', 'spl', 'kql', 'lean']);
  });

  test('has its key in a catalogue file, and its kind of SIEM among the data needs', () => {
    const source = `useCases:
  - id: UC_LEAN
    title: Lean
    phase: c2
    confidence: Low
    techniques: [T1071]
    dataNeeds: { acme: [acme.process] }
    falsePositives: [none]
    references: [https://lab.example/]
    triggers: { subjects: [lean] }
    lean: find x
    tests: { fires: [a, b], quiet: [c] }
`;
    const { useCases, problems } = parseUseCases(source, 'a.yaml', new Map(), { languages });
    expect(problems).toEqual([]);
    expect(useCases).toMatchObject([
      { queries: { lean: 'find x' }, dataNeeds: { acme: ['acme.process'], splunk: [], sentinel: [] } },
    ]);
    expect(parseUseCases(source, 'a.yaml').problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(catalogueJsonSchema({ languages }))).toContain('Lean streams (acme.process)');
  });

  test("has own hunts rendered, and its quoting limits what all of a hunt's forms look for", () => {
    const item = { kind: 'item', path: 'f#1', publisher: 'Lab', title: 'Notes', url: '', published: null } as const;
    const of = (text: string, options = {}) => articleHunts({ ...item, text }, { indicators: [] }, options);
    const text = 'It runs evil-loader.exe and bobs+lure.exe here.';
    const [own] = of(text, { languages });
    expect(own?.queries['lean']).toBe(
      'find /* Article-specific behavioural hunt: Notes */ ' +
        'process(device name commandLine) + fileChange(device name path)',
    );
    expect(own?.queries['spl']).toContain('evil-loader.exe');
    expect(own?.queries['spl']).not.toContain('lure');
    expect(of(text)[0]?.queries['spl']).toContain('bobs+lure.exe');
    expect(of(text, { languages: [{ ...LEAN, render: () => null }] })).toEqual([]);
  });
});

test('queries by key are the texts that there are, and columns every language of the list', () => {
  expect(queriesOf({ spl: 'a', kql: null, other: 'b' })).toEqual({ spl: 'a' });
  expect(Object.entries(queryColumns({ kql: 'k', other: 'b' }))).toEqual([
    ['spl', null],
    ['kql', 'k'],
  ]);
  expect(hasQuery({ queries: {} })).toBe(false);
  expect(hasQuery({ queries: { kql: 'k' } })).toBe(true);
});

test('ids, fences and headings of the languages are theirs alone', () => {
  for (const key of [
    ({ id }: QueryLanguage) => [id],
    (l: QueryLanguage) => l.fences,
    (l: QueryLanguage) => l.headings,
  ]) {
    const all = LANGUAGES.flatMap<string>(key);
    expect(new Set(all).size).toBe(all.length);
  }
  for (const { label, headings, fences } of LANGUAGES) {
    expect(headings.some((heading) => label.startsWith(heading))).toBe(true);
    for (const fence of fences) expect(fence).toMatch(/^[a-z]+$/);
  }
});
