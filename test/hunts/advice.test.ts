import { describe, expect, test } from 'vitest';
import { adviceOf } from '../../src/hunts/advice.ts';
import { catalogueUseCase } from '../../src/knowledge/catalogue.ts';
import { uncoveredLines } from '../../src/sync/advice.ts';

const ID = 'UC_BROWSER_STEALER';
const ours = catalogueUseCase(ID);
const queries = { spl: ours?.queries['spl'] ?? '', kql: ours?.queries['kql'] ?? '' };

const uncovered = (texts: Record<string, string>) =>
  adviceOf({ useCase: ID, members: [] }, [], [], texts).advice?.doesNotCover ?? [];

describe('what a hunt does not find', () => {
  test('is told of our own queries as the catalogue has it', () => {
    expect(uncovered(queries)).toEqual(ours?.doesNotCover);
    expect(uncovered(queries).length).toBeGreaterThan(1);
  });

  test('is not told of a query that a briefing brought', () => {
    expect(uncovered({ spl: 'index=main', kql: 'DeviceFileEvents' })).toEqual([]);
    const mixed = uncovered({ ...queries, spl: 'index=main' });
    expect(mixed.length).toBeGreaterThan(0);
    expect(mixed.every(({ languages }) => languages?.join() === 'kql')).toBe(true);
    // Its catalogue knows one that holds for SPL alone.
    expect(mixed.length).toBeLessThan(uncovered(queries).length);
  });

  test('is told on a platform in its language', () => {
    const list = [
      { name: 'a dump', reason: 'No line.' },
      { name: 'b', reason: 'No field.', languages: ['spl'] },
    ];
    expect(uncoveredLines(list, 'splunk')).toEqual(['A dump: No line.', 'B: No field.']);
    expect(uncoveredLines(list, 'sentinel')).toEqual(['A dump: No line.']);
    expect(uncoveredLines(list)).toHaveLength(2);
  });
});
