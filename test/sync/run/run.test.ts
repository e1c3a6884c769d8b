import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../../src/core/errors.ts';
import type { QueryRows, RunWindow } from '../../../src/sync/platform.ts';
import { type RunHuntsOptions, type RunningPlatform, runHunts } from '../../../src/sync/run/run.ts';
import type { ActualObject, Marker } from '../../../src/sync/types.ts';
import { createMemoryPlatform, createMemoryServer } from '../../support/memory-siem/platform.ts';

const NOW = new Date('2026-05-02T06:00:00Z');
const MARKER: Marker = {
  key: 'uc:UC_A',
  written: {},
  evidence: { articles: [], newest: null, sources: [] },
  retired: null,
};

function object(name: string, text: string, marker: Partial<Marker> = {}): ActualObject {
  return { id: name, name, fields: { text, active: '1' }, marker: { ...MARKER, key: `uc:${name}`, ...marker } };
}

type Answer = QueryRows | PlatformError;

/** The reference platform with a log that answers each query by its text. */
function platformWith(answers: Readonly<Record<string, Answer>>, data: Readonly<Record<string, boolean>> = {}) {
  const asked: string[] = [];
  const windows: RunWindow[] = [];
  const platform: RunningPlatform = {
    ...createMemoryPlatform(createMemoryServer()),
    async run(query, window) {
      windows.push(window);
      const answer = answers[query];
      if (!answer || answer instanceof PlatformError) throw answer ?? new PlatformError(`no such query: ${query}`);
      return answer;
    },
    async hasData(source) {
      asked.push(source);
      const held = data[source];
      if (held === undefined) throw new PlatformError('not to be told');
      return held;
    },
    windowOf: () => ({ earliest: '-7d' }),
  };
  return { platform, asked, windows };
}

const OPTIONS: RunHuntsOptions = {
  sourcesOf: async (query) => query.split(' '),
  concurrency: 2,
  limits: { seconds: 10, rows: 3 },
  noisyAbove: 2,
  evidence: 0,
  now: () => NOW,
};
const rows = (count: number): QueryRows => ({
  columns: ['dest'],
  rows: Array.from({ length: count }, (_, at) => ({ dest: `ws${at}` })),
});

describe('running hunts', () => {
  test('tells hits, noise, quiet, blind, slow and failing apart, in the order of the objects', async () => {
    const { platform } = platformWith(
      {
        hit: rows(1),
        noisy: rows(4),
        there: rows(0),
        gone: rows(0),
        'there gone': rows(0),
        slow: { columns: [], rows: [], incomplete: 'time is up' },
        bad: new PlatformError('no such field'),
      },
      { there: true, gone: false },
    );
    const queries = ['hit', 'noisy', 'there', 'gone', 'there gone', 'slow', 'bad', 'unknown'];
    const runs = await runHunts(
      platform,
      queries.map((query) => object(query, query)),
      OPTIONS,
    );
    expect(runs.map(({ name, outcome, hits }) => [name, outcome, hits])).toEqual([
      ['hit', 'hit', 1],
      ['noisy', 'noisy', 3],
      ['there', 'quiet', 0],
      ['gone', 'blind', 0],
      ['there gone', 'quiet', 0],
      ['slow', 'slow', 0],
      ['bad', 'failing', 0],
      ['unknown', 'failing', 0],
    ]);
    expect(runs[1]).toMatchObject({ truncated: true, found: { hosts: ['ws0', 'ws1', 'ws2'] } });
    expect(runs[4]?.missing).toEqual(['gone']);
    expect(runs[6]?.error).toBe('no such field');
  });

  test('asks about a source once a window, and never calls a hunt blind for a question without an answer', async () => {
    const { platform, asked } = platformWith({ untold: rows(0) });
    const runs = await runHunts(platform, [object('A', 'untold'), object('B', 'untold')], OPTIONS);
    expect(runs.map(({ outcome }) => outcome)).toEqual(['quiet', 'quiet']);
    expect(asked).toEqual(['untold']);
  });

  test('runs over the window of the object, or the one that was asked for', async () => {
    const { platform, windows } = platformWith({ a: rows(1) });
    await runHunts(platform, [object('A', 'a')], OPTIONS);
    await runHunts(platform, [object('A', 'a')], { ...OPTIONS, window: { earliest: '2026-01-01T00:00:00Z' } });
    expect(windows).toEqual([{ earliest: '-7d' }, { earliest: '2026-01-01T00:00:00Z' }]);
  });

  test('keeps the first rows where they are asked for', async () => {
    const { platform } = platformWith({ a: rows(2) });
    const [run] = await runHunts(platform, [object('A', 'a')], { ...OPTIONS, evidence: 1 });
    expect(run?.rows).toEqual([{ dest: 'ws0' }]);
    const [bare] = await runHunts(platform, [object('A', 'a')], OPTIONS);
    expect(bare?.rows).toBeUndefined();
  });

  test('leaves out what an abort has not let run', async () => {
    const stop = new AbortController();
    const { platform } = platformWith({ a: rows(1) });
    const runs = await runHunts(platform, [object('A', 'a'), object('B', 'a'), object('C', 'a')], {
      ...OPTIONS,
      concurrency: 1,
      signal: stop.signal,
      onDone: () => stop.abort(),
    });
    expect(runs.map(({ name }) => name)).toEqual(['A']);
  });
});
