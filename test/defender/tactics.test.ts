import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromNative } from '../../src/defender/native.ts';
import { tacticBodies, tacticText, techniquesIn, textOfTactics } from '../../src/defender/tactics.ts';
import { attackTechniques, tacticsOf } from '../../src/knowledge/attack.ts';

describe('the tactic of a rule', () => {
  test.each([
    [
      'the one that most of the techniques have',
      ['T1003.001', 'T1110', 'T1566'],
      'CredentialAccess:T1003,T1003.001,T1110',
    ],
    ['the first of the matrix among equals', ['T1486', 'T1059.001'], 'Execution:T1059,T1059.001'],
    ['the one that ATT&CK made two of', ['T1027', 'T1685', 'T1486'], 'DefenseEvasion:T1027,T1685'],
    ['that of the successor, for an id that was revoked', ['T1086'], 'Execution:T1086'],
    ['none where no technique is known', ['T9999'], ''],
    ['none without techniques', [], ''],
  ])('is %s', (_, techniques, text) => {
    expect(tacticText(techniques)).toBe(text);
  });

  test('is one, and no technique stands under it that ATT&CK has elsewhere', () => {
    const current = attackTechniques().filter(({ status, matrix }) => status === 'current' && matrix === 'enterprise');
    const ids = fc.uniqueArray(fc.constantFrom(...current.map(({ id }) => id)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ids, (techniques) => {
        const [body, ...others] = tacticBodies(tacticText(techniques));
        expect(others).toEqual([]);
        const named = techniquesIn([body]).filter((id) => techniques.includes(id));
        const [first = ''] = tacticsOf(named.slice(0, 1));
        expect(first).not.toBe('');
        // No other tactic has more of them.
        const most = Math.max(
          ...tacticsOf(techniques).map((one) => techniques.filter((id) => tacticsOf([id]).includes(one)).length),
        );
        expect(named.length).toBeGreaterThanOrEqual(most);
      }),
    );
  });
});

describe('the tactics of a stored rule', () => {
  const TWO = [
    { tactic: 'Persistence', techniques: [{ technique: 'T1547', subTechniques: ['T1547.001'] }] },
    { tactic: 'Execution', techniques: [{ technique: 'T1059.001' }] },
  ];

  test('are all read: one that somebody added is an edit', () => {
    const text = textOfTactics(TWO);
    expect(text).toBe('Execution:T1059.001;Persistence:T1547,T1547.001');
    const raw = { id: 'a-rule', detectionAction: { alertTemplate: { tactics: TWO } } };
    expect(fromNative(raw)?.fields['tactics']).toBe(text);
    expect(tacticBodies(text).map(({ tactic }) => tactic)).toEqual(['Execution', 'Persistence']);
  });

  test('all count for what else looks for a technique', () => {
    expect(techniquesIn(TWO)).toEqual(['T1059.001', 'T1547', 'T1547.001']);
  });

  test.each([[null], [[null]], [[{ tactic: 7 }]], [[{ tactic: 'Execution', techniques: [null, { technique: 4 }] }]]])(
    'of any form are read: %j',
    (raw) => {
      expect(techniquesIn(raw)).toEqual([]);
      expect(textOfTactics(raw)).toMatch(/^(?:Execution:)?$/);
    },
  );
});
