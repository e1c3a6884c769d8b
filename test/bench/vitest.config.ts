import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['test/bench/run.test.ts'], env: { NO_COLOR: '1' }, reporters: ['dot'] },
});
