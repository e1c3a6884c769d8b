import { parentPort } from 'node:worker_threads';
import { serveChecks } from './serve.ts';

/** What a thread runs. */
serveChecks({
  send: (said) => parentPort?.postMessage(said),
  listen: (listener) => parentPort?.on('message', listener),
});
