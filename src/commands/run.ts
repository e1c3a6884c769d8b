import { EXIT, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { createProgress, silentProgress } from '../core/progress.ts';
import { huntRunsToJson, huntRunsToText } from '../report/runs.ts';
import { ranWell } from '../sync/run/outcome.ts';
import { readConfigPartly } from './config.ts';
import type { Command } from './context.ts';
import { withLearned } from './parts.ts';
import { runOnPlatforms } from './runs.ts';
import { sinceOf } from './since.ts';

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
/** Runs hunts on their platforms and tells what they found; 1 where one failed or could not be run. */
export const run: Command<RunHuntsCommandOptions> = async (options, context) => {
  const config = await withLearned(await readConfigPartly(options.config, options.platform ?? [], context), context);
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
    options.json
      ? jsonText(huntRunsToJson(platforms, durationMs))
      : huntRunsToText(platforms, context.siems, context.columns),
  );
  return ranWell(platforms) && config.refusedFiles === undefined && !context.signal.aborted ? EXIT.ok : EXIT.failed;
};

function evidenceOf(given: string | true | undefined): number {
  if (given === undefined) return 0;
  if (given === true) return DEFAULT_EVIDENCE;
  const rows = Number(given);
  if (!Number.isInteger(rows) || rows < 1 || rows > MOST_EVIDENCE) {
    throw new UsageError(`--evidence ${given} is not a number of rows.`, `Give 1 to ${MOST_EVIDENCE}, or none for 3.`);
  }
  return rows;
}
