import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEAST_PROBABILITY } from '../../src/knowledge/exploit-scores.ts';
import { parseScores } from '../../src/sources/epss-file.ts';

const HEAD = '#model_version:v5,score_date:2026-11-01T00:00:00Z\ncve,epss,percentile';

test('what was written is read, and what is less likely is left out', () => {
  const share = fc.integer({ min: 0, max: 100_000 }).map((n) => n / 100_000);
  const row = fc.tuple(fc.integer({ min: 1000, max: 9_999_999 }), share, share);
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: ([id]) => id, minLength: 1 }), (rows) => {
      const lines = rows.map(([id, epss, percentile]) => `CVE-2026-${id},${epss.toFixed(5)},${percentile.toFixed(5)}`);
      const { scores, unread } = parseScores([HEAD, ...lines, ''].join('\n'));
      const kept = rows.filter(([, epss]) => epss >= LEAST_PROBABILITY);
      expect(unread).toBe(0);
      expect([...(scores?.byCve ?? [])]).toEqual(
        kept.map(([id, probability, percentile]) => [`CVE-2026-${id}`, { probability, percentile }]),
      );
    }),
  );
});

test('any text is read or complained of, never thrown at', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const bare = parseScores(text);
      expect(bare.scores === undefined).toBe(bare.complaint !== undefined);
      expect(parseScores(`${HEAD}\n${text}`).unread).toBeLessThanOrEqual(text.split('\n').length);
    }),
  );
});

test('a line of any length is one line that is no score', () => {
  const { scores, unread } = parseScores(`${HEAD}\r\n${','.repeat(1_000_000)}\r\nCVE-2026-1234,0.5,0.9\r\n`);
  expect(unread).toBe(1);
  expect([...(scores?.byCve ?? [])]).toEqual([['CVE-2026-1234', { probability: 0.5, percentile: 0.9 }]]);
});
