import Table from 'cli-table3';
import { EXIT, messageOf, reasonOf } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { redact } from '../core/log.ts';
import { oneLine, truncate } from '../core/text.ts';
import type { StatusJson } from '../report/schemas/run.ts';
import { driftOf } from '../sync/merge.ts';
import { orphanDrift } from '../sync/objects.ts';
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

type PlatformStatus = StatusJson['platforms'][number];

/** What is on each platform, without reading a single article. */
export const status: Command<StatusOptions> = async (options, context) => {
  const platforms = await createPlatforms(await readConfig(options.config, context), options.platform ?? [], context);
  const found = await Promise.all(platforms.map((platform) => look(platform, context)));
  context.print(options.json ? jsonText({ platforms: found }) : toText(found));
  return found.some(({ error }) => error !== undefined) ? EXIT.failed : EXIT.ok;
};

async function look(platform: Platform, { log, signal }: Context): Promise<PlatformStatus> {
  const { name, kind } = platform;
  try {
    const objects = await platform.list(signal);
    return { name, kind, ...summarise(objects), requests: platform.requests() };
  } catch (error) {
    log.error(`${name}: ${reasonOf(error)}`);
    return { name, kind, ...summarise([]), requests: platform.requests(), error: redact(messageOf(error)) };
  } finally {
    await platform.close();
  }
}

function summarise(objects: readonly ActualObject[]): Omit<PlatformStatus, 'name' | 'kind' | 'requests' | 'error'> {
  const managed = objects.filter(({ marker }) => marker !== null);
  const drifts = managed.flatMap((object): PlatformStatus['drifts'][number][] => {
    const edited = driftOf(object);
    if (edited.length === 0) return [];
    const { key, name, fields } = orphanDrift(object, edited);
    return [{ key, name, fields }];
  });
  const unmanagedObjects = objects.filter(({ marker }) => marker === null).map(({ id, name }) => ({ id, name }));
  return {
    managed: managed.length,
    retired: managed.filter(({ marker }) => marker?.retired).length,
    drifted: drifts.length,
    unmanaged: unmanagedObjects.length,
    drifts,
    unmanagedObjects,
  };
}

function toText(found: readonly PlatformStatus[]): string {
  const grid = new Table({
    head: ['platform', 'managed', 'in use', 'retired', 'drifted', 'unmanaged'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
  });
  for (const { name, managed, retired, drifted, unmanaged, error } of found) {
    if (error !== undefined) grid.push([name, { content: 'could not be read', colSpan: 5 }]);
    else grid.push([name, managed, managed - retired, retired, drifted, unmanaged]);
  }
  const drifts = found.flatMap(({ name, drifts: own }) =>
    own.map((object) => {
      const fields = object.fields.map(({ field }) => field).join(', ');
      return `! ${name}: drift  ${truncate(oneLine(object.name), 100)}: ${fields}`;
    }),
  );
  return [grid.toString(), ...drifts].join('\n');
}
