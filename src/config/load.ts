import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { counted } from '../core/counted.ts';
import { ConfigError, messageOf } from '../core/errors.ts';
import { expandFeeds } from './feeds.ts';
import { withOwnPaths } from './own-paths.ts';
import { type PlacedPlatform, type PlatformReading, type ReadPlatforms, readPlatformFiles } from './platform-files.ts';
import { preferenceProblem } from './preference.ts';
import { type Config, configSchema, type Part, platformFileSchema, type SiemSettings } from './schema.ts';
import { sharedCredentials, type UsedCredential } from './shared-credentials.ts';
import { type Env, resolveVariables, UNSET, valueProblems } from './variables.ts';
import { checkYaml, parseYaml, placeOfValue, type YamlText } from './yaml.ts';

export interface LoadOptions {
  readonly env: Env;
  /** The kinds of SIEM that a platform may be of. */
  readonly siems: readonly SiemSettings[];
  readonly offline?: readonly Part[];
  /**
   * Files of `platformsFrom` that have a problem are left out and told in `Config.refusedFiles`, so that one customer's stops no other. Where no
   * platform is left, they are problems all the same.
   */
  readonly partly?: boolean;
}

/**
 * Reads, resolves and checks a configuration file. Paths in it are relative to the file. `${NAME}` stands for an environment
 * variable, `${file:PATH}` for the text of a file, in any string; secrets must be written so. `offline`: the named parts will not be connected to: they are left out,
 * and an unset variable in them is no problem.
 * @throws ConfigError that lists every problem with its line and key path.
 */
export function loadConfig(file: string, options: LoadOptions): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
  return parseConfig(text, { file, folder: dirname(resolve(file)), ...options });
}

function unreadable(file: string, error: unknown): ConfigError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') {
    const remedy = 'Make one with `huntsync init`, or name another file with --config.';
    return new ConfigError(`There is no configuration ${file}.`, [], remedy);
  }
  const why = code === 'EISDIR' ? 'it is a folder' : messageOf(error);
  return new ConfigError(`The configuration ${file} cannot be read: ${why}`, [], 'Give another file with --config.');
}

interface Place extends LoadOptions {
  readonly file: string;
  readonly folder: string;
}

/** YAML text to a checked configuration; of other files, only lists of feeds and of platforms are read. */
export function parseConfig(text: string, at: Place): Config {
  const yaml = parseYaml(text, at.file);
  const problems = [...yaml.problems];
  if (problems.length === 0) {
    problems.push(...resolveVariables(yaml, at));
    const { offline = [] } = at;
    const hasMore = yaml.document.has('platformsFrom');
    const checked = checkYaml(yaml, configSchema(at.siems, hasMore ? [...offline, 'platformless'] : offline));
    if ('data' in checked) {
      const expanded = problems.length === 0 ? expandFeeds(checked.data.sources, at.folder) : undefined;
      const { platforms } = checked.data;
      const more = morePlatforms(checked.data, yaml, at);
      const isEmpty = platforms.length + more.platforms.length === 0;
      problems.push(...(expanded?.problems ?? []), ...more.problems);
      if (!at.partly || isEmpty) problems.push(...more.refused);
      // Whom it means may stand in a file that is left out.
      if (problems.length + more.refused.length === 0) {
        const all = [...platforms, ...more.platforms.map(declared)];
        const message = preferenceProblem(checked.data.policy.prefer, all, at.siems);
        const place = { path: at.file, ...placeOfValue(yaml, ['policy', 'prefer']) };
        if (message !== null) problems.push({ code: 'config', message: `policy.prefer: ${message}`, ...place });
      }
      if (expanded && problems.length === 0) {
        const { sources, scores } = expanded;
        const whole = withPaths({ ...checked.data, sources, ...(scores ? { scores } : {}) }, at);
        const placed = more.platforms.map((one) => withOwnPaths(declared(one), dirname(one.file), at.siems));
        const shared = sharedCredentials(more.used);
        return {
          ...whole,
          platforms: [...whole.platforms, ...placed],
          ...(shared.length > 0 ? { sharedCredentials: shared } : {}),
          ...(more.refused.length > 0 ? { refusedFiles: more.refused } : {}),
        };
      }
    } else problems.push(...valueProblems(checked.problems, yaml, problems));
  }
  problems.sort((a, b) => (a.path === b.path ? (a.line ?? 0) - (b.line ?? 0) : 0));
  throw new ConfigError(
    `The configuration ${at.file} has ${counted(problems.length, 'problem')}.`,
    problems,
    problems.every(({ code }) => code === 'missing-variable')
      ? 'Set what is missing in the environment that huntsync starts in: `export NAME=…`.'
      : '`huntsync init --print` shows every key, with what it is for.',
  );
}

function declared({ platform, file }: PlacedPlatform): Config['platforms'][number] {
  return { ...platform, declaredIn: file };
}

/** The platforms of other files; none where nothing of a platform is asked for. */
function morePlatforms(
  { platformsFrom, platforms }: Pick<Config, 'platformsFrom' | 'platforms'>,
  yaml: YamlText,
  at: Place,
): ReadPlatforms {
  const { offline = [], siems, folder } = at;
  if (!platformsFrom || offline.includes('platforms')) return { platforms: [], problems: [], refused: [], used: [] };
  const reading: PlatformReading = {
    resolve: (own, allowed) => {
      const used: UsedCredential[] = [];
      const unused = offline.includes('connections');
      return { problems: resolveVariables(own, { ...at, file: own.path }, { unused, allowed, used }), used };
    },
    identityOf(written) {
      const identity = siems.find(({ kind }) => kind === written['kind'])?.identityOf?.(written);
      return identity?.includes(UNSET) ? undefined : identity;
    },
    check: (own, one) => checkYaml(own, platformFileSchema(siems, offline, one)),
    borrowed: (platform, own) => {
      const { borrowed } = siems.find(({ kind }) => kind === platform.kind) ?? {};
      if (!borrowed || offline.includes('connections')) return {};
      return borrowed(withOwnPaths(platform, dirname(own), siems) as never);
    },
    tell: valueProblems,
  };
  const here = platforms.map(({ name }) => name);
  const main = { path: at.file, ...placeOfValue(yaml, ['platformsFrom']) };
  return readPlatformFiles(platformsFrom, folder, here, main, reading);
}

function withPaths(config: Config, { folder, siems }: Place): Config {
  const { scores } = config;
  return {
    ...config,
    ...(scores?.path === undefined ? {} : { scores: { ...scores, path: resolve(folder, scores.path) } }),
    sources: config.sources.map((source) =>
      source.kind === 'briefings' ? { ...source, path: resolve(folder, source.path) } : source,
    ),
    platforms: config.platforms.map((platform) => withOwnPaths(platform, folder, siems)),
  };
}
