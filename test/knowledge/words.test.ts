import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePhrases, findPhrases, phraseProblem, wordsOf } from '../../src/knowledge/words.ts';

function finds(phrase: string, text: string): boolean {
  return findPhrases(wordsOf(text), compilePhrases([phrase])).has(phrase);
}

describe('a phrase is found', () => {
  test.each([
    ['supply chain', 'A SUPPLY-CHAIN attack'],
    ['supply-chain', 'the supply\nchain of it'],
    ['supply chain', 'supply_chain, supply  chain'],
    ['scheduled task', 'two Scheduled Tasks'],
    ['vulnerability', 'many vulnerabilities'],
    ['patch', 'the patches'],
    ['c2', 'hides its C2.'],
    ['c2', 'two C2s'],
    ['rce', 'an RCE (critical)'],
    ['CVE-#', 'see cve-2024-3400!'],
    ['phish*', 'they phished us'],
    ['encrypt* file', 'it encrypts files'],
    ['email attachment', 'an E-Mail attachment'],
    ['email', 'sent by e-mails'],
    ['attacker server', 'the attacker’s server'],
    ['rundll32 exe', 'C:\\Windows\\rundll32.exe,Control'],
    ['hameçonnage', 'du HAMEÇONNAGE'],
    ['powershell', 'Ｐｏｗｅｒshell'],
    ['powershell', 'power\u00adshell and power\u200bshell'],
    ['powershell', '攻撃者はPowerShellを実行した'],
    ['фишинг', 'это фишинг!'],
    ['169 254 169 254', 'http://169.254.169.254/latest'],
  ])('%s in %s', (phrase, text) => expect(finds(phrase, text)).toBe(true));
});

describe('a phrase is not found', () => {
  test.each([
    ['rce', 'a forceful source of commerce'],
    ['apt', 'captured by apt-get: the adapter'.replace('apt-get', 'aptitude')],
    ['c2', 'EC2 and c20'],
    ['supply chain', 'We supply. Chain of thought.'],
    ['supply chain', 'in short supply\n\nChain letters'],
    ['supply chain', 'supply of the chain'],
    ['lateral movement', 'lateral'],
    ['CVE-#', 'the CVE list'],
    ['mac', 'macro machines'],
    ['ransom*', 'a rans and an ömransom'],
  ])('%s in %s', (phrase, text) => expect(finds(phrase, text)).toBe(false));
});

test('words know their places and sentences', () => {
  const text = 'It’s the EDR-killer. Two “Words” here';
  const words = wordsOf(text);
  expect(words.map(({ form }) => form)).toEqual(['it', 'the', 'edr', 'killer', 'two', 'words', 'here']);
  expect(words.map(({ sentence }) => sentence)).toEqual([0, 0, 0, 0, 1, 1, 1]);
  expect(words.map(({ start, end }) => text.slice(start, end))).toContain('Words');
});

test('a phrase that could never be found has a problem', () => {
  expect(phraseProblem('…')).toContain('no word');
  expect(phraseProblem('# 2024')).toContain('number sign');
  expect(phraseProblem('ab*')).toContain('too short');
  expect(phraseProblem('ran*som')).toContain('only end a word');
  expect(phraseProblem('* key')).toContain('only end a word');
  expect(phraseProblem('encrypt* file')).toBeNull();
  expect(phraseProblem('CVE-#')).toBeNull();
});

test('whatever the text: words are in it, in order, and a phrase made of them is found', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.lorem()), (text) => {
      const words = wordsOf(text);
      let end = 0;
      for (const word of words) {
        expect(word.start).toBeGreaterThanOrEqual(end);
        expect(word.end).toBeGreaterThan(word.start);
        end = word.end;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.lorem({ mode: 'words', maxCount: 6 }), fc.lorem({ mode: 'words', maxCount: 3 }), (around, phrase) =>
      finds(phrase, `${around} ${phrase.toUpperCase()} ${around}`),
    ),
  );
});

test.each([
  ['one endless word', 'a'.repeat(2_000_000)],
  ['dots', '. '.repeat(1_000_000)],
  ['blank lines', '\n \t'.repeat(700_000)],
  ['brackets after dots', '.)'.repeat(1_000_000)],
  ['the same words', 'supply '.repeat(300_000)],
  ['marks', `e${'\u0301'.repeat(1_000_000)}`],
  ['hidden characters', '\u200b'.repeat(1_000_000)],
])('takes time in proportion to the text, or the test would time out: %s', (_name, text) => {
  const found = findPhrases(wordsOf(text), compilePhrases(['supply chain', 'supply supply attack', 'supp* chain']));
  expect([...found]).toEqual([]);
});
