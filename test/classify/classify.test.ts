import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { articleId } from '../../src/briefing/identity.ts';
import { classify } from '../../src/classify/classify.ts';
import { fireUseCases } from '../../src/knowledge/triggers.ts';
import type { UseCase } from '../../src/knowledge/use-case.ts';
import type { ItemDocument } from '../../src/sources/source.ts';

const SUPPLY_CHAIN: UseCase = {
  id: 'UC_SUPPLY_CHAIN',
  title: 'A package runs a shell',
  phase: 'exploit',
  confidence: 'Medium',
  techniques: ['T1195.002'],
  dataNeeds: { splunk: [], sentinel: [] },
  falsePositives: [],
  doesNotCover: [],
  references: [],
  triggers: { subjects: ['supply chain'] },
  queries: { spl: '| tstats count from datamodel=Endpoint.Processes', kql: 'DeviceProcessEvents | take 1' },
  tests: [],
};
const deps = { catalogue: [SUPPLY_CHAIN], fire: fireUseCases };

function item(text: string, more: Partial<ItemDocument> = {}): ItemDocument {
  return {
    kind: 'item',
    path: 'feed#1',
    publisher: 'A Blog',
    title: 'Package hijacked',
    url: 'https://blog.vendor-host.com/a',
    published: '2026-05-01',
    text,
    ...more,
  };
}

describe('an article', () => {
  const text = 'A supply-chain attack (T1059.007) dropped ransomware.\n\nIt calls evil-host[.]top. A backdoor stays.';
  const { article, reasons, evidence } = classify(item(text), deps, 'feeds');

  test('has the facts of its item', () => {
    expect(article).toMatchObject({
      id: articleId('https://blog.vendor-host.com/a', 'Package hijacked'),
      path: 'feed#1',
      origin: 'feeds',
      dialect: 'auto',
      title: 'Package hijacked',
      sources: ['A Blog'],
      published: '2026-05-01',
      problems: [],
    });
  });

  test('lists the techniques that its text tells of, each with its sentence, and none of its hunts’', () => {
    expect(article.techniques).toEqual([
      { id: 'T1059.007', name: 'JavaScript' },
      { id: 'T1195.002', name: 'Compromise Software Supply Chain' },
      { id: 'T1486', name: 'Data Encrypted for Impact' },
    ]);
    expect(evidence.techniques.map(({ id, by }) => `${id} ${by}`)).toContain('T1059.007 id');
    expect(evidence.techniques[0]?.sentence).toBe('A supply-chain attack (T1059.007) dropped ransomware.');
    expect(evidence.sentences.map((sentence) => sentence.text)).toContain('It calls evil-host[.]top.');
  });

  test('has the use cases as hunts of the catalogue, and their phases', () => {
    expect(article.hunts).toEqual([
      {
        title: SUPPLY_CHAIN.title,
        useCase: 'UC_SUPPLY_CHAIN',
        phase: 'exploit',
        confidence: 'Medium',
        queries: SUPPLY_CHAIN.queries,
        why: evidence.useCases[0]?.evidence,
        fromCatalogue: true,
      },
    ]);
    expect(article.phases).toEqual(['actions', 'c2', 'delivery', 'exploit', 'install']);
  });

  test('has its indicators, severity and reasons', () => {
    expect(article.indicators).toEqual([{ type: 'domain', value: 'evil-host.top' }]);
    expect(article.severity).toBe('MED');
    expect(reasons).toEqual(['systems are encrypted or wiped (+3)', 'lists indicators (+1)']);
  });
});

test('hunts of its own come first', () => {
  const own = {
    title: 'Own',
    useCase: null,
    phase: 'install',
    confidence: 'High',
    queries: { spl: 'x' },
  } as const;
  const { article } = classify(
    item('A supply chain attack hit the vendor; the attackers stole its keys.'),
    { ...deps, specific: () => [own] },
    'feeds',
  );
  expect(article.hunts.map(({ title }) => title)).toEqual(['Own', SUPPLY_CHAIN.title]);
  expect(article.phases).toContain('install');
});

test('a flood of indicators is cut, and told', () => {
  const text = Array.from({ length: 2500 }, (_, index) => `evil${index}[.]top`).join('\n');
  const { article } = classify(item(text), deps, 'feeds');
  expect(article.indicators).toHaveLength(2000);
  expect(article.problems).toMatchObject([{ code: 'too-many-indicators', path: 'feed#1' }]);
});

test('a title of several lines is one, without what moves a cursor', () => {
  expect(classify(item('x', { title: ' A\n\u001b[31mb\u202e ' }), deps, 'f').article.title).toBe('A [31mb');
});

test('never throws, and says the same of the same text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
      (text, title) => {
        const document = item(text, { title, url: title, published: null });
        expect(classify(document, deps, 'f')).toEqual(classify(document, deps, 'f'));
      },
    ),
  );
});
