import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_ENVIRONMENT } from '../../../src/kql/schema.ts';
import { checkInWorkers } from '../../../src/kql/workers/index.ts';
import type { WorkerInput, WorkerOutput } from '../../../src/kql/workers/serve.ts';
import type { Worker } from '../../../src/kql/workers/worker.ts';
import type { CheckedQuery } from '../../../src/sync/query.ts';

const environment = EMPTY_ENVIRONMENT;

function verdictOf(text: string): readonly CheckedQuery[] {
  return [{ text, verdict: 'ready', repairs: [], problems: [], lookbackSeconds: null }];
}

/** A worker that answers one text after the other, later, ends on "die" and stays with "hang". */
function startFake({ loads = true, kind = 'thread' }: { loads?: boolean; kind?: Worker['kind'] } = {}): Worker {
  let heard: (said: WorkerOutput) => void = () => undefined;
  let hasEnded = false;
  let settle: (reason: Error | undefined) => void = () => undefined;
  const ended = new Promise<Error | undefined>((resolve) => {
    settle = resolve;
  });
  const finish = (reason?: Error) => {
    hasEnded = true;
    settle(reason);
  };
  const waiting: WorkerInput[] = [];
  const next = () => {
    const told = waiting[0];
    if (hasEnded || told === undefined) return;
    if ('environment' in told) {
      if (!loads) return finish(new Error('cannot load'));
      heard(null);
    } else if (told.text === 'die') return finish();
    else if (told.text === 'hang') return;
    else heard([told.number, verdictOf(told.text)]);
    waiting.shift();
    setImmediate(next);
  };
  const tell = (told: WorkerInput) => {
    waiting.push(told);
    if (waiting.length === 1) setImmediate(next);
  };
  tell({ environment });
  return {
    kind,
    tell,
    hear: (listener) => {
      heard = listener;
    },
    ended,
    end: async () => finish(),
    hold: () => undefined,
  };
}

const options = { environment, workers: 2, timeoutMs: 30 };

describe('texts in workers', () => {
  test('each gets its own verdict, but for those that kill or hold up a worker', async () => {
    const text = fc.oneof({ weight: 8, arbitrary: fc.string() }, fc.constant('die'));
    const batches = fc.array(text, { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(batches, fc.integer({ min: 1, max: 4 }), async (texts, workers) => {
        const found = await checkInWorkers(texts, { ...options, workers, start: () => startFake() });
        expect(found).toEqual(texts.map((one) => (one === 'die' ? null : verdictOf(one))));
      }),
    );
    const texts = ['a', 'hang', 'b', 'die', 'c', 'hang'];
    const found = await checkInWorkers(texts, { ...options, start: () => startFake() });
    expect(found).toEqual([verdictOf('a'), null, verdictOf('b'), null, verdictOf('c'), null]);
  });

  test('a thread that cannot load is told', async () => {
    const start = () => startFake({ loads: false });
    await expect(checkInWorkers(['a'], { ...options, start })).rejects.toThrow('cannot load');
  });

  test('a process that cannot be started is followed by another worker, and no text is lost', async () => {
    let started = 0;
    const start = () => (started++ === 0 ? startFake({ loads: false, kind: 'process' }) : startFake());
    const found = await checkInWorkers(['a', 'b'], { ...options, workers: 1, start });
    expect(found).toEqual([verdictOf('a'), verdictOf('b')]);
    expect(started).toBe(2);
  });
});
