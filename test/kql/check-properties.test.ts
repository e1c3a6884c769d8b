import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkKql } from '../../src/kql/check.ts';
import { applyEdits, draftOf, positionAt, sourceOffset } from '../../src/kql/draft.ts';
import { scan } from '../../src/kql/scan.ts';
import { createSchema } from '../../src/kql/schema.ts';
import { faults } from './independent.ts';

const schema = createSchema();

/** Pieces of hunts, whole and broken, put together at random: far more often nearly right than random characters are. */
const PIECE = fc.constantFrom(
  ...`DeviceProcessEvents|DeviceFileEvents|AADSignInEventsBeta|SigninLogs|Unknown_CL|UrlClickEvents`.split('|'),
  ...`Timestamp;AccountName;DeviceName;AdditionalFields;FileName;TimeGenerated;Timestamp1;Foo;queries`.split(';'),
  '\n| where ',
  '\n| project ',
  '\n| extend ',
  '\n| summarize count() by ',
  '\n| distinct ',
  '\n| join kind=inner (',
  '\n| union ',
  '\n\n',
  '\n',
  ' ',
  ';',
  ',',
  ', ',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '|',
  '.',
  '=',
  ' == ',
  ' = ',
  ' !has_any ("a", "b")',
  ' not in ("a")',
  ' has "x"',
  ' not ',
  ' && ',
  ' endswith_any ("a")',
  '"\\Users\\"',
  '"C:\\temp\\"',
  '@"a\\"b"',
  "'it''s'",
  '"',
  "'",
  '\\',
  '```',
  'let x = ',
  'let Timestamp = ',
  ' ago(7d)',
  ' on DeviceId',
  '// comment',
  '.drop table X',
  'externaldata(a:string)["h"]',
  'evaluate python(typeof(*), "x")',
  'any(',
  '[?Name=="x"]',
  '\u202e',
  '\u00a0',
  '\ud800',
  '😀',
  '{List}',
  '#',
);
const HUNT = fc.oneof(
  fc.array(PIECE, { maxLength: 25 }).map((pieces) => pieces.join('')),
  fc.array(PIECE, { maxLength: 12 }).map((pieces) => `DeviceFileEvents\n| where Timestamp > ago(1d)${pieces.join('')}`),
  fc.string({ unit: 'binary', maxLength: 80 }),
);

describe('any text', () => {
  it('is checked without an exception, and what is accepted stands up to a second reader', () => {
    fc.assert(
      fc.property(HUNT, (text) => {
        const checked = checkKql(text, { schema, native: { entities: 'columns', timeRange: 'blade' } });
        expect(checked.length).toBeGreaterThan(0);
        const lines = text.replace(/\r\n?/g, '\n').split('\n');
        for (const { text: query, verdict, problems } of checked) {
          if (verdict !== 'rejected') expect(faults(query)).toEqual([]);
          else expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
          for (const { line, column } of problems) {
            expect(line).toBeGreaterThan(0);
            expect(line).toBeLessThanOrEqual(lines.length);
            expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
          }
        }
      }),
      { numRuns: 250 },
    );
  });

  it('is accepted again, unchanged, once accepted', () => {
    fc.assert(
      fc.property(HUNT, (text) => {
        for (const { text: query, verdict } of checkKql(text, { schema })) {
          if (verdict === 'rejected') continue;
          expect(checkKql(query, { schema })).toMatchObject([{ verdict: 'ready', text: query }]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is scanned from end to end: tokens are in order, do not overlap and leave only white space', () => {
    fc.assert(
      fc.property(HUNT, (text) => {
        let at = 0;
        for (const { start, end, text: token } of scan(text)) {
          expect(text.slice(at, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          expect(token).toBe(text.slice(start, end));
          at = end;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('drafts', () => {
  it('know where each character comes from, through any edits', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }),
        fc.array(fc.tuple(fc.nat(40), fc.nat(5), fc.string({ maxLength: 4 }))),
        (text, cuts) => {
          const edits = cuts
            .filter(([start]) => start <= text.length)
            .map(([start, length, insert]) => ({ start, end: Math.min(text.length, start + length), text: insert }));
          const draft = applyEdits(draftOf(text), edits);
          expect(draft.origin).toHaveLength(draft.text.length);
          let last = 0;
          for (let index = 0; index <= draft.text.length; index++) {
            const from = sourceOffset(draft, index);
            expect(from).toBeGreaterThanOrEqual(last);
            expect(positionAt(text, from).column).toBeLessThanOrEqual(text.length + 1);
            last = from;
          }
        },
      ),
    );
  });
});

describe('deep and long texts', () => {
  it.each([
    ['brackets', `DeviceEvents | where ${'('.repeat(5000)}`],
    ['nested calls', `DeviceEvents | extend x = ${'tolower('.repeat(3000)}DeviceName${')'.repeat(3000)}`],
    ['pipes', `DeviceEvents${' | where DeviceName == "a"'.repeat(1500)}`],
    ['quotes', '"'.repeat(20_000)],
    ['backslashes', `DeviceEvents | where DeviceName has "${'\\'.repeat(20_000)}"`],
    ['more than is read', 'x'.repeat(60_000)],
  ])('%s end in a verdict', (_name, text) => {
    expect(checkKql(text, { schema }).length).toBeGreaterThan(0);
  });
});
