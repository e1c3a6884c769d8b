import { parentPort, workerData } from 'node:worker_threads';
import { SAMPLE_HOUR } from '../prove/clock.ts';
import { checkKql } from './check.ts';
import { createSchema, type SentinelEnvironment } from './schema.ts';
import { sharedText } from './shared-texts.ts';
import type { Share } from './threads.ts';

/**
 * One thread of `threads.ts`: gets ready, and given a share of a batch takes the next text that nobody has taken, until there is none,
 * and sends its verdicts with its number.
 */
const schema = createSchema((workerData as { environment: SentinelEnvironment }).environment);

parentPort?.once('message', ({ native, texts, taken, slot }: Share) => {
  const counters = new Int32Array(taken);
  for (;;) {
    const number = Atomics.add(counters, 0, 1);
    const text = sharedText(texts, number);
    if (text === undefined) break;
    Atomics.store(counters, slot, number + 1);
    parentPort?.postMessage([number, checkKql(text, { schema, proveAt: SAMPLE_HOUR, native })]);
  }
});

// Loads the language service and compiles the first of it, while there may be nothing to do yet.
checkKql('print 1', { schema });
