import { describe, expect, test } from 'vitest';
import { loadMentionModel, mentionModel } from '../../../src/classify/mentions/model.ts';
import { attackTechnique } from '../../../src/knowledge/attack.ts';

/** Two features, `dump lsass` and `lsass`, for two classes. */
const small = {
  source: 'made up',
  version: '0',
  terms: 'none',
  threshold: 0,
  classes: ['T1003.001', 'attack'],
  bias: [-1, 0.5],
  scale: [0.5, 0.25],
  vocabulary: 'dump lsass\nlsass',
  weights: Buffer.from([1, 0, 0, 0, 4, 2, 0, 0, 0, 1, 1, 0, 254]).toString('base64'),
};

describe('a model', () => {
  test('adds bias and the weights of what a sentence has, once each', () => {
    const model = mentionModel(small);
    expect([...model.score('They dump LSASS.')]).toEqual([-1 + 4 * 0.5 + 0.5, 0.5 - 2 * 0.25]);
    expect([...model.score('Lsass, lsass and lsass.')]).toEqual([-1 + 0.5, 0]);
    expect([...model.score('Nothing.')]).toEqual([-1, 0.5]);
  });

  test('knows which class is attack', () => {
    expect(mentionModel(small).attack).toBe(1);
  });
});

describe('the model that the product carries', () => {
  const model = loadMentionModel();

  test('knows current techniques only, and attack', () => {
    const techniques = model.classes.filter((name) => name !== 'attack');
    expect(techniques.length).toBeGreaterThan(500);
    expect(techniques.filter((id) => attackTechnique(id)?.status !== 'current')).toEqual([]);
    expect(model.classes[model.attack]).toBe('attack');
  });
});
