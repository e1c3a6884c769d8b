import { expect, test } from 'vitest';
import { createSplLogs } from '../../../src/sandbox/logs/spl.ts';
import type { SearchSpan } from '../../../src/sandbox/splunkd/index.ts';

const NOW = new Date('2026-05-12T09:40:00Z');
const search = createSplLogs(NOW);
const ALL: SearchSpan = { earliest: null, latest: null, now: NOW };

test('answers rows as splunkd has them: text, no empty fields, times with an offset', () => {
  const counted = search(
    '| tstats count values(Processes.process_name) as names from datamodel=Endpoint.Processes where Processes.dest="fs-01" Processes.process="*delete*" by _time span=1h Processes.dest | eval nothing=null()',
    ALL,
  );
  expect(counted).toEqual({
    fields: expect.arrayContaining(['_time', 'Processes.dest', 'count', 'names', 'nothing']),
    results: [
      {
        _time: '2026-05-12T06:00:00.000+00:00',
        'Processes.dest': 'fs-01',
        count: '2',
        names: ['vssadmin.exe', 'wbadmin.exe'],
      },
    ],
  });
});

test('looks at the window only, and has nothing later than now', () => {
  const count = (span: Partial<SearchSpan>) => {
    const outcome = search('| tstats count from datamodel=Endpoint.Processes', { ...ALL, ...span });
    return 'results' in outcome ? Number(outcome.results[0]?.['count']) : outcome.failed;
  };
  const lastHours = count({ earliest: new Date('2026-05-12T06:30:00Z') });
  expect(lastHours).toBe(5);
  expect(count({})).toBeGreaterThan(60);
  expect(count({ latest: new Date('2020-01-01T00:00:00Z') })).toBe(0);
});

test('gives Splunk’s own error, or says what it cannot evaluate', () => {
  expect(search('search index=main | tstats count from datamodel=Web', ALL)).toEqual({
    failed: "Error in 'tstats' command: This command must be the first command of a search.",
  });
  expect(search('search index=main | predict x', ALL)).toEqual({
    failed: 'The stand-in cannot evaluate this search: command predict.',
  });
});
