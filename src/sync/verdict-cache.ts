import { createHash, randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readLines } from '../core/file-lines.ts';
import { makeFolder } from '../core/make-folder.ts';
import { withOwnFile } from '../core/own-file.ts';
import { openRegularFile } from '../core/regular-file.ts';
import type { CheckedQuery, Verdict } from './query.ts';

/**
 * A cache is a file of lines, read and written one at a time, since it may hold the queries of a hundred thousand hunts: a head with the
 * version and the SHA-256 of what follows, then for each text its SHA-256, a space and its verdict as JSON.
 */

/** Verdicts by the SHA-256 of the source text. */
export type Verdicts = Map<string, readonly CheckedQuery[]>;

/** Above this, verdicts that the last run did not ask for are forgotten. */
const MAX_ENTRIES = 20_000;

/**
 * What an earlier run found of the texts that are asked for; empty where there is no cache, or one that is of another version, damaged, or
 * that somebody else can have written: a verdict opens the way to a platform.
 */
export function readVerdicts(folder: string, file: string, version: string, asked: ReadonlySet<string>): Verdicts {
  const found: Verdicts = new Map();
  const isWhole = eachVerdict(folder, file, version, (key, json) => {
    const value = asked.has(key) ? parsed(json()) : undefined;
    if (isVerdict(value)) found.set(key, value);
  });
  return isWhole ? found : new Map();
}

/** Shows every verdict of a cache. False where it is none, or damaged, which is known at its end: what was shown does not count then. */
function eachVerdict(
  folder: string,
  file: string,
  version: string,
  visit: (key: string, json: () => string, line: Buffer) => void,
): boolean {
  try {
    const isWhole = withOwnFile(join(folder, file), (handle) => {
      const digest = createHash('sha256');
      let sum: unknown;
      for (const line of readLines(handle)) {
        if (sum === undefined) {
          const head = JSON.parse(line.toString()) as { version?: unknown; sum?: unknown };
          if (head.version !== version || typeof head.sum !== 'string') return false;
          sum = head.sum;
          continue;
        }
        digest.update(line).update('\n');
        const end = line.indexOf(' ');
        visit(line.toString('latin1', 0, end), () => line.toString('utf8', end + 1), line);
      }
      return sum === digest.digest('hex');
    });
    return isWhole ?? false;
  } catch {
    return false;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The version of a cache, without reading it; null where there is none. */
export function versionOf(folder: string, file: string): string | null {
  let handle: number | undefined;
  try {
    handle = openRegularFile(join(folder, file));
    const head = Buffer.alloc(HEAD_BYTES);
    const [line = ''] = head.toString('utf8', 0, readSync(handle, head, 0, HEAD_BYTES, 0)).split('\n', 1);
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

/** Replaces the cache in one step. A cache that cannot be written costs time, not correctness: nothing is thrown. */
export function writeVerdicts(folder: string, file: string, version: string, verdicts: Verdicts): void {
  const temporary = join(folder, `${file}.${randomUUID()}`);
  try {
    // A verdict opens the way to a platform: nobody else may write one, and queries are nobody else's to read.
    makeFolder(folder, 0o700);
    const handle = openSync(temporary, 'wx', 0o600);
    try {
      writeLines(handle, version, (add) => {
        for (const [key, verdict] of verdicts) add(Buffer.from(`${key} ${JSON.stringify(verdict)}`));
        if (!isRoomFor(folder, file, version, verdicts)) return;
        eachVerdict(folder, file, version, (key, _, line) => {
          // A line is a view of what is read next.
          if (!verdicts.has(key)) add(Buffer.from(line));
        });
      });
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, join(folder, file));
  } catch {
    removeQuietly(temporary);
  }
}

/** Whether what an earlier run left, and this one did not ask for, may stay; a cache that is damaged may not. */
function isRoomFor(folder: string, file: string, version: string, verdicts: Verdicts): boolean {
  let others = 0;
  const isWhole = eachVerdict(folder, file, version, (key) => {
    if (!verdicts.has(key)) others += 1;
  });
  return isWhole && others > 0 && verdicts.size + others <= MAX_ENTRIES;
}

/** The head is written last, over one of the same length: it has the sum of what follows. */
function writeLines(handle: number, version: string, addAll: (add: (line: Buffer) => void) => void): void {
  const digest = createHash('sha256');
  const headOf = (sum: string) => Buffer.from(`${JSON.stringify({ version, sum })}\n`);
  let lines: Buffer[] = [headOf(''.padEnd(64, '0'))];
  let size = 0;
  const flush = () => {
    const all = Buffer.concat(lines);
    for (let done = 0; done < all.length; ) done += writeSync(handle, all, done);
    lines = [];
    size = 0;
  };
  addAll((line) => {
    digest.update(line).update('\n');
    lines.push(line, NEWLINE);
    size += line.length;
    if (size > BATCH) flush();
  });
  flush();
  writeSync(handle, headOf(digest.digest('hex')), 0, undefined, 0);
}

const NEWLINE = Buffer.from('\n');
/** Bytes that are written at once. */
const BATCH = 256 * 1024;

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder is a file, or not ours: then there is nothing to remove either.
  }
}
