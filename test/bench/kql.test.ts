import { describe, expect, it } from 'vitest';
import { coresOf } from './cores.ts';
import { benchKql, describeKqlBench } from './kql.ts';

describe('the KQL bench', () => {
  it('measures both sides and prints their ratio', { timeout: 60_000 }, async () => {
    const bench = await benchKql(
      ['DeviceEvents | where Timestamp > ago(1d)', 'DeviceFileEvents | project AccountName'],
      {
        passes: 2,
      },
    );
    expect(bench.queries).toBe(2);
    expect(bench.ratio).toBeCloseTo(bench.checkMs / bench.bareMs);
    expect(describeKqlBench({ ...bench, warmMs: 3 })).toMatch(/one core {3}\d+\.\d\d[\s\S]*3 ms/);
  });
});

describe('the bench by cores', () => {
  it.each([
    ['0', [0]],
    ['0-2,5', [0, 1, 2, 5]],
    ['3,7-8', [3, 7, 8]],
    ['', []],
  ])('reads which cores a process may use: %s', (list, cores) => {
    expect(coresOf(list)).toEqual(cores);
  });
});
