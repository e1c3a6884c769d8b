import { basename } from 'node:path';
import type { Context } from './context.ts';

/** What `articles`, `hunts` and `check` start from: files and folders named on the command line. */
export async function readPaths(paths: readonly string[], context: Context) {
  const [{ createBriefingsSource }, { readDesired }] = await Promise.all([
    import('../sources/briefings.ts'),
    import('../pipeline.ts'),
  ]);
  const sources = paths.map((path) =>
    createBriefingsSource({ name: basename(path) || path, path, authoritative: false }),
  );
  return readDesired(sources, context.signal);
}
