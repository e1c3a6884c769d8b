import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf, sha256 } from '../core/hash.ts';
import { makeFolder } from '../core/make-folder.ts';
import type { CheckedQuery } from '../sync/query.ts';
import { referenceText } from './reference.ts';
import type { SentinelEnvironment } from './schema.ts';

/** Verdicts by the SHA-256 of the source text. */
export type Verdicts = Map<string, readonly CheckedQuery[]>;

const FILE = 'kql-verdicts.json';
/** Above this, verdicts that the last run did not ask for are forgotten. */
const MAX_ENTRIES = 20_000;

/** Changes with anything that a verdict depends on: our rules, the reference, the parser's version, the environment. */
export function cacheVersion(environment: SentinelEnvironment): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const rules = readdirSync(here, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => readFileSync(join(here, name), 'utf8'));
  const lock = readFileSync(new URL(`../../package.json`, import.meta.url), 'utf8');
  const parser = /"@kusto\/language-service-next": *"([^"]*)"/.exec(lock)?.[1];
  return hashOf([rules, referenceText(), parser, environment, extname(import.meta.url)], 32);
}

/** What an earlier run found; empty where there is no cache, or one that is of another version or damaged. */
export function readCache(folder: string, version: string): Verdicts {
  try {
    const [head = '', body = ''] = splitOnce(readFileSync(join(folder, FILE), 'utf8'));
    const { version: written, sum } = JSON.parse(head) as { version?: unknown; sum?: unknown };
    if (written !== version || sum !== sha256(body)) return new Map();
    return new Map(Object.entries(JSON.parse(body) as Record<string, CheckedQuery[]>));
  } catch {
    return new Map();
  }
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('\n');
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Replaces the cache in one step. A cache that cannot be written costs time, not correctness: nothing is thrown. */
export function writeCache(folder: string, version: string, verdicts: Verdicts, used: ReadonlySet<string>): void {
  const kept = verdicts.size > MAX_ENTRIES ? [...verdicts].filter(([key]) => used.has(key)) : [...verdicts];
  const body = JSON.stringify(Object.fromEntries(kept));
  const temporary = join(folder, `${FILE}.${randomUUID()}`);
  try {
    makeFolder(folder);
    writeFileSync(temporary, `${JSON.stringify({ version, sum: sha256(body) })}\n${body}`);
    renameSync(temporary, join(folder, FILE));
  } catch {
    removeQuietly(temporary);
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder is a file, or not ours: then there is nothing to remove either.
  }
}
