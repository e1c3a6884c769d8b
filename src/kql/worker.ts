import { parentPort, workerData } from 'node:worker_threads';
import { SAMPLE_HOUR } from '../prove/clock.ts';
import { checkKql } from './check.ts';
import type { BatchOptions } from './pool.ts';
import { createSchema } from './schema.ts';

/** One thread of `pool.ts`: says when it is ready, takes a source text at a time, answers with its verdicts. */
const { environment, native } = workerData as Pick<BatchOptions, 'environment' | 'native'>;
const schema = createSchema(environment);

parentPort?.on('message', (source: string) => {
  parentPort?.postMessage(checkKql(source, { schema, proveAt: SAMPLE_HOUR, native }));
});
parentPort?.postMessage('ready');
