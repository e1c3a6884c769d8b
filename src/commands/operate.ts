import pc from 'picocolors';
import type { Config } from '../config/schema.ts';
import { counted } from '../core/counted.ts';
import { EXIT, type ExitCode } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { silentProgress } from '../core/progress.ts';
import { oneLine } from '../core/text.ts';
import { type OperatedPlatform, operationToJson } from '../report/operate.ts';
import { planToText } from '../report/plan-text.ts';
import { applyChanges } from '../sync/apply.ts';
import { confirmChanges } from '../sync/confirm.ts';
import { type NotUndone, type Operation, planOperation } from '../sync/operate.ts';
import type { PlatformPlan } from '../sync/plan.ts';
import type { Platform } from '../sync/platform.ts';
import { unsafeReasons } from '../sync/safety.ts';
import type { Change } from '../sync/types.ts';
import { refuseWithCandidates } from './candidates.ts';
import { readConfig } from './config.ts';
import type { Context } from './context.ts';
import { selectorOf } from './keys.ts';
import { listManaged, type ManagedOn } from './managed.ts';
import { createPlatforms } from './parts.ts';

export interface OperateOptions {
  readonly config: string;
  readonly platform?: readonly string[];
  /** Show the plan, and write nothing. */
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `retire`, `restore`, `prune` or `accept` by key, name or id: plans, shows, and applies it unless it is a dry run. */
export function operate(
  operation: Operation,
  { keys, ...options }: OperateOptions & { readonly keys: readonly string[] },
  context: Context,
): Promise<ExitCode> {
  return onPlatforms(options, context, async (listed, today) => {
    if (keys.length === 0 && operation !== 'prune') {
      refuseWithCandidates(operation, listed, options.json ? { ...context, print: () => {} } : context);
    }
    const isMeant = selectorOf(keys, listed, operation);
    const planned = listed.map(({ platform, objects }) => ({
      changes: planOperation(operation, platform, objects.filter(isMeant), today),
      left: [],
    }));
    if (operation === 'prune') warnOfForgotten(planned, context);
    return planned;
  });
}

/** That a hunt is out of use because somebody asked stands on its object only. */
function warnOfForgotten(planned: readonly PlannedOperation[], { log }: Pick<Context, 'log'>): void {
  const asked = planned.flatMap(({ changes }) => changes.filter(({ before }) => before?.marker?.requested));
  if (asked.length === 0) return;
  const were = counted(asked.length, 'of these was', 'of these were');
  log.warn(
    `${were} retired by request, which is forgotten with the object: a sync makes again what articles call for. policy.retire keeps a hunt out.`,
  );
}

/** What to do on one platform. */
export interface PlannedOperation {
  readonly changes: readonly Change[];
  readonly left: readonly NotUndone[];
  /** Somebody has said what exactly is to be done, so that its share of all objects is no surprise. */
  readonly isBounded?: boolean;
}

/**
 * Lists the platforms, plans on all of them, shows the plan, and applies it where that is safe and no dry run.
 *
 * @param written is told of what became of each platform, where anything was to be written.
 */
export async function onPlatforms(
  options: OperateOptions,
  context: Context,
  plan: (listed: readonly ManagedOn[], today: string, config: Config) => Promise<readonly PlannedOperation[]>,
  written?: (platforms: readonly OperatedPlatform[]) => Promise<void>,
): Promise<ExitCode> {
  const config = await readConfig(options.config, context);
  const platforms = await createPlatforms(config, options.platform ?? [], context);
  try {
    const listed = await listManaged(platforms, context);
    const today = context.now().toISOString().slice(0, 10);
    const planned = await plan(listed, today, config);
    const refusals = options.force ? [] : refusalsOf(listed, planned, config);
    const write = !options.dryRun && refusals.length === 0;
    const all = await Promise.all(
      listed.map(({ platform, error }, at) =>
        error === undefined
          ? apply(platform, planned[at] ?? { changes: [], left: [] }, { write, config, json: options.json }, context)
          : unread(platform, error),
      ),
    );
    for (const refusal of refusals) context.log.error(`${refusal} Nothing was written; --force does it.`);
    if (options.json) context.print(jsonText(operationToJson(all)));
    else if (write) tellWritten(all, context.print);
    if (write) await written?.(all);
    return codeOf(all, refusals, write);
  } finally {
    await Promise.all(platforms.map((platform) => platform.close()));
  }
}

function refusalsOf(listed: readonly ManagedOn[], planned: readonly PlannedOperation[], { policy }: Config): string[] {
  const plans = listed.map(({ platform, objects }, at) => {
    const { changes = [], isBounded = false } = planned[at] ?? {};
    return planOf(platform, isBounded ? [] : changes, objects.length);
  });
  return unsafeReasons(plans, policy.maxChangePercent);
}

function planOf(platform: Platform, changes: readonly Change[], owned: number): PlatformPlan {
  const { name, kind, target } = platform;
  const counts = { unchanged: 0, kept: 0, retired: 0, owned };
  return { name, kind, target, changes, ...counts, drifts: [], clashes: [], rejects: [], unmanaged: [] };
}

async function apply(
  platform: Platform,
  { changes, left }: PlannedOperation,
  { write, config, json }: { readonly write: boolean; readonly config: Config; readonly json: boolean | undefined },
  { print, columns, signal, log, sleep }: Context,
): Promise<OperatedPlatform> {
  if (!json) {
    print(planToText(planOf(platform, changes, 0), { width: columns, idle: 'nothing to change' }));
    for (const { key, name, reason } of left) print(pc.yellow(`  ! left    ${oneLine(name ?? key)}: ${reason}`));
  }
  const { concurrency } = config.policy;
  const written = write ? await applyChanges(platform, changes, { concurrency, progress: silentProgress, signal }) : [];
  const waits = { concurrency, log, signal, ...(sleep ? { sleep } : {}) };
  const { applied, error: unseen } = await confirmChanges(platform, written, waits);
  const { name, kind } = platform;
  if (unseen !== undefined) log.error(`${name}: ${unseen}`);
  const seen = unseen === undefined ? {} : { error: unseen };
  return { name, kind, changes, applied, left, requests: platform.requests(), ...seen };
}

/** In the order of the configuration, whatever platform was done first. */
function tellWritten(all: readonly OperatedPlatform[], print: Context['print']): void {
  for (const { name, changes, applied } of all) {
    for (const { outcome, error } of applied)
      if (outcome !== 'done') print(pc.red(`  ! ${name}: ${outcome}: ${oneLine(error ?? '')}`));
    const done = applied.filter(({ outcome }) => outcome === 'done').length;
    if (changes.length > 0) print(`  ${name}: ${done} of ${changes.length} written.`);
  }
}

function unread(platform: Platform, error: string): OperatedPlatform {
  const { name, kind } = platform;
  return { name, kind, changes: [], applied: [], left: [], requests: platform.requests(), error };
}

function codeOf(all: readonly OperatedPlatform[], refusals: readonly string[], wrote: boolean): ExitCode {
  if (refusals.length > 0) return EXIT.unsafe;
  const isBad = all.some(
    ({ error, applied }) => error !== undefined || applied.some(({ outcome }) => outcome !== 'done'),
  );
  if (isBad) return EXIT.failed;
  return !wrote && all.some(({ changes }) => changes.length > 0) ? EXIT.changes : EXIT.ok;
}
