import { parentPort, workerData } from 'node:worker_threads';
import { SAMPLE_HOUR } from '../prove/clock.ts';
import { checkKql } from './check.ts';
import { createSchema } from './schema.ts';
import type { Share } from './threads.ts';

/** One thread of `threads.ts`: takes the next text that nobody has taken, until there is none, and sends its verdicts with its number. */
const { environment, texts, taken, slot } = workerData as Share;
const counters = new Int32Array(taken);
const schema = createSchema(environment);

for (;;) {
  const number = Atomics.add(counters, 0, 1);
  const text = texts[number];
  if (text === undefined) break;
  Atomics.store(counters, slot, number + 1);
  parentPort?.postMessage([number, checkKql(text, { schema, proveAt: SAMPLE_HOUR })]);
}
