import { describe, expect, test } from 'vitest';
import { acceptedDigest, digestFields } from '../../src/sync/marker.ts';
import { queueItems, runOnlyIn } from '../../src/sync/queue-items.ts';
import type { ActualObject, Marker } from '../../src/sync/types.ts';

const PLATFORM = { severityField: 'severity', retiredFields: { state: 'off' }, queryField: 'query' };
const ROWS = [
  { hunt_key: 'uc:KEPT', hunt_title: 'Kept', severity: 'HIGH', platforms: ['edr: in use', 'siem: in use'] },
  { hunt_key: 'uc:RUN', hunt_title: 'Run', severity: 'CRIT', platforms: ['edr: run only: T has no time'] },
];
const kept: ActualObject = {
  id: 'a',
  name: 'Kept',
  fields: { query: 'x', severity: 'HIGH', state: 'on' },
  marker: { key: 'uc:KEPT', written: {}, evidence: { articles: [], newest: null, sources: [] }, retired: null },
};

describe('what is only run on a platform', () => {
  test('is known from the records, or not at all', () => {
    expect(runOnlyIn(ROWS, 'edr')).toEqual([{ key: 'uc:RUN', name: 'Run' }]);
    expect(runOnlyIn(ROWS, 'siem')).toEqual([]);
    expect(runOnlyIn(ROWS, 'other')).toBeNull();
    expect(runOnlyIn([], 'edr')).toBeNull();
  });

  test('stands in the queue once, with its record, and without one', () => {
    const runs = [{ hunt_key: 'uc:RUN', outcome: 'hit', hits: 3, new_hits: true, ran_at: '2026-05-09T06:00:00Z' }];
    const only = [
      { key: 'uc:RUN', name: 'Run' },
      { key: 'uc:RUN#2', name: 'Run (2)' },
      { key: 'uc:KEPT#2', name: 'Kept (2)' },
      { key: 'uc:NEW', name: 'New' },
    ];
    const items = queueItems(PLATFORM, [kept], { hunts: ROWS, runs }, only);
    expect(items.map(({ key, title, severity, runOnly }) => [key, title, severity, runOnly ?? false])).toEqual([
      ['uc:KEPT', 'Kept', 'HIGH', false],
      ['uc:RUN', 'Run', 'CRIT', true],
      ['uc:NEW', 'New', 'LOW', true],
    ]);
    expect(items[1]?.run).toMatchObject({ outcome: 'hit', hits: 3, newHits: true });
  });
});

test('an edited query is told, accepted or not, and an edit of anything else is not', () => {
  const written = digestFields(kept.fields);
  const at = (fields: object, more: object = {}) =>
    queueItems(
      PLATFORM,
      [
        {
          ...kept,
          fields: { ...kept.fields, ...fields },
          marker: { ...(kept.marker as Marker), written: { ...written, ...more } },
        },
      ],
      { hunts: ROWS, runs: [] },
    )[0]?.edited;
  expect(at({})).toBeUndefined();
  expect(at({ severity: 'LOW' })).toBeUndefined();
  expect(at({ query: 'x or y' })).toBe(true);
  expect(at({ query: 'x or y' }, { query: acceptedDigest('x or y') })).toBe(true);
});
