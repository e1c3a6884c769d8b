import { describe, expect, it } from 'vitest';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { flat } from '../support/queries.ts';
import { briefingOf, distinctPairs } from './prove.ts';

const PAIRS = [
  { spl: 'index=lamps user="anna" | stats count by user', kql: 'DeviceEvents | where FileName == "lamp.exe"' },
  { spl: undefined, kql: 'DeviceFileEvents | where FolderPath has "oil"' },
];

describe('the bench of prove', () => {
  it('makes as many different hunts as it is asked for', () => {
    const made = distinctPairs(PAIRS, 7);
    expect(made).toHaveLength(7);
    expect(new Set(made.map(({ kql }) => kql)).size).toBe(7);
    expect(made[2]?.kql).toBe('DeviceEvents | where FileName == "lamp1.exe"');
  });

  it('writes them as a briefing that is read as it was meant', () => {
    const text = briefingOf(PAIRS, 3);
    const { hunts } = parseBriefing({ kind: 'briefing', path: '3.md', text }, 'bench');
    expect(hunts.map(flat)).toMatchObject([PAIRS[0], { spl: null, kql: PAIRS[1]?.kql }]);
  });
});
