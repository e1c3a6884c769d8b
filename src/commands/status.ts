import Table from 'cli-table3';
import { EXIT, messageOf, reasonOf } from '../core/errors.ts';
import { oneLine, truncate } from '../core/text.ts';
import { driftOf } from '../sync/merge.ts';
import type { Platform } from '../sync/platform.ts';
import type { ActualObject } from '../sync/types.ts';
import { readConfig } from './config.ts';
import type { Command, Context } from './context.ts';
import { createPlatforms } from './parts.ts';

export interface StatusOptions {
  readonly config: string;
  readonly platform?: readonly string[];
  readonly json?: boolean;
}

interface PlatformStatus {
  readonly name: string;
  readonly kind: string;
  readonly ours: number;
  readonly retired: number;
  readonly drifted: readonly { readonly key: string; readonly name: string; readonly fields: readonly string[] }[];
  readonly foreign: readonly { readonly id: string; readonly name: string }[];
  readonly error?: string;
}

/** What is on each platform, without reading a single article. */
export const status: Command<StatusOptions> = async (options, context) => {
  const platforms = await createPlatforms(await readConfig(options.config, context), options.platform ?? [], context);
  const found = await Promise.all(platforms.map((platform) => look(platform, context)));
  context.print(options.json ? JSON.stringify({ platforms: found }) : toText(found));
  return found.some(({ error }) => error !== undefined) ? EXIT.failed : EXIT.ok;
};

async function look(platform: Platform, { log, signal }: Context): Promise<PlatformStatus> {
  const { name, kind } = platform;
  try {
    return { name, kind, ...summarise(await platform.list(signal)) };
  } catch (error) {
    log.error(`${name}: ${reasonOf(error)}`);
    return { name, kind, ours: 0, retired: 0, drifted: [], foreign: [], error: messageOf(error) };
  } finally {
    await platform.close();
  }
}

function summarise(objects: readonly ActualObject[]): Omit<PlatformStatus, 'name' | 'kind' | 'error'> {
  const ours = objects.filter(({ marker }) => marker !== null);
  return {
    ours: ours.length,
    retired: ours.filter(({ marker }) => marker?.retired).length,
    drifted: ours.flatMap((object) => {
      const fields = driftOf(object);
      return fields.length > 0 ? [{ key: object.marker?.key ?? '', name: object.name, fields }] : [];
    }),
    foreign: objects.filter(({ marker }) => marker === null).map(({ id, name }) => ({ id, name })),
  };
}

function toText(found: readonly PlatformStatus[]): string {
  const grid = new Table({
    head: ['platform', 'ours', 'in use', 'retired', 'edited', 'not ours'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
  });
  for (const { name, ours, retired, drifted, foreign, error } of found) {
    if (error !== undefined) grid.push([name, { content: 'could not be read', colSpan: 5 }]);
    else grid.push([name, ours, ours - retired, retired, drifted.length, foreign.length]);
  }
  const edits = found.flatMap(({ name, drifted }) =>
    drifted.map(
      (object) => `! ${name}: ${truncate(oneLine(object.name), 100)} was edited: ${object.fields.join(', ')}`,
    ),
  );
  return [grid.toString(), ...edits].join('\n');
}
