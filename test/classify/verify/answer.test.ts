import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerIn, isVeto } from '../../../src/classify/verify/answer.ts';
import type { VerifierQuestion } from '../../../src/classify/verify/claim.ts';

const QUESTION: VerifierQuestion = {
  article: { title: 'How to keep LSASS safe' },
  useCase: { id: 'UC_LSASS', title: 'LSASS memory dump', subjects: ['lsass'] },
  text: { before: 'Before it.', sentence: 'Our product stops what dumps LSASS memory.', after: '' },
};

test.each([
  ['bare', '{"veto":true,"quote":"Our product stops","reason":"An advertisement."}'],
  ['in a fence', '```json\n{"veto":true,"quote":"Our product stops","reason":"An advertisement."}\n```'],
  ['after words', 'Here you are: {"veto":true,"quote":"Our product stops","reason":"An advertisement."} Bye.'],
])('an answer is read %s', (_, text) => {
  expect(answerIn(text)).toEqual({ veto: true, quote: 'Our product stops', reason: 'An advertisement.' });
});

test.each([
  '',
  'no',
  '{',
  '}{',
  '{"veto":"yes"}',
  '[]',
  '{"quote":"Our product stops"}',
  `{"veto":true,"quote":${'1'}}`,
])('%s is no answer', (text) => {
  expect(() => answerIn(text)).toThrow(/^the answer /);
});

test.each<[boolean, string]>([
  [true, 'Our product stops'],
  [true, '  what dumps LSASS memory. '],
  [true, 'How to keep LSASS'],
  [false, 'our product stops'],
  [false, 'Our product prevents'],
  [false, 'Our'],
  [false, ''],
  [false, 'LSASS memory dump'],
])('a veto counts (%s) by its quote: %s', (counts, quote) => {
  expect(isVeto({ veto: true, quote, reason: '' }, QUESTION)).toBe(counts);
  expect(isVeto({ veto: false, quote, reason: '' }, QUESTION)).toBe(false);
});

test('any text is an answer or an error of one kind, and no quote counts that was not sent', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      try {
        expect(typeof answerIn(text).veto).toBe('boolean');
      } catch (error) {
        expect((error as Error).message).toMatch(/^the answer (is no JSON object|has no veto)/);
      }
    }),
  );
  fc.assert(
    fc.property(fc.string(), (quote) => {
      const { article, text } = QUESTION;
      const sent = [article.title, text.before, text.sentence].some((one) => one.includes(quote.trim()));
      if (!sent) expect(isVeto({ veto: true, quote, reason: '' }, QUESTION)).toBe(false);
    }),
  );
});
