import { expect, test } from 'vitest';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { checkKql } from '../../src/kql/check.ts';
import { createSchema } from '../../src/kql/schema.ts';
import { checkSpl } from '../../src/spl/check.ts';
import { NO_EXTRAS } from '../support/siems.ts';
import { briefing } from './generator.ts';

test('a made briefing is read whole, its hunts pass, and the same number gives the same again', () => {
  const schema = createSchema();
  for (let number = 0; number < 8; number += 1) {
    const text = briefing(number);
    expect(briefing(number)).toBe(text);
    const { hunts, problems, indicators } = parseBriefing({ kind: 'briefing', path: 'x.md', text }, 'bench');
    expect(problems).toEqual([]);
    expect(indicators).toHaveLength(1);
    expect(hunts).toHaveLength(2);
    for (const { queries } of hunts) {
      expect(checkSpl(queries.spl ?? '', { environment: NO_EXTRAS }).problems).toEqual([]);
      expect(checkKql(queries.kql ?? '', { schema }).map(({ verdict }) => verdict)).not.toContain('rejected');
    }
  }
});
