import { isUtf8 } from 'node:buffer';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { FileTooLarge, loadRegularFile } from '../core/regular-file.ts';
import type { SourceCode } from './codes.ts';
import { createExclusion } from './exclude.ts';
import { findBriefings } from './find-briefings.ts';
import type { BriefingDocument, Deliver, Source, SourceReading } from './source.ts';

export interface BriefingsOptions {
  readonly name: string;
  /** A folder, read recursively, or one file. */
  readonly path: string;
  /** Globs of what is skipped, relative to the folder (`src/sources/exclude.ts`). */
  readonly exclude?: readonly string[];
  /** A file that is gone from the folder means that its hunts are no longer wanted. */
  readonly authoritative: boolean;
}

/** The largest briefing that is read; real ones stay under 33 kB. */
export const MAX_BRIEFING_BYTES = 5_000_000;

/**
 * Briefings in files. Anything that may hide an article makes the reading incomplete: a file or folder that cannot be read, an
 * empty or binary file, a folder without any briefing (it may have failed to mount).
 */
export function createBriefingsSource(options: BriefingsOptions): Source {
  return { name: options.name, read: (signal, deliver) => readBriefings(options, signal, deliver) };
}

async function readBriefings(
  options: BriefingsOptions,
  signal: AbortSignal | undefined,
  deliver: Deliver | undefined,
): Promise<SourceReading> {
  const problems: Problem[] = [];
  const documents: BriefingDocument[] = [];
  for (const path of await listFiles(options, problems, signal)) {
    signal?.throwIfAborted();
    const text = await readText(path, problems);
    if (text === undefined) continue;
    const document = { kind: 'briefing', path, text } as const;
    if (deliver) await deliver(document);
    else documents.push(document);
  }
  const { name, authoritative } = options;
  return { source: name, authoritative, documents, problems, complete: problems.length === 0 };
}

async function listFiles(
  { path, exclude = [] }: BriefingsOptions,
  problems: Problem[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const message = isAbsent ? 'There is no such file or folder.' : `This cannot be opened: ${messageOf(error)}.`;
    problems.push({ code: 'unreadable', message, path });
    return [];
  }
  const found = await findBriefings(path, createExclusion(exclude), signal);
  problems.push(...found.problems);
  if (found.files.length === 0 && found.problems.length === 0) {
    const message = 'There is no briefing (.md or .txt) in this folder. Is it mounted, and is it the right one?';
    problems.push({ code: 'no-briefings', message, path });
  }
  return found.files.map((file) => join(path, file));
}

/** The text of the file, or undefined if it has none; with the problem, if any. */
async function readText(path: string, problems: Problem[]): Promise<string | undefined> {
  const problem = (code: SourceCode, message: string): void => {
    problems.push({ code, message, path });
  };
  try {
    const bytes = await loadRegularFile(path, MAX_BRIEFING_BYTES);
    const text = new TextDecoder().decode(bytes);
    if (text.trim() === '') problem('empty-file', 'This file is empty: perhaps it is just being written.');
    else if (bytes.includes(0)) problem('binary-file', 'This file holds zero bytes: it is not UTF-8 text.');
    else if (!isUtf8(bytes))
      problem('bad-encoding', 'This file is not valid UTF-8; what is not was replaced by U+FFFD.');
    return text;
  } catch (error) {
    if (error instanceof FileTooLarge) {
      problem('too-large', `This file is too large: briefings are read up to ${MAX_BRIEFING_BYTES} bytes.`);
    } else problem('unreadable', `This file cannot be read: ${messageOf(error)}.`);
    return undefined;
  }
}
