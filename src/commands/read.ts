import { basename } from 'node:path';
import type { CheckedHunt } from '../sync/query.ts';
import { readingSettingsOf } from './config.ts';
import type { Context } from './context.ts';
import { createStdinSource, STDIN } from './stdin.ts';

export interface ReadPathsOptions {
  readonly severityWindowDays?: number | 'off';
  /** Id of the language that a bare query on stdin is written in. */
  readonly language?: string | undefined;
  /** The readings list what was read, with its text. */
  readonly keepDocuments?: boolean;
}

/** What `articles`, `hunts` and `check` start from: files and folders named on the command line, `-` for stdin. */
export async function readPaths(
  paths: readonly string[],
  context: Context,
  { language, ...window }: ReadPathsOptions = {},
) {
  const [{ createBriefingsSource }, { readDesired }] = await Promise.all([
    import('../sources/briefings.ts'),
    import('../pipeline/desired.ts'),
  ]);
  const sources = paths.map((path) =>
    path === STDIN
      ? createStdinSource(context, language)
      : createBriefingsSource({ name: basename(path) || path, path, authoritative: false }),
  );
  return readDesired(sources, { now: context.now(), siems: context.siems, signal: context.signal, ...window });
}

/** The distinct hunts in some files, checked against the environment that a configuration describes. */
export async function readCheckedHunts(
  paths: readonly string[],
  config: string | undefined,
  context: Context,
  { language, keepDocuments = false }: Pick<ReadPathsOptions, 'language' | 'keepDocuments'> = {},
) {
  const { siems, environment, native, ...window } = await readingSettingsOf(config, context);
  const { checkHunts, prepareChecks } = await import('../sync/check.ts');
  const options = { siems, environment, native, cacheDir: context.cacheDir };
  await prepareChecks(options);
  const desired = await readPaths(paths, context, { ...window, language, keepDocuments });
  const checked: CheckedHunt[] = await checkHunts(desired.hunts, options);
  return { ...desired, checked, siems };
}
