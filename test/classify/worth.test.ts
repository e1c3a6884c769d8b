import { describe, expect, test } from 'vitest';
import { bestUseCases } from '../../src/classify/worth.ts';
import type { FiredUseCase, UseCase } from '../../src/knowledge/use-case.ts';

type Facts = Partial<Pick<UseCase, 'phase' | 'confidence' | 'techniques' | 'generic'>> &
  Partial<Omit<FiredUseCase, 'useCase' | 'evidence'>>;

let sentences = 0;

function fired(
  id: string,
  { weight = 0.8, by = 'told', wordings = [], sentence, others = [], words, ...facts }: Facts = {},
): FiredUseCase {
  const useCase: UseCase = {
    id,
    title: id,
    phase: 'actions',
    confidence: 'High',
    techniques: [id],
    dataNeeds: {},
    falsePositives: [],
    doesNotCover: [],
    references: [],
    triggers: { subjects: ['x'] },
    queries: {},
    tests: [],
    ...facts,
  };
  sentences += 1;
  const place = { sentence: sentence ?? sentences, ...(words ? { words } : {}) };
  return { useCase, evidence: '', ...place, others, weight, by, wordings };
}

const ids = (all: readonly FiredUseCase[], max: number, techniques: readonly string[] = []) =>
  bestUseCases(all, max, { techniques }).map(({ useCase }) => useCase.id);

describe('the use cases that an article gets', () => {
  test('are all in their order where they fit', () => {
    expect(ids([fired('B', { generic: true }), fired('A')], 2)).toEqual(['B', 'A']);
  });

  test('quoted before told before labelled, and generic ones last', () => {
    const all = [
      fired('GENERIC', { generic: true, by: 'quoted', weight: 2 }),
      fired('LABEL', { by: 'label' }),
      fired('TOLD', { weight: 1.3 }),
      fired('QUOTED', { by: 'quoted', weight: 0.4 }),
    ];
    expect(ids(all, 3)).toEqual(['QUOTED', 'TOLD', 'LABEL']);
  });

  test('a program by name is as good as a quotation; so is what several sentences tell', () => {
    const all = [
      fired('TOLD', { weight: 1 }),
      fired('PROGRAM', { wordings: ['vssadmin'], weight: 0.5 }),
      fired('TOOL', { wordings: ['mimikatz'], weight: 0.4 }),
      fired('SUBJECT', { weight: 1.8 }),
    ];
    expect(ids(all, 3)).toEqual(['SUBJECT', 'PROGRAM', 'TOOL']);
  });

  test('one that looks for nothing new, or has the sentence of another, waits', () => {
    const all = [
      fired('FIRST', { weight: 1.2, techniques: ['T2', 'T1'], sentence: 900 }),
      fired('AGAIN', { weight: 1.1, techniques: ['T2'] }),
      fired('BESIDE', { weight: 1, sentence: 900 }),
      fired('OTHER', { weight: 0.2 }),
    ];
    expect(ids(all, 2)).toEqual(['FIRST', 'OTHER']);
    expect(ids([fired('OWN', { weight: 1.2, techniques: ['T9'] }), fired('NEW')], 1, ['T9'])).toEqual(['NEW']);
  });

  test('one that only the sentences of others tell is worth half: less than another, more than a label', () => {
    const all = [
      fired('FIRST', { by: 'quoted', weight: 1.2, sentence: 900 }),
      fired('BESIDE', { by: 'quoted', sentence: 900 }),
      fired('ELSEWHERE', { by: 'quoted', sentence: 900, others: [901] }),
      fired('TOLD', { weight: 0.2 }),
      fired('LABEL', { by: 'label' }),
    ];
    expect(ids(all, 4)).toEqual(['FIRST', 'ELSEWHERE', 'TOLD', 'BESIDE']);
  });

  test('phases spread, and of equal ones fewer false positives come first', () => {
    const all = [
      ...['A', 'B', 'C'].map((id) => fired(id, { weight: 1 })),
      fired('NOISY', { phase: 'install', confidence: 'Medium', weight: 0.9 }),
      fired('INSTALL', { phase: 'install', weight: 0.3 }),
    ];
    expect(ids(all, 4)).toEqual(['A', 'B', 'INSTALL', 'NOISY']);
  });

  test('quoted and told often comes before quoted once, whatever the phases', () => {
    const all = [
      fired('ONCE', { by: 'quoted', weight: 1, phase: 'delivery' }),
      ...['A', 'B', 'C'].map((id) => fired(id, { by: 'quoted', weight: 1.9 })),
      fired('TOLD', { weight: 1.3, phase: 'install' }),
    ];
    expect(ids(all, 3)).toEqual(['A', 'B', 'C']);
  });

  test('two parts of one sentence tell two things', () => {
    const at = (first: number) =>
      ({ sentence: 900, words: { first, last: first + 1 }, by: 'quoted', weight: 1.2 }) as const;
    const all = [
      fired('SHADOWS', at(3)),
      fired('DEFENDER', at(14)),
      fired('SAME', at(5)),
      fired('TOLD', { weight: 0.9 }),
    ];
    expect(ids(all, 3)).toEqual(['SHADOWS', 'DEFENDER', 'TOLD']);
  });
});
