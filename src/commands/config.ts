import type { LoadOptions } from '../config/load.ts';
import type { Config, Environment, SiemSettings } from '../config/schema.ts';
import { HuntsyncError } from '../core/errors.ts';
import { filesIn, formatProblem } from '../core/problem.ts';
import type { NativePolicy } from '../sync/query.ts';
import { type Siem, siemsFor } from '../sync/siem.ts';
import type { Context } from './context.ts';

/** A configuration file, checked with the kinds of SIEM that there are. Throws ConfigError. */
export async function readConfig(
  file: string,
  { env, siems }: Pick<Context, 'env' | 'siems'>,
  offline: LoadOptions['offline'] = [],
): Promise<Config> {
  const { loadConfig } = await import('../config/load.ts');
  return loadConfig(file, { env, siems: await settingsOf(siems), offline });
}

/**
 * The same without the files of platforms that have a problem, which are told in the log and in `refusedFiles`: for commands that nobody
 * watches, whose exit code has to tell then. Nothing is left out of what the named platforms need.
 *
 * @param names of platforms that are asked for; all where empty.
 * @throws ConfigError where anything else is wrong, or one of these platforms is not among the others.
 */
export async function readConfigPartly(
  file: string,
  names: readonly string[],
  { env, siems, log }: Pick<Context, 'env' | 'siems' | 'log'>,
  offline: LoadOptions['offline'] = [],
): Promise<Config> {
  const { loadConfig } = await import('../config/load.ts');
  const options = { env, siems: await settingsOf(siems), offline };
  const { refusedFiles = [], ...config } = loadConfig(file, { ...options, partly: true });
  if (refusedFiles.length === 0) return config;
  const known = new Set(config.platforms.map(({ name }) => name));
  if (names.some((name) => !known.has(name))) return loadConfig(file, options);
  for (const problem of refusedFiles) log[names.length === 0 ? 'error' : 'warn'](formatProblem(problem));
  if (names.length > 0) return config;
  for (const path of filesIn(refusedFiles)) log.error(`${path} is left out: nothing is done on its platforms.`);
  return { ...config, refusedFiles };
}

/** The environment that a configuration describes; the default one without a configuration. */
export async function environmentOf(file: string | undefined, context: Context): Promise<Environment> {
  return (await readingSettingsOf(file, context)).environment;
}

interface ReadingSettings {
  /** Those that hunts are checked for. */
  readonly siems: readonly Siem[];
  readonly environment: Environment;
  readonly severityWindowDays?: number | 'off';
  readonly native?: NativePolicy;
}

/** What reading and checking hunts takes from a configuration; the defaults where none is given. */
export async function readingSettingsOf(file: string | undefined, context: Context): Promise<ReadingSettings> {
  if (file !== undefined) {
    const { environment, policy } = await readConfig(file, context, ['sources', 'platforms']);
    const siems = siemsFor(context.siems, await kindsIn(file, context));
    return { siems, environment, severityWindowDays: policy.severityWindowDays, native: policy };
  }
  const { defaultEnvironment } = await import('../config/schema.ts');
  return { siems: siemsFor(context.siems, []), environment: defaultEnvironment(await settingsOf(context.siems)) };
}

/** The kinds of the configured platforms; none where that part of the file cannot be read, which is not asked for here. */
async function kindsIn(file: string, context: Context): Promise<string[]> {
  try {
    return (await readConfig(file, context, ['sources', 'connections'])).platforms.map(({ kind }) => kind);
  } catch (error) {
    if (!(error instanceof HuntsyncError)) throw error;
    return [];
  }
}

function settingsOf(siems: Context['siems']): Promise<SiemSettings[]> {
  return Promise.all(siems.map((siem) => siem.settings()));
}
