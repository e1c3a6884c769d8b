import { parentPort, workerData } from 'node:worker_threads';
import { SAMPLE_HOUR } from '../prove/clock.ts';
import { checkKql } from './check.ts';
import { createSchema, type SentinelEnvironment } from './schema.ts';

/** One thread of `pool.ts`: says when it is ready, takes a source text at a time, answers with its verdicts. */
const schema = createSchema((workerData as { environment: SentinelEnvironment }).environment);

parentPort?.on('message', (source: string) => {
  parentPort?.postMessage(checkKql(source, { schema, proveAt: SAMPLE_HOUR }));
});
parentPort?.postMessage('ready');
