import { EXIT, type ExitCode, UsageError } from '../core/errors.ts';
import { exitCodeOf } from '../report/result.ts';
import { readConfigPartly } from './config.ts';
import type { Context } from './context.ts';
import type { OperateOptions } from './operate.ts';
import { runConfig } from './run-sync.ts';

/**
 * Takes over unmanaged objects by their id or name, or by the key of the hunt that stands there: the plan of a sync with these under
 * `policy.adopt`, and of that plan what takes over, nothing else. Exit 1 where nothing is taken.
 */
export async function adopt(
  { names, dryRun, ...options }: OperateOptions & { readonly names: readonly string[] },
  context: Context,
): Promise<ExitCode> {
  if (names.length === 0) {
    throw new UsageError(
      'Which objects are to be taken over?',
      'Name them by id or name, or a hunt by its key; `huntsync status --json` lists them as unmanagedObjects.',
    );
  }
  const { policy, ...written } = await readConfigPartly(options.config, options.platform ?? [], context);
  const config = { ...written, policy: { ...policy, adopt: [...names], adoptSameQuery: false } };
  const result = await runConfig(dryRun ? 'plan' : 'sync', config, { ...options, only: 'adopted' }, context);
  const code = exitCodeOf(result);
  const isTaken = result.platforms.some(({ plan }) => (plan?.changes.length ?? 0) > 0);
  return code === EXIT.ok && !isTaken ? EXIT.failed : code;
}
