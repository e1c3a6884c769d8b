import { UsageError } from '../core/errors.ts';
import { exitCodeOf } from '../report/result.ts';
import { readConfigPartly } from './config.ts';
import type { Command } from './context.ts';
import { type RunCommandOptions, runConfig } from './run-sync.ts';
import { isStdout, writeOut } from './write-out.ts';

export interface PlanOptions extends RunCommandOptions {
  /** Where the plan goes as Markdown: a file, or stdout in place of the text. */
  readonly markdown?: string | true;
}

/** What a sync would change. */
export const plan: Command<PlanOptions> = async ({ markdown, ...options }, context) => {
  const replaces = markdown !== undefined && isStdout(markdown);
  if (replaces && options.json) {
    throw new UsageError('Markdown and JSON cannot both go to stdout.', 'Name a file: `--markdown plan.md`.');
  }
  const config = await readConfigPartly(options.config, options.platform ?? [], context);
  const result = await runConfig('plan', config, options, replaces ? { ...context, print: () => undefined } : context);
  if (markdown !== undefined) {
    const { planToMarkdown } = await import('../report/plan-markdown.ts');
    await writeOut(markdown, planToMarkdown(result, { policy: config.policy, siems: context.siems }), context);
  }
  return exitCodeOf(result);
};
