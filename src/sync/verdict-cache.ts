import { randomUUID } from 'node:crypto';
import { closeSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../core/hash.ts';
import { makeFolder } from '../core/make-folder.ts';
import { readOwnFile } from '../core/own-file.ts';
import { openRegularFile } from '../core/regular-file.ts';
import type { CheckedQuery, Verdict } from './query.ts';

/** Verdicts by the SHA-256 of the source text. */
export type Verdicts = Map<string, readonly CheckedQuery[]>;

/** Above this, verdicts that the last run did not ask for are forgotten. */
const MAX_ENTRIES = 20_000;

/**
 * What an earlier run found; empty where there is no cache, or one that is of another version, damaged, or that somebody else can have
 * written: a verdict opens the way to a platform.
 */
export function readVerdicts(folder: string, file: string, version: string): Verdicts {
  try {
    const [head = '', body = ''] = splitOnce(readOwnFile(join(folder, file)) ?? '');
    const { version: written, sum } = JSON.parse(head) as { version?: unknown; sum?: unknown };
    if (written !== version || sum !== sha256(body)) return new Map();
    const entries = Object.entries(JSON.parse(body) as Record<string, unknown>);
    return new Map(entries.flatMap(([key, value]) => (isVerdict(value) ? [[key, value]] : [])));
  } catch {
    return new Map();
  }
}

/** The version of a cache, without reading it; null where there is none. */
export function versionOf(folder: string, file: string): string | null {
  let handle: number | undefined;
  try {
    handle = openRegularFile(join(folder, file));
    const head = Buffer.alloc(HEAD_BYTES);
    const [line] = splitOnce(head.toString('utf8', 0, readSync(handle, head, 0, HEAD_BYTES, 0)));
    const { version } = JSON.parse(line) as { version?: unknown };
    return typeof version === 'string' ? version : null;
  } catch {
    return null;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** More than the first line of a cache has. */
const HEAD_BYTES = 512;

/** The sum tells a damaged file, not a forged one: what is no verdict is left out, and its query is checked anew. */
function isVerdict(value: unknown): value is CheckedQuery[] {
  return Array.isArray(value) && value.every(isQuery);
}

const VERDICTS: ReadonlySet<unknown> = new Set<Verdict>(['ready', 'repaired', 'rejected']);
const isText = (value: unknown) => typeof value === 'string';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function isQuery(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { text, verdict, repairs, problems } = value;
  return isText(text) && VERDICTS.has(verdict) && isList(repairs, isText) && isList(problems, isProblem);
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isProblem(value: unknown): boolean {
  return isObject(value) && isText(value['code']) && isText(value['message']);
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('\n');
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Replaces the cache in one step. A cache that cannot be written costs time, not correctness: nothing is thrown. */
export function writeVerdicts(
  folder: string,
  file: string,
  version: string,
  verdicts: Verdicts,
  used: ReadonlySet<string>,
): void {
  const kept = verdicts.size > MAX_ENTRIES ? [...verdicts].filter(([key]) => used.has(key)) : [...verdicts];
  const body = JSON.stringify(Object.fromEntries(kept));
  const temporary = join(folder, `${file}.${randomUUID()}`);
  try {
    // A verdict opens the way to a platform: nobody else may write one, and queries are nobody else's to read.
    makeFolder(folder, 0o700);
    writeFileSync(temporary, `${JSON.stringify({ version, sum: sha256(body) })}\n${body}`, { mode: 0o600 });
    renameSync(temporary, join(folder, file));
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
