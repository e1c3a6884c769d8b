import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** An hour: the whole of it takes a while, and a run that hangs is ended all the same. */
const LONGEST_MS = 3_600_000;

export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: {
    include: ['test/bench/scale/run.bench.ts'],
    env: { NO_COLOR: '1' },
    testTimeout: LONGEST_MS,
    reporters: ['dot'],
  },
});
