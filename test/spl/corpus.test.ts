import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkSpl } from '../../src/spl/check.ts';
import { lex } from '../../src/spl/lexer.ts';
import { secondReading } from './second-reader.ts';
import { NO_EXTRAS } from './support.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

/** The text between ```spl and the next line that is exactly three backticks. */
function searches(): string[] {
  const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:md|txt)$/.test(name));
  const found = files.flatMap((name) => {
    const text = readFileSync(`${corpus}/${name}`, 'utf8').replace(/\r\n/g, '\n');
    return [...text.matchAll(/^```spl *\n([\s\S]*?)\n```$/gm)].map(([, spl]) => spl ?? '');
  });
  return [...new Set(found)];
}

describe.skipIf(!existsSync(corpus))('the sample corpus beside the checkout', () => {
  const sources = existsSync(corpus) ? searches() : [];
  const results = sources.map((source) => ({ source, query: checkSpl(source, { environment: NO_EXTRAS }) }));
  const accepted = results.filter(({ query }) => query.verdict !== 'rejected');

  test('has searches, and at least 95 % of the distinct ones are ready or repaired', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(accepted.length / sources.length).toBeGreaterThanOrEqual(0.95);
  });

  test('a second reader finds no fault with any accepted search', () => {
    const faults = accepted.flatMap(({ query }) => secondReading(query.text).map((fault) => `${fault}: ${query.text}`));
    expect(faults).toEqual([]);
  });

  test('the second reader finds fault with the searches that are known to be bad', () => {
    const bad = sources.filter((source) => /^\/\/|^\(|`tstats`|`indextime`/.test(source));
    expect(bad.length).toBeGreaterThanOrEqual(3);
    for (const source of bad) expect(secondReading(source.replace(/\s+/g, ' ').trim())).not.toEqual([]);
  });

  test('templates that were never filled in, and lookups that nobody has, are rejected with a reason', () => {
    const codes = results
      .filter(({ query }) => query.verdict === 'rejected')
      .map(({ query }) => query.problems.find(({ severity }) => severity === 'error')?.code);
    expect(codes).toContain('spl-placeholder');
    expect(codes).not.toContain(undefined);
  });

  test('lexing loses nothing, and what is accepted is accepted again unchanged', () => {
    for (const { source, query } of results) {
      expect(
        lex(source)
          .map(({ text }) => text)
          .join(''),
      ).toBe(source);
      if (query.verdict === 'rejected') continue;
      const again = checkSpl(query.text, { environment: NO_EXTRAS });
      expect(again).toMatchObject({ text: query.text, verdict: 'ready' });
    }
  });
});
