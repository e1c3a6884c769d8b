import pc from 'picocolors';
import { counted } from '../core/counted.ts';
import { EXIT, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { silentLog } from '../core/log.ts';
import { didYouMean } from '../core/nearest.ts';
import { oneLine } from '../core/text.ts';
import { exitCodeOf, type RunResult } from '../report/result.ts';
import type { QuarantineJson } from '../report/schemas/quarantine.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { Command } from './context.ts';
import { runOnce } from './run-sync.ts';

export interface QuarantineOptions {
  readonly config: string;
  readonly platform?: readonly string[];
  /** Keys of hunts; true for all that wait. */
  readonly approve?: readonly string[] | true;
  readonly json?: boolean;
}

/** New hunts that wait because a limit of the policy is used up: listed, or created with somebody's consent. */
export const quarantine: Command<QuarantineOptions> = async ({ approve, json, ...options }, context) => {
  if (approve === undefined) {
    const result = await runOnce('plan', options, { ...context, print: () => undefined });
    context.print(json ? jsonText(heldJson(result)) : heldText(result));
    return result.platforms.some(({ error }) => error !== undefined) ? EXIT.failed : EXIT.ok;
  }
  const keys = approve === true ? null : new Set(approve);
  if (keys !== null)
    refuseUnknown(keys, await runOnce('plan', options, { ...context, print: () => undefined, log: silentLog }));
  const approved = (key: string) => keys === null || keys.has(key) || keys.has(key.replace(/^uc:/, ''));
  return exitCodeOf(await runOnce('sync', { ...options, approved, ...(json ? { json } : {}) }, context));
};

/** Before anything is written. Throws UsageError for a key of which no new hunt waits, unless a platform that may have it could not be read. */
function refuseUnknown(keys: ReadonlySet<string>, { platforms }: RunResult): void {
  if (platforms.some(({ error }) => error !== undefined)) return;
  const waiting = platforms.flatMap(({ held }) => held.flatMap(({ key }) => [huntKeyOf(key), key]));
  const known = new Set(waiting.flatMap((key) => [key, key.replace(/^uc:/, '')]));
  const unknown = [...keys].filter((key) => !known.has(key));
  const [first] = unknown;
  if (first === undefined) return;
  throw new UsageError(
    `No new hunt ${unknown.map(oneLine).join(', ')} waits${didYouMean(first, [...known])}.`,
    '`huntsync quarantine` lists those that do.',
  );
}

function heldJson({ platforms }: RunResult): QuarantineJson {
  return {
    platforms: platforms.map(({ name, kind, held, error }) => ({
      name,
      kind,
      holds: held,
      ...(error === undefined ? {} : { error }),
    })),
  };
}

function heldText({ platforms }: RunResult): string {
  return platforms
    .map(({ name, held, error }) =>
      error !== undefined
        ? `${name}: could not be read; the log says why.`
        : held.length === 0
          ? `${name}: nothing waits.`
          : [
              pc.bold(`${name}: ${counted(held.length, 'new hunt waits', 'new hunts wait')}`),
              ...held.map(
                (one) =>
                  `  ${oneLine(huntKeyOf(one.key))}  ${oneLine(one.name)} ${pc.dim(`(${one.sources.map(oneLine).join(', ')}; policy.${one.limit})`)}`,
              ),
            ].join('\n'),
    )
    .join('\n');
}
