import { readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, parse, resolve, sep } from 'node:path';
import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { readRegularFile } from '../core/regular-file.ts';
import { type AllowedSecrets, allowedSecrets, type Borrowed, sharedSecrets } from './allowed-secrets.ts';
import type { PlatformConfig, PlatformFiles } from './schema.ts';
import type { UsedCredential } from './shared-credentials.ts';
import { parseYaml, placeOfValue, type ValueProblem, type YamlText } from './yaml.ts';

/** A platform and where it stands: its paths are relative to that file. */
export interface PlacedPlatform {
  readonly platform: PlatformConfig;
  readonly file: string;
  readonly place: Pick<Problem, 'line' | 'column'>;
}

/** What files hold. */
export interface ReadPlatforms {
  readonly platforms: readonly PlacedPlatform[];
  /** Of what names the files. */
  readonly problems: readonly Problem[];
  /** Of single files, none of whose platforms is among the others. */
  readonly refused: readonly Problem[];
  readonly used: readonly UsedCredential[];
}

/** How one file is read. */
export interface PlatformReading {
  /** Replaces what stands for variables, where that is allowed, and gives the problems of that. */
  resolve(
    yaml: YamlText,
    allowed: AllowedSecrets,
  ): { readonly problems: readonly Problem[]; readonly used: readonly UsedCredential[] };
  /** Its platforms by the schema; `one`: the file is a single platform. */
  check(
    yaml: YamlText,
    one: boolean,
  ): { readonly data: readonly PlatformConfig[] } | { problems: readonly ValueProblem[] };
  /** The identity that a platform as it is written signs in as, in words. */
  identityOf(written: Readonly<Record<string, unknown>>): string | undefined;
  /** What a platform signs in with that the file does not hold; paths are absolute. */
  borrowed(platform: PlatformConfig, file: string): Borrowed;
  /** Problems of values, as problems of the file. */
  tell(found: readonly ValueProblem[], yaml: YamlText, before: readonly Problem[]): readonly Problem[];
}

/**
 * The platforms in the files of `platformsFrom`: each holds one platform, or several under `platforms:`. A file with a problem brings none;
 * all problems of all files are told at once. Where two files give one name, the later file has the problem.
 *
 * @param here names of the platforms that stand before those of the files.
 * @param wanted its `files` are paths relative to `folder`; `*` and `?` stand for parts of names.
 * @param main where the patterns stand, for problems.
 */
export function readPlatformFiles(
  wanted: PlatformFiles,
  folder: string,
  here: readonly string[],
  main: Pick<Problem, 'path' | 'line' | 'column'>,
  reading: PlatformReading,
): ReadPlatforms {
  const problems: Problem[] = [];
  const refused: Problem[] = [];
  const used: UsedCredential[] = [];
  const names = new Set(here);
  const files = new Set<string>();
  for (const pattern of wanted.files) {
    const found = filesOf(pattern, folder);
    for (const file of found) files.add(file);
    if (found.length > 0) continue;
    problems.push({ code: 'config', message: `platformsFrom: there is no file ${pattern}`, ...main });
  }
  problems.push(...sharedSecrets(wanted, [...files]));
  const platforms = [...files].flatMap((file): PlacedPlatform[] => {
    const read = readOne(file, allowedSecrets(wanted, file), reading);
    used.push(...read.used);
    const own = read.problems.length > 0 ? read.problems : sameNames(names, read.platforms);
    refused.push(...own);
    if (own.length > 0) return [];
    for (const { platform } of read.platforms) names.add(platform.name);
    return [...read.platforms];
  });
  return { platforms, problems, refused, used };
}

/** What one file holds, and what is wrong with it. */
type ReadFile = Pick<ReadPlatforms, 'platforms' | 'problems' | 'used'>;

function readOne(file: string, allowed: AllowedSecrets, reading: PlatformReading): ReadFile {
  let text: string;
  try {
    text = readRegularFile(file).toString('utf8');
  } catch (error) {
    const message = `These platforms cannot be read: ${messageOf(error)}`;
    return { platforms: [], problems: [{ code: 'unreadable', message, path: file }], used: [] };
  }
  const yaml = parseYaml(text, file);
  if (yaml.problems.length > 0) return { platforms: [], problems: yaml.problems, used: [] };
  const { problems: resolved, used } = reading.resolve(yaml, allowed);
  const one = yaml.document.has('kind');
  const checked = reading.check(yaml, one);
  if (!('data' in checked)) {
    return { platforms: [], problems: [...resolved, ...reading.tell(checked.problems, yaml, resolved)], used: [] };
  }
  const platforms = checked.data.map((platform, index) => ({
    platform,
    file,
    place: placeOfValue(yaml, one ? ['name'] : ['platforms', index, 'name']),
  }));
  const forbidden = platforms.flatMap(({ platform, place }) =>
    forbiddenOf(reading.borrowed(platform, file), allowed).map(
      (message): Problem => ({
        code: 'forbidden-secret',
        message: `${platform.name}: ${message}`,
        path: file,
        ...place,
      }),
    ),
  );
  const identities = writtenIn(yaml, one).flatMap((written): UsedCredential[] => {
    const told = reading.identityOf(written);
    return told === undefined ? [] : [{ file, is: told, told }];
  });
  return { platforms, problems: [...resolved, ...forbidden], used: [...used, ...identities] };
}

/** The platforms of a file as they are written, with what their variables stand for. */
function writtenIn({ document }: YamlText, one: boolean): Readonly<Record<string, unknown>>[] {
  const written: unknown = document.toJS();
  const list: unknown = one ? [written] : (written as { platforms?: unknown } | null)?.platforms;
  return Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : [];
}

/** Whoever writes the file also writes where its tokens go. */
function forbiddenOf({ secretFile, identityTo }: Borrowed, allowed: AllowedSecrets): string[] {
  const what = [
    ...(secretFile !== undefined && !allowed.secretFile(secretFile) ? [`name the file ${secretFile}`] : []),
    ...(identityTo !== undefined && !allowed.identity
      ? [`send what huntsync itself signs in with to ${identityTo}`]
      : []),
  ];
  return what.map((one) => `this file may not ${one}; what it may is in platformsFrom`);
}

/** Problems of platforms that have a name which another one has. */
function sameNames(others: ReadonlySet<string>, placed: readonly PlacedPlatform[]): Problem[] {
  const seen = new Set(others);
  return placed.flatMap(({ platform: { name }, file, place }) => {
    const isKnown = seen.has(name);
    seen.add(name);
    if (!isKnown) return [];
    return [{ code: 'config', message: `name: there is another platform named ${name}`, path: file, ...place }];
  });
}

/** Files that a pattern stands for, sorted. A part that begins with a dot has to be named. */
function filesOf(pattern: string, folder: string): string[] {
  const whole = isAbsolute(pattern) ? pattern : join(folder, pattern);
  const { root } = parse(whole);
  const parts = whole.slice(root.length).split(/[\\/]/).filter(Boolean);
  let found = [root === '' ? '.' : root];
  for (const part of parts) {
    found = found.flatMap((at) =>
      /[*?]/.test(part)
        ? namesIn(at)
            .filter((name) => fits(name, part))
            .map((name) => join(at, name))
        : [join(at, part)],
    );
  }
  return found
    .filter(isFile)
    .map((file) => resolve(file))
    .sort();
}

function fits(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su').test(name);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path.endsWith(sep) ? path.slice(0, -1) : path).isFile();
  } catch {
    return false;
  }
}
