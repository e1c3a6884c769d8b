import pc from 'picocolors';
import { counted } from '../core/counted.ts';
import { EXIT } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
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
  const seen = new Set<string>();
  const approved = (key: string) => {
    seen.add(key);
    return keys === null || keys.has(key) || keys.has(key.replace(/^uc:/, ''));
  };
  const result = await runOnce('sync', { ...options, approved, ...(json ? { json } : {}) }, context);
  // A platform that could not be listed may have what was meant.
  const isWhole = result.platforms.every(({ error }) => error === undefined);
  const unknown = isWhole ? [...(keys ?? [])].filter((key) => !seen.has(key) && !seen.has(`uc:${key}`)) : [];
  for (const key of unknown) {
    const known = [...seen].flatMap((one) => [one, one.replace(/^uc:/, '')]);
    context.log.warn(`No new hunt ${oneLine(key)} waits${didYouMean(key, known)}.`);
  }
  return exitCodeOf(result);
};

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
