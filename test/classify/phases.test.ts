import { expect, test } from 'vitest';
import { impliedPhases, inferPhases } from '../../src/classify/phases.ts';

const phases = (text: string) => inferPhases(text).map(({ phase }) => phase);

test.each([
  ['Attackers scanned for open ports.', ['recon']],
  ['The group weaponized a document.', ['weapon']],
  ['A phishing mail arrived.', ['delivery']],
  ['CVE-2024-3400 was abused.', ['exploit']],
  ['A scheduled task kept it alive.', ['install']],
  ['The loader beacons hourly.', ['c2']],
  ['Data was exfiltrated.', ['actions']],
  ['A backdoor was left.', ['install', 'c2']],
  ['A trojanized update', ['delivery', 'exploit']],
  ['Macroeconomics of a rational democrat', []],
  ['There was no phishing.', []],
])('%s', (text, expected) => {
  expect(phases(text)).toEqual(expected);
});

test('each has the first sentence that tells it', () => {
  expect(inferPhases('Quiet. A lure came. A second lure came.')).toEqual([
    { phase: 'delivery', evidence: 'A lure came.' },
  ]);
});

test('implied phases stay apart from the told ones', () => {
  expect(impliedPhases(['delivery'])).toEqual(['exploit', 'install', 'c2']);
  expect(impliedPhases(['exploit', 'c2'])).toEqual(['install', 'actions']);
  expect(impliedPhases(['recon', 'weapon', 'actions'])).toEqual([]);
});
