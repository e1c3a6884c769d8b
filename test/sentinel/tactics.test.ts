import { expect, test } from 'vitest';
import { attackTechniques } from '../../src/knowledge/attack.ts';
import { SENTINEL_TACTICS, sentinelTactic } from '../../src/sentinel/tactics.ts';

test.each([
  ['initial-access', 'InitialAccess'],
  ['command-and-control', 'CommandAndControl'],
  ['stealth', 'DefenseEvasion'],
  ['defense-impairment', 'DefenseEvasion'],
  ['evasion', 'DefenseEvasion'],
  ['inhibit-response-function', 'InhibitResponseFunction'],
  ['network-effects', null],
  ['no-such-tactic', null],
  ['', null],
])('%s is %s', (id, name) => {
  expect(sentinelTactic(id)).toBe(name);
});

test('every tactic of a current technique has a name that Sentinel knows', () => {
  const current = attackTechniques().filter(({ status }) => status === 'current');
  const tactics = [...new Set(current.flatMap((technique) => technique.tactics))];
  expect(tactics.length).toBeGreaterThan(12);
  for (const id of tactics) expect(SENTINEL_TACTICS, id).toContain(sentinelTactic(id));
});
