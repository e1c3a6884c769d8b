import { expect, test } from 'vitest';
import { readTimespan } from '../../../../src/sandbox/azure/query/timespan.ts';

const NOW = new Date('2026-05-03T12:00:00Z');
const span = (text: string) => {
  const found = readTimespan(text, NOW);
  return found && [new Date(found.from).toISOString(), new Date(found.to).toISOString()];
};

test.each([
  ['P1D', '2026-05-02T12:00:00.000Z', '2026-05-03T12:00:00.000Z'],
  ['PT90M', '2026-05-03T10:30:00.000Z', '2026-05-03T12:00:00.000Z'],
  ['PT86400.0S', '2026-05-02T12:00:00.000Z', '2026-05-03T12:00:00.000Z'],
  ['P1W', '2026-04-26T12:00:00.000Z', '2026-05-03T12:00:00.000Z'],
  ['2026-05-01T00:00:00Z/P1DT6H', '2026-05-01T00:00:00.000Z', '2026-05-02T06:00:00.000Z'],
  ['P2D/2026-05-03T00:00:00Z', '2026-05-01T00:00:00.000Z', '2026-05-03T00:00:00.000Z'],
  ['2026-05-01T00:00:00Z/2026-05-02T00:00:00Z', '2026-05-01T00:00:00.000Z', '2026-05-02T00:00:00.000Z'],
])('%s is an interval', (text, from, to) => {
  expect(span(text)).toEqual([from, to]);
});

test.each(['', 'P', 'PT', '1d', '2026-05-01T00:00:00Z', '2026-05-01/', 'P1D/P1D', 'yesterday/today'])(
  '%s is none',
  (text) => {
    expect(span(text)).toBeNull();
  },
);
