import { Option } from 'commander';
import type { ExitCode } from '../core/errors.ts';
import type { Context } from './context.ts';

/** Carries a command out in the context of its process. */
export type RunCommand = (command: (context: Context) => Promise<ExitCode>) => Promise<void>;

/** Options that several commands take: each command gets its own. */

export function configOption(): Option {
  return new Option('-c, --config <file>', 'configuration').default('huntsync.yaml');
}

export function jsonOption(): Option {
  return new Option('--json', 'print JSON for machines on stdout');
}

export function platformOption(): Option {
  return new Option('-p, --platform <name...>', 'only these platforms');
}

export function shardOption(): Option {
  return new Option('--shard <I/N>', 'only the I-th of N parts of the hunts');
}

export function dryRunOption(): Option {
  return new Option('--dry-run', 'show the plan and write nothing; 2 means that there are changes');
}

export function forceOption(): Option {
  return new Option('--force', 'even where it changes more than policy.maxChangePercent');
}

/** An example below the help of a command. */
export function exampleText(text: string): string {
  return `\nExample:\n  ${text}\n`;
}
