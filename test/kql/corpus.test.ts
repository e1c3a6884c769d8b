import { beforeAll, describe, expect, it } from 'vitest';
import { checkKqlBatch } from '../../src/kql/pool.ts';
import { EMPTY_ENVIRONMENT } from '../../src/kql/schema.ts';
import { type CheckedQuery, DEFAULT_NATIVE_POLICY } from '../../src/sync/query.ts';
import { CORPORA } from '../support/corpora.ts';
import { kqlBlocks } from '../support/kql-blocks.ts';
import { faults } from './independent.ts';

describe.each(CORPORA)('$name', ({ folder, present, small }) => {
  let checked = new Map<string, CheckedQuery[]>();
  beforeAll(async () => {
    if (present)
      checked = await checkKqlBatch(kqlBlocks(folder), {
        environment: EMPTY_ENVIRONMENT,
        native: DEFAULT_NATIVE_POLICY,
      });
  });

  it.skipIf(!present)('is ready or repaired for nearly all distinct hunts', () => {
    const good = [...checked.values()].filter((parts) => parts.every(({ verdict }) => verdict !== 'rejected'));
    expect(checked.size).toBeGreaterThan(small ? 10 : 100);
    expect(good.length / checked.size).toBeGreaterThanOrEqual(small ? 0.9 : 0.97);
  });

  it.skipIf(!present)('has nothing accepted that a second reader finds fault with', () => {
    const accepted = [...checked.values()].flat().filter(({ verdict }) => verdict !== 'rejected');
    expect(accepted.flatMap(({ text }) => faults(text))).toEqual([]);
  });

  it.skipIf(!present)('nearly always names an entity, and the time of its events', () => {
    const accepted = [...checked.values()].flat().filter(({ verdict }) => verdict !== 'rejected');
    const named = accepted.filter(({ additions = [] }) => additions.includes('entity-columns'));
    const timeless = accepted.filter(({ problems }) => problems.some(({ code }) => code === 'kql-no-time-column'));
    expect(named.length / accepted.length).toBeGreaterThanOrEqual(0.9);
    expect(timeless.length / accepted.length).toBeLessThanOrEqual(0.1);
  });

  it.skipIf(!present)('has no table’s Timestamp left', () => {
    // An alias keeps the name where a rename would take another table's time.
    const accepted = [...checked.values()]
      .flat()
      .filter(({ verdict, repairs }) => verdict !== 'rejected' && !repairs.includes('timestamp-alias'));
    const left = accepted.filter(({ text }) => /\bTimestamp\b(?! =)/.test(text.replace(/\/\/.*|"[^"\n]*"/g, '')));
    expect(left.map(({ text }) => text)).toEqual([]);
  });
});
