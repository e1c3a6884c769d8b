import fc from 'fast-check';
import { expect, test } from 'vitest';
import { abridged, type DiffLine, diffTexts, splitAtPipes } from '../../src/report/query-diff.ts';

function shown(lines: readonly DiffLine[]): string[] {
  const sign = { same: ' ', removed: '-', added: '+', gap: '…' };
  return lines.map(
    ({ kind, parts }) => sign[kind] + parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join(''),
  );
}

test('a query of one line is compared stage by stage, and the words that differ are marked', () => {
  const before = '| tstats count where host="a|b" by dest | where count > 5 | sort - count | table dest';
  const after = '| tstats count where host="a|b" by dest | where count > 9 | sort - count | table dest';
  expect(shown(diffTexts(before, after, 1))).toEqual([
    ' | tstats count where host="a|b" by dest',
    '-| where count > [5]',
    '+| where count > [9]',
    ' | sort - count',
    '…1 line',
  ]);
});

test('a new text is added whole, and two texts with nothing in common are not marked word by word', () => {
  expect(shown(diffTexts('', 'a\nb'))).toEqual(['+a', '+b']);
  expect(shown(diffTexts('index=x foo bar', 'let y = 1; Table')).some((line) => line.includes('['))).toBe(false);
});

test('nothing of either text is lost', () => {
  const line = fc.stringMatching(/^[a-z |"=]{0,20}$/);
  const text = fc.array(line, { minLength: 2, maxLength: 8 }).map((lines) => lines.join('\n').replace(/\n+$/, ''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before.includes('\n') && after.includes('\n'));
      const lines = diffTexts(before, after, 1000);
      const side = (other: DiffLine['kind']) =>
        lines
          .filter(({ kind }) => kind !== other)
          .map(({ parts }) => parts.map((part) => part.text).join(''))
          .join('\n');
      expect(side('added')).toBe(before);
      expect(side('removed')).toBe(after);
    }),
  );
});

test('a split adds line breaks before pipes, and takes away nothing but blanks', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z|"'\\ ]{0,60}$/), (text) => {
      expect(splitAtPipes(text).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }),
  );
});

test('of a long line, what differs stands whole, and of the rest a few words on each side', () => {
  const about = (count: number) =>
    `${'one long tale '.repeat(30)}and ${count} more articles.${' And then some'.repeat(30)}`;
  const [was, is] = shown(diffTexts(about(6), about(9)).map(abridged));
  expect(was).toMatch(/^-…[a-z ]+ and \[6\] more articles\. [\w ]+ …$/);
  expect(is).toMatch(/^\+…[a-z ]+ and \[9\] more articles\. [\w ]+ …$/);
  expect(Math.max(...[was, is].map((line = '') => line.length))).toBeLessThan(130);
});

test('a line that fits is not abridged, and nothing that differs is lost', () => {
  const line = fc.string({ maxLength: 400 });
  fc.assert(
    fc.property(line, line, (before, after) => {
      for (const one of diffTexts(before, after)) {
        const short = abridged(one);
        const changed = ({ parts }: DiffLine) => parts.filter((part) => part.changed).map(({ text }) => text);
        expect(changed(short)).toEqual(changed(one));
        const length = one.parts.reduce((sum, { text }) => sum + text.length, 0);
        if (length <= 200) expect(short).toEqual(one);
      }
    }),
  );
});
