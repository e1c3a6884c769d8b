import { describe, expect, test } from 'vitest';
import { inferTechniques } from '../../src/classify/techniques.ts';
import { long } from '../support/long.ts';

const ids = (text: string) => inferTechniques(text).map(({ id }) => id);
const bases = (text: string) => inferTechniques(text).map(({ id, basis }) => `${id} ${basis}`);

describe('ids', () => {
  test.each([
    ['uses T1059.001 and T1190.', ['T1059.001', 'T1190']],
    ['https://attack.mitre.org/techniques/T1059/001/', ['T1059.001']],
    ['ICS T0855 and mobile T1437.001', ['T0855', 'T1437.001']],
    ['T1190, T1190 (again)', ['T1190']],
    ['T9999.123 and T12345 and AT1190 and T1190x', []],
    ['model T1059.0011', []],
  ])('%s', (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  test('that MITRE revoked count as their successors', () => {
    expect(inferTechniques('T1574.002 was seen.')).toMatchObject([{ id: 'T1574.001', basis: 'id' }]);
  });
});

describe('names', () => {
  test('tell, in any case, where they mean nothing else', () => {
    expect(bases('It relies on Exploit Public-Facing Application first.')).toEqual(['T1190 name']);
    expect(bases('then kerberoasting and data encrypted for impact')).toEqual(['T1558.003 name', 'T1486 name']);
  });

  test('of one enterprise and one mobile technique mean the enterprise one', () => {
    expect(ids('exfiltration over c2 channel')).toEqual(['T1041']);
    expect(ids('network denial of service')).toEqual(['T1498']);
  });

  test.each([
    'Written in Python with JavaScript.',
    'Cloud accounts and email accounts use multi-factor authentication.',
    'The tool runs on a virtual private server.',
    'A loss of control and a denial of service.',
    'Follow us on social media.',
  ])('that are ordinary words do not: %s', (text) => {
    expect(ids(text)).toEqual([]);
  });
});

describe('words', () => {
  test.each([
    ['A PowerShell script dumps LSASS.', ['T1059.001', 'T1003.001']],
    ['An RCE flaw', ['T1190']],
    ['The ransomware spreads by PsExec.', ['T1486', 'T1021.002']],
    ['a supply-chain attack', ['T1195.002']],
    ['an information stealer', ['T1555.003']],
    ['ClickFix pages', ['T1204.004']],
    ['an obfuscated loader', ['T1027']],
    ['DLL side-loading', ['T1574.001']],
    ['stolen OAuth tokens', ['T1528']],
  ])('tell: %s', (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  test.each([
    'A forceful source of resources and commerce.',
    'WordPress SMBs captured adapters.',
    'OAuth2 bearer tokens are checked.',
    'The session cookie is present.',
  ])('are whole and misused: %s', (text) => {
    expect(ids(text)).toEqual([]);
  });

  test.each([
    'This is not a remote code execution flaw.',
    'It isn’t ransomware.',
    'No evidence of ransomware was found.',
    'Known ransomware use: Unknown.',
    'Our anti-phishing product.',
    'Our platform helps you protect against ransomware.',
    'Join our webinar on ransomware.',
  ])('do not tell where denied or sold: %s', (text) => {
    expect(ids(text)).toEqual([]);
  });

  test('tell in spite of a denial that is none', () => {
    expect(ids('Not only ransomware was used.')).toEqual(['T1486']);
    expect(ids('No patch is out. Attackers deploy ransomware.')).toEqual(['T1486']);
  });
});

test('each has its sentence, the strongest basis and its place in the text', () => {
  const text = 'First, LSASS was read. Then came ransomware (T1486). The end.';
  expect(inferTechniques(text)).toEqual([
    { id: 'T1003.001', name: 'LSASS Memory', basis: 'words', evidence: 'First, LSASS was read.' },
    { id: 'T1486', name: 'Data Encrypted for Impact', basis: 'id', evidence: 'Then came ransomware (T1486).' },
  ]);
});

test.each(['rce ', 'T1190 ', 'supply ', 'not rce ', 'exploitation of '])(
  'a megabyte of %j is read in linear time: in quadratic time the test would time out',
  (unit) => {
    expect(inferTechniques(long(unit)).length).toBeLessThan(3);
  },
);
