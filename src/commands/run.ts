import { EXIT, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { createProgress, silentProgress } from '../core/progress.ts';
import { huntRunsToJson, huntRunsToText } from '../report/runs.ts';
import { ranWell } from '../sync/run/outcome.ts';
import { readConfig } from './config.ts';
import type { Command } from './context.ts';
import { withLearned } from './parts.ts';
import { runOnPlatforms } from './runs.ts';

export interface RunHuntsCommandOptions {
  readonly keys: readonly string[];
  readonly config: string;
  readonly platform?: readonly string[];
  readonly article?: readonly string[];
  readonly new?: boolean;
  /** `30d`, `12h`: how far back, instead of each hunt's own window. */
  readonly since?: string;
  /** Rows to keep of each hunt; true for the default. */
  readonly evidence?: string | true;
  readonly json?: boolean;
}

const DEFAULT_EVIDENCE = 3;
const MOST_EVIDENCE = 10;
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Runs hunts on their platforms and tells what they found; 1 where one failed or could not be run. */
export const run: Command<RunHuntsCommandOptions> = async (options, context) => {
  const config = await withLearned(await readConfig(options.config, context), context);
  const started = context.now();
  const window = options.since === undefined ? undefined : { earliest: sinceOf(options.since, started) };
  const platforms = await runOnPlatforms(
    config,
    {
      keys: options.keys,
      articles: options.article ?? [],
      onlyNew: options.new ?? false,
      window,
      evidence: evidenceOf(options.evidence),
      progress: options.json ? silentProgress : await createProgress(context.stderr, context.log),
      ...(options.platform === undefined ? {} : { platform: options.platform }),
    },
    context,
  );
  const durationMs = context.now().getTime() - started.getTime();
  context.print(
    options.json ? jsonText(huntRunsToJson(platforms, durationMs)) : huntRunsToText(platforms, context.siems),
  );
  return ranWell(platforms) && !context.signal.aborted ? EXIT.ok : EXIT.failed;
};

/** The beginning of a window as ISO 8601, which every platform takes. */
function sinceOf(text: string, now: Date): string {
  const [, count, unit = ''] = /^(\d+)\s*([mhdw])$/.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit] ?? Number.NaN);
  if (!(ms > 0 && ms < now.getTime())) {
    throw new UsageError(`--since ${text} is not a time.`, 'Write a number and a unit, such as 30d, 12h or 4w.');
  }
  return new Date(now.getTime() - ms).toISOString();
}

function evidenceOf(given: string | true | undefined): number {
  if (given === undefined) return 0;
  if (given === true) return DEFAULT_EVIDENCE;
  const rows = Number(given);
  if (!Number.isInteger(rows) || rows < 1 || rows > MOST_EVIDENCE) {
    throw new UsageError(`--evidence ${given} is not a number of rows.`, `Give 1 to ${MOST_EVIDENCE}, or none for 3.`);
  }
  return rows;
}
