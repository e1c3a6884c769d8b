import { describe, expect, test } from 'vitest';
import { readText } from '../../src/classify/reading.ts';
import { type SeverityFacts, scoreSeverity } from '../../src/classify/severity.ts';

function judged(text: string, facts: Partial<SeverityFacts> = {}) {
  const reading = readText(text);
  return scoreSeverity({
    title: 'A title',
    reading,
    publisher: 'Blog',
    indicators: [],
    useCases: 0,
    specificHunts: 0,
    techniques: 0,
    ...facts,
  });
}
const cve = { type: 'cve', value: 'CVE-2024-3400' } as const;
const ipv4 = { type: 'ipv4', value: '45.77.12.9' } as const;

test('a quiet text is LOW, for no reason', () => {
  expect(judged('Our newsletter.')).toEqual({ severity: 'LOW', reasons: [] });
});

test('each reason says its points', () => {
  const { severity, reasons } = judged('Lazarus used a zero-day.', {
    indicators: [cve, ipv4],
    useCases: 1,
    specificHunts: 2,
    techniques: 7,
  });
  expect(severity).toBe('CRIT');
  expect(reasons).toEqual([
    'CVE present (+2)',
    'tells of zero day (+3)',
    'names lazarus (+2)',
    '1 use case(s) fired, article-specific hunts, IOCs present (+2)',
    '7 technique(s) inferred (+2)',
  ]);
});

test.each([
  [{ useCases: 2 }, 'LOW'],
  [{ useCases: 3 }, 'MED'],
  [{ useCases: 9, techniques: 5 }, 'MED'],
  [{ useCases: 9, techniques: 99 }, 'MED'],
  [{ useCases: 9, techniques: 3, indicators: [cve] }, 'HIGH'],
] as const)('%o is %s', (facts, severity) => {
  expect(judged('Words.', facts).severity).toBe(severity);
});

test('boundaries: 3 is MED, 6 HIGH, 9 CRIT', () => {
  expect(judged('ransomware').severity).toBe('MED');
  expect(judged('ransomware', { useCases: 3 }).severity).toBe('HIGH');
  expect(judged('ransomware by LockBit', { useCases: 3 }).severity).toBe('HIGH');
  expect(judged('ransomware by LockBit', { useCases: 3, techniques: 3 }).severity).toBe('CRIT');
});

describe('declared severity', () => {
  test('of known-exploited and critical advisories outranks the score', () => {
    expect(judged('tiny', { title: 'CISA KEV: CVE-2026-1 — y' }).severity).toBe('CRIT');
    expect(judged('tiny', { title: '[GHSA / CRITICAL] CVE-2026-1111: z' }).reasons[0]).toBe(
      'published as GHSA / CRITICAL',
    );
    expect(judged('tiny', { publisher: 'CISA KEV' }).severity).toBe('CRIT');
  });
  test('is not what a title only mentions', () => {
    expect(judged('tiny', { title: 'About CISA KEV: a talk' }).severity).toBe('LOW');
  });
});

test.each([
  'apt install foo',
  'captured adapters',
  'a forceful source',
  'not exploited in the wild',
  'stay safe from ransomware',
])('no points for: %s', (text) => {
  expect(judged(text).reasons).toEqual([]);
});

test.each(['APT29', 'APT-C-36', 'FIN7', 'UNC2452', 'TA505', 'Storm-0558', 'an APT'])('names %s', (actor) => {
  expect(judged(`It was ${actor} again.`).reasons).toHaveLength(1);
});
