import { expect, test } from 'vitest';
import { isSelected } from '../../src/sources/selection.ts';

const item = { title: 'Ransomware in a supply\nchain', text: 'Attackers used C++ and a wolf.' };

test.each<[string, Parameters<typeof isSelected>[1], boolean]>([
  ['without wishes', {}, true],
  ['with one of its words, in any case', { include: ['phishing', 'RANSOMWARE'] }, true],
  ['with a phrase across a line break', { include: ['supply chain'] }, true],
  ['with a word of odd characters', { include: ['c++'] }, true],
  ['with a part of a word only', { include: ['ransom', 'olf'] }, false],
  ['with none of them', { include: ['phishing'] }, false],
  ['with a word that is not wanted', { exclude: ['wolf'] }, false],
  ['with one that is wanted and one that is not', { include: ['wolf'], exclude: ['attackers'] }, false],
  ['without what is not wanted', { exclude: ['webinar'] }, true],
])('an item %s', (_, wishes, wanted) => {
  expect(isSelected(item, wishes)).toBe(wanted);
});
