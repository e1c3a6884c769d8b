import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { findCode } from '../src/report/codes.ts';
import { AREAS, DECLARED } from './support/codes.ts';
import { ROOT } from './support/world.ts';

/** Declarations, which print nothing themselves. `prove` and the evaluators of the languages have no codes. */
const DECLARING = ['**/codes.ts', '**/*-codes.ts', '**/causes.ts', '**/advice.ts', 'report/schemas/**'];

/** Tables that name a code in a place where it is not printed: declaring it, or asking for it. */
const ASKING = ['briefing/doubt.ts'];

const sources = globSync('**/*.ts', { cwd: join(ROOT, 'src'), ignore: ['sandbox/**', 'kql/run/**', 'spl/run/**'] })
  .sort()
  .map((path) => ({ path, text: readFileSync(join(ROOT, 'src', path), 'utf8') }));
const declaring = new Set(globSync(DECLARING, { cwd: join(ROOT, 'src') }));
const printing = sources.filter(({ path }) => !declaring.has(path) && !ASKING.includes(path));

/** Functions that take a code, first or behind a place or a text. */
const REPORTERS = 'at|failed|nothing|problem|refusal|refuse|report';
/** What a code looks like in the source; a part of it may be put in. */
const LITERAL = String.raw`(?<!=== )['\x60]([a-z][a-z0-9-]*(?:\$\{[\w.]+\})?)['\x60]`;

/** Literals in the places where codes stand. */
function codesIn(text: string): string[] {
  const values = [...text.matchAll(/\bcode(?::| =) ([^,;\n]+)/g)].map(([, value = '']) => value);
  const patterns = [
    new RegExp(String.raw`(?:(?<![.\w])(?:${REPORTERS})|#problem)\([^;'\x60]{0,80}?${LITERAL},`, 'g'),
    /['`]((?:spl|kql|splunk|sentinel)-[a-z-]+)['`]/g,
  ];
  const found = [
    ...values.flatMap((value) => [...value.matchAll(new RegExp(LITERAL, 'g'))]),
    ...patterns.flatMap((pattern) => [...text.matchAll(pattern)]),
  ];
  return found.map(([, code = '']) => code);
}

/** Codes of other libraries, and words in such places that are no codes. */
const OTHER_WORDS = ['custom', 'splunk-sdk', 'code'];

function matches(written: string): readonly string[] {
  const [start = '', ...rest] = written.split('${');
  if (rest.length === 0) return DECLARED.filter((code) => code === written);
  return DECLARED.filter((code) => code.length > start.length && code.startsWith(start));
}

describe('codes', () => {
  test('there are files and codes to check', () => {
    expect(printing.length).toBeGreaterThan(200);
    expect(DECLARED.length).toBeGreaterThan(150);
    expect(printing.flatMap(({ text }) => codesIn(text)).length).toBeGreaterThan(150);
  });

  test('every code that the source has is declared', () => {
    const unknown = printing.flatMap(({ path, text }) =>
      codesIn(text)
        .filter((code) => !OTHER_WORDS.includes(code) && matches(code).length === 0)
        .map((code) => `${path}: ${code}`),
    );
    expect(unknown).toEqual([]);
  });

  test('every declared code is in the source', () => {
    const literals = printing.flatMap(({ text }) =>
      [...text.matchAll(new RegExp(LITERAL, 'g'))].map(([, literal = '']) => literal),
    );
    const made = new Set(
      literals.flatMap((literal) => (literal.includes('-') || !literal.includes('$') ? matches(literal) : [])),
    );
    // A bare name as a key: what a table has and functions look up.
    const isKey = (code: string) => printing.some(({ text }) => new RegExp(`^ +${code}: `, 'm').test(text));
    expect(DECLARED.filter((code) => !made.has(code) && !isKey(code) && code !== 'KS')).toEqual([]);
  });

  test('a code stands in one area', () => {
    expect(DECLARED.filter((code, index) => DECLARED.indexOf(code) !== index)).toEqual([]);
  });

  test('each has a sentence, a cause and a remedy', () => {
    for (const [code, entry] of AREAS.flatMap(({ codes }) => Object.entries(codes))) {
      expect(code).toMatch(/^(?:[a-z]+(?:-[a-z0-9]+)*|KS)$/);
      for (const [key, text] of Object.entries(entry)) {
        if (key !== 'minor') expect([code, key, text]).toEqual([code, key, expect.stringMatching(/^\S.*[.)]$/s)]);
      }
    }
  });

  test('a code of a family is explained by the family', () => {
    expect(findCode(AREAS, 'KS142')).toMatchObject({ code: 'KS142', area: { area: 'kusto' } });
    expect(findCode(AREAS, 'KS')?.means).toBe(findCode(AREAS, 'KS204')?.means);
    expect(findCode(AREAS, 'KSX')).toBeUndefined();
    expect(findCode(AREAS, 'toString')).toBeUndefined();
  });
});
