import { basename, extname, resolve } from 'node:path';
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
  const paths = meant(rules.secretFiles).map((pattern) => matcherOf(resolve(filled(pattern, file)), '[^/\\\\]*'));
  return {
    variable: (name) => variables.some((pattern) => pattern.test(name)),
    // Resolved, so that `..` leads nowhere else.
    secretFile: (path) => paths.some((pattern) => pattern.test(resolve(path))),
    identity: false,
  };
}

/** Problems of files that would be allowed each other's secrets although the patterns are meant to keep them apart. */
export function sharedSecrets(rules: SecretRules, files: readonly string[]): Problem[] {
  const own = [...(rules.environment ?? []), ...(rules.secretFiles ?? [])].filter((pattern) =>
    /\{file\}/i.test(pattern),
  );
  return own.flatMap((pattern) => {
    const begins = files.map((file) => ({ file, prefix: filled(pattern, file).replace(/\*.*$/s, '') }));
    begins.sort((a, b) => (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : 0));
    return begins.flatMap(({ file, prefix }, index): Problem[] => {
      const other = begins[index - 1];
      if (!other || !(pattern.includes('*') ? prefix.startsWith(other.prefix) : prefix === other.prefix)) return [];
      const message = `platformsFrom: ${pattern} allows ${basename(other.file)} what is this file's: write {FILE}__*, or rename one of them`;
      return [{ code: 'config', message, path: file }];
    });
  });
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
