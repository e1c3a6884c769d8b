import type { Config } from '../config/schema.ts';
import { counted } from '../core/counted.ts';
import { EXIT, messageOf, reasonOf } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { redact } from '../core/log.ts';
import { oneLine, truncate } from '../core/text.ts';
import { wrapText } from '../core/wrap.ts';
import type { StatusJson } from '../report/schemas/run.ts';
import { type TextColumn, tableToText } from '../report/table.ts';
import { countUse } from '../sync/in-use.ts';
import { driftOf } from '../sync/merge.ts';
import { orphanDrift } from '../sync/objects.ts';
import type { Platform } from '../sync/platform.ts';
import type { ActualObject } from '../sync/types.ts';
import { readConfigPartly } from './config.ts';
import type { Command, Context } from './context.ts';
import { createPlatforms, createSinks } from './parts.ts';

export interface StatusOptions {
  readonly config: string;
  readonly platform?: readonly string[];
  readonly json?: boolean;
  /** What is to end with 1. */
  readonly failOn?: readonly FailOn[];
}

type FailOn = 'drift' | 'rejected' | 'blind';

type PlatformStatus = StatusJson['platforms'][number];

/** What is on each platform, without reading a single article. */
export const status: Command<StatusOptions> = async (options, context) => {
  const config = await readConfigPartly(options.config, options.platform ?? [], context);
  const platforms = await createPlatforms(config, options.platform ?? [], context);
  const found = await Promise.all(platforms.map((platform) => look(platform, context)));
  context.print(options.json ? jsonText({ platforms: found }) : toText(found, context.columns));
  const failOn = options.failOn ?? [];
  const faults = failOn.includes('drift') ? found.flatMap(driftFault) : [];
  if (failOn.some((one) => one !== 'drift')) faults.push(...(await recordedFaults(config, options, context)));
  for (const fault of faults) context.log.error(fault);
  const isWhole = config.refusedFiles === undefined && found.every(({ error }) => error === undefined);
  return faults.length > 0 || !isWhole ? EXIT.failed : EXIT.ok;
};

function driftFault({ name, drifted }: PlatformStatus): string[] {
  return drifted > 0 ? [`${name}: ${drifted} edited on the platform (--fail-on drift)`] : [];
}

/** What the records say of hunts: which were rejected, and which see nothing. */
async function recordedFaults(config: Config, options: StatusOptions, context: Context): Promise<string[]> {
  const failOn = options.failOn ?? [];
  const sinks = await createSinks(config, options.platform ?? [], context);
  const faults: string[] = [];
  for (const sink of sinks) {
    try {
      const count = async (type: 'hunts' | 'runs', field: string, value: string) =>
        (await sink.read(type, context.signal)).filter((row) => row[field] === value).length;
      const rejected = failOn.includes('rejected') ? await count('hunts', 'status', 'rejected') : 0;
      const blind = failOn.includes('blind') ? await count('runs', 'outcome', 'blind') : 0;
      if (rejected > 0) faults.push(`${sink.name}: ${counted(rejected, 'hunt')} rejected (--fail-on rejected)`);
      if (blind > 0) faults.push(`${sink.name}: ${counted(blind, 'hunt')} without data (--fail-on blind)`);
    } catch (error) {
      faults.push(`${sink.name} records: ${reasonOf(error)}`);
    } finally {
      await sink.close();
    }
  }
  if (sinks.length === 0) faults.push('No platform keeps records, which tell what is rejected or blind.');
  return faults;
}

async function look(platform: Platform, { log, signal }: Context): Promise<PlatformStatus> {
  const { name, kind } = platform;
  try {
    const objects = await platform.list(signal);
    return { name, kind, ...summarise(objects, platform), requests: platform.requests() };
  } catch (error) {
    log.error(`${name}: ${reasonOf(error)}`);
    return { name, kind, ...summarise([], platform), requests: platform.requests(), error: redact(messageOf(error)) };
  } finally {
    await platform.close();
  }
}

function summarise(
  objects: readonly ActualObject[],
  platform: Platform,
): Omit<PlatformStatus, 'name' | 'kind' | 'requests' | 'error'> {
  const managed = objects.filter(({ marker }) => marker !== null);
  const drifts = managed.flatMap((object): PlatformStatus['drifts'][number][] => {
    const edited = driftOf(object);
    if (edited.length === 0) return [];
    const { key, name, fields } = orphanDrift(object, edited);
    return [{ key, name, fields }];
  });
  const { inUse, retired } = countUse(objects, platform);
  const unmanagedObjects = objects.filter(({ marker }) => marker === null).map(({ id, name }) => ({ id, name }));
  return {
    managed: managed.length,
    huntsInUse: inUse,
    huntsRetired: retired,
    retired: managed.filter(({ marker }) => marker?.retired).length,
    drifted: drifts.length,
    unmanaged: unmanagedObjects.length,
    drifts,
    unmanagedObjects,
  };
}

const COLUMNS: readonly TextColumn[] = [
  { head: 'platform' },
  ...['hunts in use', 'out of use', 'objects', 'of these drifted', 'unmanaged'].map((head) => ({
    head,
    align: 'right' as const,
  })),
];

function toText(found: readonly PlatformStatus[], width: number | undefined): string {
  const rows = found.map(({ name, managed, huntsInUse, huntsRetired, drifted, unmanaged, error }) =>
    error === undefined
      ? [name, huntsInUse, huntsRetired, managed, drifted, unmanaged]
      : [name, 'could not be read; the log says why'],
  );
  const drifts = found.flatMap(({ name, drifts: own }) =>
    own.map((object) => {
      const fields = object.fields.map(({ field }) => field).join(', ');
      return `! ${name}: drift  ${truncate(oneLine(object.name), 100)}: ${fields}`;
    }),
  );
  return [tableToText(COLUMNS, rows, width), ...drifts.map((line) => wrapText(line, width))].join('\n');
}
