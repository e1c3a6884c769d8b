import { expect, test } from 'vitest';
import type { ArticleHunt } from '../../src/briefing/article.ts';
import { pairLanguages } from '../../src/hunts/pair.ts';
import { hunt } from './articles.ts';

const section = (title: string, queries: Record<string, string>, more: Partial<ArticleHunt> = {}) =>
  hunt({ title, queries, phase: null, confidence: null, ...more });
const shape = (hunts: readonly ArticleHunt[]) => pairLanguages(hunts).map(({ title, queries }) => [title, queries]);

test('sections of one title, each in a language of its own, are one hunt where the first of them stood', () => {
  const hunts = [
    section('A', { x: '1' }),
    section('B', { x: '2' }),
    section('A', { y: '3' }),
    section('A', { z: '4' }),
  ];
  expect(shape(hunts)).toEqual([
    ['A', { x: '1', y: '3', z: '4' }],
    ['B', { x: '2' }],
  ]);
});

test('titles are compared as people read them', () => {
  expect(shape([section('[LLM] A', { x: '1' }), section('A ', { y: '2' })])).toHaveLength(1);
});

test('where one language has a title twice, those two stand alone and the other languages still pair', () => {
  const hunts = [
    section('A', { x: '1' }),
    section('A', { x: '2' }),
    section('A', { y: '3' }),
    section('A', { z: '4' }),
  ];
  expect(shape(hunts)).toEqual([
    ['A', { x: '1' }],
    ['A', { x: '2' }],
    ['A', { y: '3', z: '4' }],
  ]);
  expect(shape(hunts.slice(0, 3))).toEqual([
    ['A', { x: '1' }],
    ['A', { x: '2' }],
    ['A', { y: '3' }],
  ]);
});

test('a hunt that has an id, or several languages already, pairs with nothing', () => {
  const hunts = [
    section('A', { x: '1' }, { useCase: 'UC_1_1' }),
    section('A', { y: '2' }),
    section('A', { x: '3', y: '4' }),
  ];
  expect(shape(hunts)).toEqual([
    ['A', { x: '1' }],
    ['A', { y: '2' }],
    ['A', { x: '3', y: '4' }],
  ]);
});

test('a blank query is none: it is left out, and does not keep languages apart', () => {
  const hunts = [section('A', { x: '1', y: ' \n' }), section('A', { y: '2' }), section('B', { x: ' ' })];
  expect(shape(hunts)).toEqual([
    ['A', { x: '1', y: '2' }],
    ['B', {}],
  ]);
});

test('phase and confidence are the first that a section tells', () => {
  const hunts = [
    section('A', { x: '1' }),
    section('A', { y: '2' }, { phase: 'c2', confidence: 'Low' }),
    section('A', { z: '3' }, { phase: 'recon', confidence: 'High' }),
  ];
  expect(pairLanguages(hunts)).toEqual([
    { ...hunts[0], phase: 'c2', confidence: 'Low', queries: { x: '1', y: '2', z: '3' } },
  ]);
});
