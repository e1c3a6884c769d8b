import { describe, expect, test } from 'vitest';
import { namedTechniques } from '../../../src/classify/mentions/names.ts';

const found = (text: string) => [...new Set(namedTechniques(text).map(({ id, by }) => `${id} ${by}`))];

describe('ids', () => {
  test.each([
    ['uses T1059.001 and T1190.', ['T1059.001 id', 'T1190 id']],
    ['https://attack.mitre.org/techniques/T1059/001/', ['T1059.001 id']],
    ['ICS T0855 and mobile T1437.001', ['T0855 id', 'T1437.001 id']],
    ['T9999.123 and T12345 and AT1190 and T1190x', []],
    ['model T1059.0011', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('that MITRE revoked count as their successors', () => {
    expect(found('T1574.002 was seen, and T1562.001.')).toEqual(['T1574.001 id', 'T1685 id']);
  });
});

describe('names', () => {
  test('tell, in any case, where they mean nothing else', () => {
    expect(found('It relies on Exploit Public-Facing Application first.')).toContain('T1190 name');
    expect(found('then kerberoasting and data encrypted for impact')).toEqual(
      expect.arrayContaining(['T1558.003 name', 'T1486 name']),
    );
  });

  test('that MITRE gave up count as their successors', () => {
    expect(found('by DLL side-loading')).toContain('T1574.001 name');
  });

  test('of one enterprise and one mobile technique mean the enterprise one', () => {
    expect(found('exfiltration over c2 channel')).toEqual(['T1041 name', 'T1041 words']);
    expect(found('network denial of service')).toEqual(['T1498 name']);
  });

  test('that are ordinary words are told apart, those of other matrices left out', () => {
    expect(found('Written in Python.')).toEqual(['T1059.006 ordinary']);
    expect(found('A loss of control and a denial of service.')).toEqual([]);
  });
});

describe('words', () => {
  test.each([
    ['A PowerShell script dumps LSASS.', ['T1059.001 words', 'T1003.001 words']],
    ['The ransomware spreads by PsExec.', ['T1486 words', 'T1021.002 words']],
    ['ClickFix pages', ['T1204.004 words']],
    ['stolen OAuth tokens', ['T1528 words']],
  ])('tell: %s', (text, expected) => {
    expect(found(text)).toEqual(expect.arrayContaining(expected));
  });

  test('do not tell where denied', () => {
    expect(found('It isn’t ransomware.')).toEqual([]);
    expect(found('Not only ransomware was used.')).toEqual(['T1486 words']);
  });
});

test('each has its place', () => {
  const text = 'First T1190, then Template Injection.';
  expect(namedTechniques(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    'T1190',
    'Template Injection',
  ]);
});
