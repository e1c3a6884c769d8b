import { exitCodeOf } from '../report/result.ts';
import type { Command } from './context.ts';
import { type RunCommandOptions, runOnce } from './run-sync.ts';

export const plan: Command<RunCommandOptions> = async (options, context) =>
  exitCodeOf(await runOnce('plan', options, context));
