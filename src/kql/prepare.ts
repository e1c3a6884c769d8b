import type { NativePolicy } from '../sync/query.ts';
import { hasCache } from './cache.ts';
import type { SentinelEnvironment } from './schema.ts';
import { IS_COMPILED, prepareWorker } from './workers/index.ts';

/**
 * Starts a worker for a batch to come, unless an earlier run remembers what will be asked. Apart from `pool.ts`, which loads the checks
 * themselves: those can wait.
 */
export function prepareKqlBatch(
  environment: SentinelEnvironment,
  native: NativePolicy | undefined,
  cacheDir: string | undefined,
): void {
  if (IS_COMPILED && (cacheDir === undefined || !hasCache(cacheDir, environment, native))) prepareWorker(environment);
}
