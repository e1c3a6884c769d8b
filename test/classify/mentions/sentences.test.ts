import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { splitSentences } from '../../../src/classify/mentions/sentences.ts';

const texts = (text: string) => splitSentences(text).map((sentence) => sentence.text);

describe('a sentence ends', () => {
  test.each([
    ['It calls evil[.]com. Then it waits.', ['It calls evil[.]com.', 'Then it waits.']],
    ['It ran Update.Exe, then svchost.exe. Done!', ['It ran Update.Exe, then svchost.exe.', 'Done!']],
    [
      'Get hxxps://a[.]B[.]Net/x.php?y=1 now. Version 1.2.3 follows.',
      ['Get hxxps://a[.]B[.]Net/x.php?y=1 now.', 'Version 1.2.3 follows.'],
    ],
    [
      'Tools (e.g. Mimikatz, i.e. a dumper) by Dr. Fern. The U.S. Government spoke.',
      ['Tools (e.g. Mimikatz, i.e. a dumper) by Dr. Fern.', 'The U.S. Government spoke.'],
    ],
    ['See Fig. 3 by Marsh et al. Next.', ['See Fig. 3 by Marsh et al. Next.']],
    ['- first item\n- second item\n\nProse.', ['- first item', '- second item', 'Prose.']],
    ['What is it? A wiper.', ['What is it?', 'A wiper.']],
    ['', []],
    [' \n\t\n', []],
  ])('%j', (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });
});

test('lists that lost their breaks are cut at white space', () => {
  const pieces = texts('word '.repeat(1000));
  expect(pieces.length).toBeGreaterThan(5);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(600);
  expect(pieces.join(' ')).toBe('word '.repeat(1000).trim());
});

test('offsets lead back to the text, in order, and nothing but white space is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 900 }), (text) => {
      const sentences = splitSentences(text);
      let end = 0;
      for (const one of sentences) {
        expect(one.start).toBeGreaterThanOrEqual(end);
        expect(text.slice(one.start, one.end)).toBe(one.text);
        expect(text.slice(end, one.start).trim()).toBe('');
        end = one.end;
      }
      expect(text.slice(end).trim()).toBe('');
    }),
  );
});

test('the segmenter never sees a long line whole: it looks ahead from each point to the end', () => {
  const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment');
  try {
    for (const line of ['A. '.repeat(20_000), '../'.repeat(20_000), 'x'.repeat(50_000)]) {
      const sentences = splitSentences(line);
      expect(sentences.map(({ text }) => text.replaceAll(' ', '')).join('')).toBe(line.replaceAll(' ', ''));
    }
    expect(segment.mock.calls.length).toBeGreaterThan(10);
    expect(Math.max(...segment.mock.calls.map(([line]) => line.length))).toBeLessThanOrEqual(8000);
  } finally {
    segment.mockRestore();
  }
});
