import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { writeWhole } from '../core/write-whole.ts';
import type { Exported, ExportFile } from '../sync/exported.ts';

/** The outcome for one file. */
export interface WrittenExport {
  /** Below the folder, as in `ExportFile`. */
  readonly path: string;
  readonly outcome: 'written' | 'unchanged' | 'failed';
}

export interface ExportResult {
  /** In the order of the export. */
  readonly files: readonly WrittenExport[];
  /** Files of earlier exports that this one does not have; they stay where they are. */
  readonly stale: readonly string[];
  readonly problems: readonly Problem[];
}

/** Files that are open at once. */
const CONCURRENCY = 16;

/**
 * Writes an export into a folder: each file atomically, unchanged ones untouched, other files left alone. A file that cannot be
 * written is a problem and does not stop the others.
 */
export async function writeExport(
  { files, ours }: Pick<Exported, 'files' | 'ours'>,
  folder: string,
): Promise<ExportResult> {
  for (const { path } of files) requirePortable(path);
  const problems: Problem[] = [];
  const limit = pLimit(CONCURRENCY);
  const written = await Promise.all(
    files.map((file) =>
      limit(async (): Promise<WrittenExport> => {
        try {
          return { path: file.path, outcome: await keep(file, join(folder, file.path)) };
        } catch (error) {
          const message = `This cannot be written: ${messageOf(error)}.`;
          problems.push({ code: 'unwritable', message, path: join(folder, file.path) });
          return { path: file.path, outcome: 'failed' };
        }
      }),
    ),
  );
  const own = new Set(files.map(({ path }) => path));
  const there = await listFiles(folder);
  return { files: written, stale: there.filter((path) => ours.test(path) && !own.has(path)), problems };
}

async function keep({ content }: ExportFile, path: string): Promise<'written' | 'unchanged'> {
  const wanted = Buffer.from(content);
  const there = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (there?.equals(wanted)) return 'unchanged';
  await writeWhole(path, wanted);
  return 'written';
}

/** Paths of the files in a folder and in the folders directly below it; sorted. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = await Promise.all(
    entries.map(async (entry) => {
      if (!entry.isDirectory()) return [entry.name];
      const names = await readdir(join(folder, entry.name)).catch(() => []);
      return names.map((name) => `${entry.name}/${name}`);
    }),
  );
  return below.flat().sort();
}

/**
 * Names that Windows keeps for devices, whatever their ending (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
 */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const SAFE_PART = /^[A-Za-z0-9](?:[A-Za-z0-9 ._-]*[A-Za-z0-9_-])?$/;

/** Any other path is a bug of the exporter: text of an article must never reach a path unchanged. */
function requirePortable(path: string): void {
  const parts = path.split('/');
  if (parts.every((part) => SAFE_PART.test(part) && !DEVICE.test(part) && part.length <= 120)) return;
  throw new Error(`not a safe place for a file of an export: ${JSON.stringify(path)}`);
}
