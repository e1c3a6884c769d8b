import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isPair, visit } from 'yaml';
import { counted } from '../core/counted.ts';
import { ConfigError, messageOf } from '../core/errors.ts';
import { registerSecret } from '../core/log.ts';
import type { Problem } from '../core/problem.ts';
import { readRegularFile } from '../core/regular-file.ts';
import type { AllowedSecrets } from './allowed-secrets.ts';
import { expandFeeds } from './feeds.ts';
import {
  type PlacedPlatform,
  type PlatformReading,
  type ReadPlatforms,
  readPlatformFiles,
  sameNames,
} from './platform-files.ts';
import { preferenceProblem } from './preference.ts';
import { type Config, configSchema, type Part, platformFileSchema, type SiemSettings } from './schema.ts';
import { sharedCredentials, type UsedCredential } from './shared-credentials.ts';
import { checkYaml, parseYaml, placeAt, placeOfValue, type ValueProblem, type YamlText } from './yaml.ts';

export type Env = Readonly<Record<string, string | undefined>>;

const SECRET_KEYS = new Set(['token', 'password', 'clientSecret', 'webhook', 'apiKey']);
/** A key with its certificates has some 10 kB. */
const MOST_SECRET_BYTES = 1024 * 1024;
/** Placeholder for a variable that is not set, until the problem is reported. */
const UNSET = '(not set)';
const VARIABLE = /\$\{(?:file:([^}]+)|([A-Za-z_]\w*))\}/g;

export interface LoadOptions {
  readonly env: Env;
  /** The kinds of SIEM that a platform may be of. */
  readonly siems: readonly SiemSettings[];
  readonly offline?: readonly Part[];
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
      problems.push(
        ...(expanded?.problems ?? []),
        ...more.problems,
        ...sameNames(
          platforms.map(({ name }) => name),
          more.platforms,
        ),
      );
      if (problems.length === 0) {
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
        };
      }
    } else problems.push(...valueProblems(checked.problems, yaml, problems));
  }
  problems.sort((a, b) => (a.path === b.path ? (a.line ?? 0) - (b.line ?? 0) : 0));
  throw new ConfigError(
    `The configuration ${at.file} has ${counted(problems.length, 'problem')}.`,
    problems,
    '`huntsync init --print` shows every key, with what it is for.',
  );
}

function declared({ platform, file }: PlacedPlatform): Config['platforms'][number] {
  return { ...platform, declaredIn: file };
}

/** The platforms of other files; none where nothing of a platform is asked for. */
function morePlatforms({ platformsFrom }: Pick<Config, 'platformsFrom'>, yaml: YamlText, at: Place): ReadPlatforms {
  const { offline = [], siems, folder } = at;
  if (!platformsFrom || offline.includes('platforms')) return { platforms: [], problems: [], used: [] };
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
  return readPlatformFiles(platformsFrom, folder, { path: at.file, ...placeOfValue(yaml, ['platformsFrom']) }, reading);
}

/** The problems that the schema finds. A value whose variable is not set is only reported as such. */
function valueProblems(found: readonly ValueProblem[], { document, path }: YamlText, before: readonly Problem[]) {
  return found.flatMap(({ keys, message, place }): Problem[] => {
    if (document.getIn(keys) !== UNSET) return [{ code: 'config', message, path, ...place }];
    if (before.some(({ code, line }) => /^(?:missing|forbidden)-/.test(code) && line === place.line)) return [];
    const unset = `${keys.join('.')}: its environment variable is not set`;
    return [{ code: 'missing-variable', message: unset, path, ...place }];
  });
}

/**
 * Replaces `${NAME}` in the document's strings, and registers the values of secrets for redaction.
 *
 * @param unused nothing that is connected to depends on any value of the document.
 * @param allowed what the document may name; anything where absent.
 * @param used gets its secrets.
 */
function resolveVariables(
  { document, lines }: YamlText,
  at: Place,
  {
    unused = false,
    allowed,
    used,
  }: { readonly unused?: boolean; readonly allowed?: AllowedSecrets; readonly used?: UsedCredential[] } = {},
): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Scalar(position, node, path) {
      if (position === 'key' || typeof node.value !== 'string') return;
      const parent = path.at(-1);
      const name = isPair(parent) ? String(parent.key) : '(list item)';
      const where = { path: at.file, ...placeAt(lines, node.range?.[0]) };
      const secret = SECRET_KEYS.has(name);
      if (secret && node.value.replace(VARIABLE, '') !== '') {
        const message = `${name}: secrets do not belong in the file; write ${name}: \${SOME_VARIABLE}`;
        problems.push({ code: 'inline-secret', message, ...where });
      }
      const written = node.value;
      node.value = node.value.replace(VARIABLE, (_match, secretFile: string | undefined, variable: string) => {
        const may = secretFile === undefined ? allowed?.variable(variable) : allowed?.secretFile(secretFile);
        if (may === false) {
          const named = secretFile === undefined ? `the variable ${variable}` : `the file ${secretFile}`;
          const message = `${name}: this file may not name ${named}; what it may is in platformsFrom`;
          problems.push({ code: 'forbidden-secret', message, ...where });
          return UNSET;
        }
        const found = secretFile === undefined ? at.env[variable] : readSecret(secretFile);
        if (found) return found;
        if (unused || isOffline(path, at.offline ?? [])) return UNSET;
        problems.push(
          secretFile === undefined
            ? {
                code: 'missing-variable',
                message: `${name}: the environment variable ${variable} is not set`,
                ...where,
              }
            : {
                code: 'missing-secret',
                message: `${name}: the file ${secretFile} cannot be read, or is empty`,
                ...where,
              },
        );
        return UNSET;
      });
      if (secret && node.value !== UNSET) registerSecret(String(node.value));
      // What stands for a secret that is not read may still be one name in two files.
      if (secret) used?.push({ file: at.file, is: node.value === UNSET ? written : `=${node.value}`, told: name });
    },
  });
  return problems;
}

/** The text of a file such as an orchestrator mounts for a secret, without its last line break; undefined if there is none. */
function readSecret(path: string): string | undefined {
  try {
    return readRegularFile(path, MOST_SECRET_BYTES)
      .toString('utf8')
      .replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}

/** Whether nothing that is connected to depends on the value at a place. */
function isOffline(path: readonly unknown[], offline: readonly Part[]): boolean {
  const top = path.find(isPair);
  const key = top === undefined ? '' : String(top.key);
  const parts = offline.map((part) => (part === 'connections' ? 'platforms' : part));
  if (key === 'notify') return offline.length > 0;
  if (key === 'classify') return parts.includes('sources');
  return key === 'proxy'
    ? parts.includes('sources') && parts.includes('platforms')
    : parts.some((part) => part === key);
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

/** A platform with its paths made absolute. */
function withOwnPaths<T extends Config['platforms'][number]>(
  platform: T,
  folder: string,
  siems: readonly SiemSettings[],
): T {
  const paths = siems.find((siem) => siem.kind === platform.kind)?.paths ?? [];
  return paths.reduce((whole, path) => resolveAt(whole, path, folder), platform);
}

/** The object with the path at these keys made absolute, where there is one. */
function resolveAt<T extends object>(whole: T, [key, ...rest]: readonly string[], folder: string): T {
  const value = key === undefined ? undefined : (whole as Record<string, unknown>)[key];
  if (key === undefined || value === undefined || value === null) return whole;
  if (rest.length > 0) return typeof value === 'object' ? { ...whole, [key]: resolveAt(value, rest, folder) } : whole;
  return typeof value === 'string' ? { ...whole, [key]: resolve(folder, value) } : whole;
}
