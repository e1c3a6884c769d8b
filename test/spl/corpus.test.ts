import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkSpl } from '../../src/spl/check.ts';
import { lex } from '../../src/spl/lexer.ts';
import { CORPORA } from '../support/corpora.ts';
import { secondReading } from './second-reader.ts';
import { NO_EXTRAS } from './support.ts';

/** The text between ```spl and the next line that is exactly three backticks. */
function searches(corpus: string): string[] {
  const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:md|txt)$/.test(name));
  const found = files.flatMap((name) => {
    const text = readFileSync(`${corpus}/${name}`, 'utf8').replace(/\r\n/g, '\n');
    return [...text.matchAll(/^```spl *\n([\s\S]*?)\n```$/gm)].map(([, spl]) => spl ?? '');
  });
  return [...new Set(found)];
}

describe.each(CORPORA)('$name', ({ folder, present, small }) => {
  const sources = present ? searches(folder) : [];
  const results = sources.map((source) => ({ source, query: checkSpl(source, { environment: NO_EXTRAS }) }));
  const accepted = results.filter(({ query }) => query.verdict !== 'rejected');

  test.skipIf(!present)('has searches, and nearly all of the distinct ones are ready or repaired', () => {
    expect(sources.length).toBeGreaterThan(small ? 12 : 100);
    expect(accepted.length / sources.length).toBeGreaterThanOrEqual(small ? 0.85 : 0.95);
  });

  test.skipIf(!present)('a second reader finds no fault with any accepted search', () => {
    const faults = accepted.flatMap(({ query }) => secondReading(query.text).map((fault) => `${fault}: ${query.text}`));
    expect(faults).toEqual([]);
  });

  test.skipIf(!present)('the second reader finds fault with the searches that are known to be bad', () => {
    const bad = sources.filter((source) => /^\/\/|^\(|`tstats`|`indextime`/.test(source));
    expect(bad.length).toBeGreaterThanOrEqual(3);
    for (const source of bad) expect(secondReading(source.replace(/\s+/g, ' ').trim())).not.toEqual([]);
  });

  test.skipIf(!present)(
    'templates that were never filled in, and lookups that nobody has, are rejected with a reason',
    () => {
      const codes = results
        .filter(({ query }) => query.verdict === 'rejected')
        .map(({ query }) => query.problems.find(({ severity }) => severity === 'error')?.code);
      expect(codes).toContain('spl-placeholder');
      expect(codes).not.toContain(undefined);
    },
  );

  test.skipIf(!present)('lexing loses nothing, and what is accepted is accepted again unchanged', () => {
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
