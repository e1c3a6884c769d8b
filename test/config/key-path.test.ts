import { expect, test } from 'vitest';
import { keyPath } from '../../src/config/key-path.ts';

test.each([
  [[], ''],
  [['policy', 'run', 'seconds'], 'policy.run.seconds'],
  [['platforms', 0, 'schedule', 'severities', 1], 'platforms[0].schedule.severities[1]'],
  [[2, 'url'], '[2].url'],
])('%j is written %s', (keys, text) => {
  expect(keyPath(keys)).toBe(text);
});
