import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasTerm, TERM_PREFIX, TERM_SUFFIX } from '../../../src/kql/run/terms.ts';

/** Terms as https://learn.microsoft.com/kusto/query/datatypes-string-operators#what-is-a-term has them. */
const termsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', 'é', ' ', '_', '.', '-'), maxLength: 12 });
const term = fc.string({ unit: fc.constantFrom('a', 'b', '1', 'é'), minLength: 1, maxLength: 3 });

describe('a term', () => {
  it('is met exactly where the text has it as a run of its own', () => {
    fc.assert(
      fc.property(text, term, (where, sought) => {
        expect(hasTerm(where, sought)).toBe(termsOf(where).includes(sought));
        expect(hasTerm(where, sought, TERM_PREFIX)).toBe(termsOf(where).some((each) => each.startsWith(sought)));
        expect(hasTerm(where, sought, TERM_SUFFIX)).toBe(termsOf(where).some((each) => each.endsWith(sought)));
      }),
    );
  });

  it('of several words is met where the text around it breaks', () => {
    fc.assert(
      fc.property(text, text, text, (before, sought, after) => {
        const broken = `${before} ${sought} ${after}`;
        expect(hasTerm(broken, sought)).toBe(true);
      }),
    );
  });
});
