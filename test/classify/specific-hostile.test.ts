import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INDICATOR_TYPES, type Indicator } from '../../src/briefing/article.ts';
import { writable } from '../../src/briefing/writable.ts';
import { articleHunts, type SpecificHunt } from '../../src/classify/specific.ts';
import { checkKql } from '../../src/kql/check.ts';
import { createSchema } from '../../src/kql/schema.ts';
import { check } from '../spl/support.ts';
import { flat } from '../support/queries.ts';

const schema = createSchema({ tables: {}, functions: [] });

function hunts(title: string, text: string, indicators: readonly Indicator[] = []): SpecificHunt[] {
  return articleHunts(
    { kind: 'item', path: 'feed#1', publisher: 'Lab', title, url: '', published: null, text },
    { indicators },
  );
}

const junk = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 15 }),
  fc.string({ maxLength: 15 }),
  fc.constantFrom(
    '"',
    "'",
    '`',
    '\\',
    '|',
    '```',
    '\n',
    '*',
    '$x$',
    '<LIST>',
    '{{x}}',
    '//',
    ';',
    ')',
    ']',
    '\u202e',
    '\u0000',
    ' ',
  ),
);
/** Something that would be looked for, with anything inside. */
const named = fc
  .tuple(
    fc.constantFrom(
      '',
      'C:\\ProgramData\\',
      '/opt/',
      'HKCU\\Software\\',
      'powershell -c ',
      '\nschtasks /tn ',
      'service named "',
      'mutex "',
      'malicious npm package `',
      'npm install malware ',
    ),
    junk,
    fc.constantFrom('evil', 'acmex-x', 'Q7'),
    junk,
    fc.constantFrom('.exe', '.ps1', '\\run.dat', '/agentd', '"', '`', '@1.2.3', ''),
  )
  .map((parts) => parts.join(''));
const text = fc.array(fc.oneof(named, junk), { maxLength: 12 }).map((parts) => parts.join(' '));
const indicators = fc.array(
  fc.record({ type: fc.constantFrom(...INDICATOR_TYPES), value: fc.oneof(junk, named, fc.domain()) }),
  {
    maxLength: 5,
  },
);

describe('any article, however hostile its text', () => {
  it('yields hunts that run as they are, with its words as data', () => {
    fc.assert(
      fc.property(text, text, indicators, (title, body, given) => {
        const found = hunts(title, body, given);
        for (const { spl, kql } of found.map(flat)) {
          expect(spl !== null || kql !== null).toBe(true);
          if (spl !== null) {
            const checked = check(spl);
            expect(checked.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
            expect(checked.verdict).toBe('ready');
          }
          if (kql !== null) {
            const checked = checkKql(kql, { schema });
            expect(checked.flatMap(({ problems }) => problems.filter(({ severity }) => severity === 'error'))).toEqual(
              [],
            );
            expect(checked.map(({ verdict }) => verdict)).toEqual(['ready']);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('yields hunts that a briefing can carry', () => {
    fc.assert(
      fc.property(text, text, indicators, (title, body, given) => {
        const found = hunts(title, body, given);
        const article = writable({
          id: '',
          path: '',
          origin: '',
          dialect: 'auto',
          severity: 'LOW',
          title,
          sources: [],
          published: null,
          url: '',
          techniques: [],
          phases: [],
          indicators: [],
          hunts: found,
          problems: [],
        });
        expect(article.hunts.map(({ queries }) => queries)).toEqual(found.map(({ queries }) => queries));
      }),
      { numRuns: 400 },
    );
  });

  it('is read in time that grows with its length only: in quadratic time the test would time out', () => {
    const pieces = [
      'a.b',
      'C:\\',
      '\\',
      '/tmp/',
      '"',
      '[.]',
      'powershell ',
      'mutex ',
      '@a/',
      'npm ',
      '. ',
      'HKCU\\a',
      '<',
      '%a%\\',
      'Program Files\\',
      '1.',
    ];
    for (const piece of pieces) {
      const long = piece.repeat(Math.ceil(400_000 / piece.length));
      expect(hunts('t', long).length, piece).toBeLessThan(50);
    }
  });
});
