import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { jsonText } from '../core/json.ts';
import { redact } from '../core/log.ts';
import { readOwnFile } from '../core/own-file.ts';
import { PRIVATE, writeWhole } from '../core/write-whole.ts';
import type { RunResult } from '../report/result.ts';
import { doneChanges } from '../sync/apply.ts';
import type { Change } from '../sync/types.ts';
import type { Context } from './context.ts';

/** A run that wrote something, as `undo` needs it. No run depends on these files: without them a run can only be undone by its JSON report. */
const keptRun = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  platforms: z.array(
    z.object({
      name: z.string(),
      /** Which instance it was: a name may stand for another one today, by a variable. Absent in what an earlier version kept. */
      target: z.string().optional(),
      /** Those that were carried out. */
      changes: z.array(
        z.object({
          op: z.enum(['create', 'update', 'retire', 'prune']),
          key: z.string(),
          name: z.string(),
          fields: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
        }),
      ),
    }),
  ),
  /** When it was undone, and on which platforms; absent where it was not. */
  undone: z.array(z.object({ at: z.iso.datetime(), platforms: z.array(z.string()) })).optional(),
});
export type KeptRun = z.output<typeof keptRun>;

/** How many runs of a configuration are kept. */
export const MOST_KEPT = 20;

/** Time of the run and the beginning of its plan's hash: ids sort by time. */
const ID = /^\d{8}-\d{6}-[\da-f]{6}$/;

/** @param config path of the configuration. */
function folderOf(config: string, stateDir: string): string {
  return join(stateDir, 'runs', sha256(resolve(config), 12));
}

/**
 * Keeps what a run wrote, and removes what is too old; undefined where it wrote nothing, or nothing can be kept, which is told.
 *
 * @returns the run's id.
 */
export async function keepRun(
  { platforms, planHash }: RunResult,
  config: string,
  { stateDir, now, log }: Pick<Context, 'stateDir' | 'now' | 'log'>,
): Promise<string | undefined> {
  const written = platforms.map(({ name, plan, applied = [] }) => ({
    name,
    target: plan?.target,
    changes: doneChanges(applied).map(essence),
  }));
  if (stateDir === undefined || written.every(({ changes }) => changes.length === 0)) return undefined;
  const at = now();
  const id = `${at.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${planHash.slice(0, 6)}`;
  const folder = folderOf(config, stateDir);
  try {
    const run: KeptRun = { id, at: at.toISOString(), platforms: written };
    await writeWhole(join(folder, `${id}.json`), redact(jsonText(run)), PRIVATE);
    for (const old of idsIn(folder).slice(MOST_KEPT)) rmSync(join(folder, `${old}.json`), { force: true });
    return id;
  } catch (error) {
    log.warn(
      `What this run wrote could not be kept, so only what \`huntsync sync --json\` prints can undo it: ${messageOf(error)}`,
    );
    return undefined;
  }
}

/** What a creation and a retirement are undone by is on the platform. */
function essence({ op, key, name, fields }: Change): KeptRun['platforms'][number]['changes'][number] {
  return { op, key, name, fields: op === 'update' ? [...fields] : [] };
}

/** Ids of the runs in a folder, the newest first. */
function idsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const ids = readdirSync(folder).map((name) => name.replace(/\.json$/, ''));
  return ids
    .filter((id) => ID.test(id))
    .sort()
    .reverse();
}

/** The kept runs of a configuration, the newest first; files that cannot be read are left out. */
export function keptRuns(config: string, stateDir: string | undefined): KeptRun[] {
  if (stateDir === undefined) return [];
  const folder = folderOf(config, stateDir);
  return idsIn(folder).flatMap((id) => readKept(join(folder, `${id}.json`)) ?? []);
}

/** Keeps with a run that it was undone on these platforms. Never throws: that it is not known later is told. */
export async function markUndone(
  run: KeptRun,
  on: readonly string[],
  config: string,
  { stateDir, now, log }: Pick<Context, 'stateDir' | 'now' | 'log'>,
): Promise<void> {
  if (stateDir === undefined || on.length === 0) return;
  const undone = [...(run.undone ?? []), { at: now().toISOString(), platforms: [...on] }];
  try {
    const path = join(folderOf(config, stateDir), `${run.id}.json`);
    await writeWhole(path, redact(jsonText({ ...run, undone } satisfies KeptRun)), PRIVATE);
  } catch (error) {
    log.warn(`That the run ${run.id} is undone could not be kept: ${messageOf(error)}`);
  }
}

/** Whether nothing of a run is left to be undone: it was, wherever it had written something. */
export function isUndone({ platforms, undone = [] }: KeptRun): boolean {
  const on = new Set(undone.flatMap((one) => one.platforms));
  return platforms.every(({ name, changes }) => changes.length === 0 || on.has(name));
}

/** What it holds goes to platforms again, so it has to be our own. */
function readKept(path: string): KeptRun | null {
  try {
    const read = keptRun.safeParse(JSON.parse(readOwnFile(path) ?? ''));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
