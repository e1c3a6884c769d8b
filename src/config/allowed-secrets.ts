import { realpathSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, relative, resolve, sep } from 'node:path';
import { compareText } from '../core/compare.ts';
import type { Problem } from '../core/problem.ts';

/** What the files of `platformsFrom` may name (`${NAME}`, `${file:PATH}`), as patterns. */
export interface SecretRules {
  readonly environment?: readonly string[] | undefined;
  readonly secretFiles?: readonly string[] | undefined;
}

/** What a platform signs in with that its configuration does not hold. */
export interface Borrowed {
  /** A file with a key, as a path. */
  readonly secretFile?: string | undefined;
  /** An address of somebody's own that tokens of huntsync's own identity would be sent to. */
  readonly identityTo?: string | undefined;
}

/** The names of variables, or the paths of files, that one file may use. */
export interface AllowedSecrets {
  readonly variable: (name: string) => boolean;
  /** `path` as written, relative to the working directory. */
  readonly secretFile: (path: string) => boolean;
  /** May it name any address where huntsync signs in as itself? */
  readonly identity: boolean;
}

/**
 * What one file may use. `*` stands for anything (in a path for a part of one name), `{file}` for the file's own name without its
 * ending, `{FILE}` for that as variables are written: `acme-west.yaml` is `ACME_WEST`. Where one of the lists is given, what the other
 * does not list is not allowed either; where none is, everything is.
 */
export function allowedSecrets(rules: SecretRules, file: string): AllowedSecrets {
  if (!isRestricted(rules)) return { variable: () => true, secretFile: () => true, identity: true };
  const meant = (patterns: readonly string[] = []) => patterns.filter((pattern) => isNamed(pattern, file));
  const variables = meant(rules.environment).map((pattern) => matcherOf(filled(pattern, file), '.*'));
  const paths = meant(rules.secretFiles).map((pattern) => {
    const place = resolve(filled(pattern, file));
    return { matcher: matcherOf(place, '[^/\\\\]*'), folder: dirname(place.replace(/\*.*$/s, '*')) };
  });
  return {
    variable: (name) => variables.some((pattern) => pattern.test(name)),
    // Resolved, so that `..` leads nowhere else.
    secretFile: (path) =>
      paths.some(({ matcher, folder }) => matcher.test(resolve(path)) && leadsInto(folder, resolve(path))),
    identity: false,
  };
}

/**
 * Whether a file lies in a folder once all links are followed: who may write into the folder could link to anything else there, such as
 * what huntsync has in its environment. Kubernetes' links lead from a mounted folder into the same. What is not there leads nowhere.
 */
function leadsInto(folder: string, path: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(path));
    return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  } catch {
    return true;
  }
}

/** A pattern as it stands for one file, or for all files alike. */
interface Filled {
  readonly pattern: string;
  readonly file: string | undefined;
  readonly text: string;
}

/**
 * Problems of files that would be allowed each other's secrets although the patterns are meant to keep them apart: by one pattern or by two,
 * and by one for all files that covers what another keeps for each.
 */
export function sharedSecrets(rules: SecretRules, files: readonly string[]): Problem[] {
  const lists = [
    { patterns: rules.environment ?? [], place: (text: string) => text, stops: '' },
    { patterns: rules.secretFiles ?? [], place: (text: string) => resolve(text), stops: '/\\' },
  ];
  return lists.flatMap(({ patterns, place, stops }) => {
    const isOwn = (pattern: string) => /\{file\}/i.test(pattern);
    const common = patterns
      .filter((pattern) => !isOwn(pattern))
      .map((pattern): Filled => ({ pattern, file: undefined, text: place(pattern) }));
    const own = patterns
      .filter(isOwn)
      .flatMap((pattern) =>
        files
          .filter((file) => isNamed(pattern, file))
          .map((file): Filled => ({ pattern, file, text: place(filled(pattern, file)) })),
      );
    return [...commonlyAllowed(common, own, stops), ...overlapping(own, stops)];
  });
}

function commonlyAllowed(common: readonly Filled[], own: readonly Filled[], stops: string): Problem[] {
  return common.flatMap((all) => {
    const covered = own.find(({ text }) => covers(all.text, text, stops));
    if (!covered) return [];
    const message = `platformsFrom: ${all.pattern} allows all files what ${covered.pattern} keeps for one: take it out, or narrow it`;
    return [{ code: 'config', message, ...(covered.file === undefined ? {} : { path: covered.file }) }];
  });
}

function overlapping(own: readonly Filled[], stops: string): Problem[] {
  const sorted = own.map((one) => ({ ...one, prefix: one.text.replace(/\*.*$/s, '') }));
  sorted.sort((a, b) => compareText(a.prefix, b.prefix) || compareText(a.file ?? '', b.file ?? ''));
  const told = new Map<string, Problem>();
  for (const [at, one] of sorted.entries()) {
    for (let next = at + 1; next < sorted.length; next += 1) {
      const other = sorted[next];
      // Where neither begins like the other, nothing fits both.
      if (!other?.prefix.startsWith(one.prefix)) break;
      if (one.file === other.file || !overlap(one.text, other.text, stops)) continue;
      const [wide, narrow] =
        covers(other.text, one.text, stops) && one.text !== other.text ? [other, one] : [one, other];
      if (told.has(narrow.file ?? '')) continue;
      const message = `platformsFrom: ${wide.pattern} allows ${basename(wide.file ?? '')} what is this file's: write {FILE}__*, or rename one of them`;
      told.set(narrow.file ?? '', {
        code: 'config',
        message,
        ...(narrow.file === undefined ? {} : { path: narrow.file }),
      });
    }
  }
  return [...told.values()];
}

/** Whether all that the second pattern stands for fits the first: a star of the second is a sign like any other. */
function covers(wide: string, narrow: string, stops: string): boolean {
  return matcherOf(wide, stops === '' ? '.*' : '[^/\\\\]*').test(narrow);
}

/** Whether some text fits both patterns. @param stops what a star does not stand for. */
function overlap(a: string, b: string, stops: string): boolean {
  const known = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = i * (b.length + 1) + j;
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, false);
    const [x, y] = [a[i], b[j]];
    let fits: boolean;
    if (x === undefined && y === undefined) fits = true;
    else if (x === '*') fits = from(i + 1, j) || (y !== undefined && !stops.includes(y) && from(i, j + 1));
    else if (y === '*') fits = from(i, j + 1) || (x !== undefined && !stops.includes(x) && from(i + 1, j));
    else fits = x !== undefined && x === y && from(i + 1, j + 1);
    known.set(key, fits);
    return fits;
  };
  return from(0, 0);
}

function isRestricted({ environment, secretFiles }: SecretRules): boolean {
  return environment !== undefined || secretFiles !== undefined;
}

/**
 * Whether the file has a name to fill in: a star in it would stand for the names of all others, dots for the folder above, and of signs
 * alone nothing is left.
 */
function isNamed(pattern: string, file: string): boolean {
  const { name, variable } = namesOf(file);
  if (pattern.includes('{file}') && (/[*/\\]/.test(name) || /^\.*$/.test(name))) return false;
  return !pattern.includes('{FILE}') || variable !== '';
}

function namesOf(file: string): { readonly name: string; readonly variable: string } {
  const name = basename(file, extname(file));
  const variable = name
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .toUpperCase();
  return { name, variable };
}

function filled(pattern: string, file: string): string {
  const { name, variable } = namesOf(file);
  return pattern.replaceAll('{FILE}', () => variable).replaceAll('{file}', () => name);
}

function matcherOf(pattern: string, any: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+^${}()|[\]\\?]/g, '\\$&'));
  return new RegExp(`^${parts.join(any)}$`, 's');
}
