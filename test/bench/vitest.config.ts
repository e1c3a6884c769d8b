import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { HANG_MS } from '../support/hang.ts';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['test/bench/run.test.ts'], env: { NO_COLOR: '1' }, testTimeout: HANG_MS, reporters: ['dot'] },
});
