import type { Config } from '../config/schema.ts';
import { counted } from '../core/counted.ts';
import { HuntsyncError, messageOf } from '../core/errors.ts';
import { blindedText } from '../report/blinded.ts';
import { type Diagnosis, doubtful, ok, wrong } from '../sync/diagnosis.ts';
import { countUse, isInUse } from '../sync/in-use.ts';
import type { Platform, RunLimits } from '../sync/platform.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { Context } from './context.ts';
import { siemOf } from './parts.ts';

const WINDOW_DAYS = 7;
const DAY_MS = 86_400_000;
const LIMITS: RunLimits = { seconds: 30, rows: 1 };

/** What each table, data model or dataset that hunts in use read holds of the last days, and what its absence blinds. */
export async function dataFindings(
  platform: Platform,
  config: Config,
  { siems, signal, now }: Context,
): Promise<Diagnosis[]> {
  const objects = (await platform.list(signal)).filter((object) => isInUse(object, platform));
  const found = [ok('hunts', `${countUse(objects, platform).inUse} in use`)];
  const siem = siemOf(platform.kind, siems);
  // What each query of a hunt reads.
  const hunts = new Map<string, (readonly string[])[]>();
  for (const { fields, marker } of objects) {
    const sources = await siem.sourcesOf(fields[platform.queryField] ?? '', config.environment[platform.kind]);
    const key = huntKeyOf(marker?.key ?? '');
    hunts.set(key, [...(hunts.get(key) ?? []), sources]);
  }
  if (!platform.hasData) return found;
  const window = { earliest: new Date(now().getTime() - WINDOW_DAYS * DAY_MS).toISOString() };
  const asked = new Map<string, boolean | Diagnosis>();
  for (const source of [...new Set([...hunts.values()].flat(2))].sort()) {
    asked.set(source, await hasDataIn(platform, source, window, signal));
  }
  return [...found, ...[...asked].map(([source, has]) => dataFinding(source, has, [...hunts.values()], asked))];
}

/** Whether something that hunts read holds data; why it cannot be told, where it cannot. */
async function hasDataIn(
  platform: Platform,
  source: string,
  window: { readonly earliest: string },
  signal: AbortSignal,
): Promise<boolean | Diagnosis> {
  try {
    return (await platform.hasData?.(source, window, LIMITS, signal)) ?? false;
  } catch (error) {
    return wrong(source, messageOf(error), error instanceof HuntsyncError ? error.remedy : undefined);
  }
}

/** What a source means for the hunts that read it: one sees nothing where all that any of its queries reads is empty. */
function dataFinding(
  source: string,
  has: boolean | Diagnosis,
  hunts: readonly (readonly (readonly string[])[])[],
  asked: ReadonlyMap<string, boolean | Diagnosis>,
): Diagnosis {
  if (typeof has === 'object') return has;
  const readers = hunts.filter((queries) => queries.some((sources) => sources.includes(source)));
  if (has) {
    const read = counted(readers.length, 'hunt reads', 'hunts read');
    return ok(source, `has rows of the last ${WINDOW_DAYS} days; ${read} it`);
  }
  const blind = readers.filter((queries) =>
    queries.every((sources) => sources.length > 0 && sources.every((one) => asked.get(one) === false)),
  ).length;
  return doubtful(
    source,
    `no rows in ${WINDOW_DAYS} days: ${blindedText(blind, readers.length - blind)}`,
    'Bring these logs in, or take the hunts out of use.',
  );
}
