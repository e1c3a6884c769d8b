import type { Command } from 'commander';
import {
  configOption,
  dryRunOption,
  exampleText,
  forceOption,
  jsonOption,
  platformOption,
  type RunCommand,
} from './program-options.ts';

/** Commands that act on hunts by their keys. */
export function addOperateCommands(program: Command, run: RunCommand): void {
  const OPERATIONS = [
    ['retire', 'take hunts out of use until `restore`, whatever articles call for', 'huntsync retire uc:UC_DNS_TUNNEL'],
    ['restore', 'bring retired hunts back, and give accepted edits back to huntsync', 'huntsync restore UC_DNS_TUNNEL'],
    ['prune', 'delete retired hunts now; all of them where none is named', 'huntsync prune --dry-run'],
    ['accept', 'let the edits on hunts stay for good: they are no drift any more', 'huntsync accept UC_LSASS'],
  ] as const;
  for (const [operation, does, shows] of OPERATIONS) {
    program
      .command(operation)
      .description(does)
      .argument('[keys...]', 'hunts by key, name or id')
      .addOption(configOption())
      .addOption(platformOption())
      .addOption(dryRunOption())
      .addOption(forceOption())
      .addOption(jsonOption())
      .addHelpText('after', exampleText(shows))
      .action((keys, options) =>
        run(async (context) => (await import('./operate.ts')).operate(operation, { keys, ...options }, context)),
      );
  }

  program
    .command('adopt')
    .description('take over objects that huntsync has not made, where a hunt belongs or its query stands')
    .argument('[names...]', 'objects by id or name, or hunts by key')
    .addOption(configOption())
    .addOption(platformOption())
    .addOption(dryRunOption())
    .addOption(forceOption())
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync adopt "Suspicious LSASS access" --dry-run'))
    .action((names, options) =>
      run(async (context) => (await import('./adopt.ts')).adopt({ names, ...options }, context)),
    );

  program
    .command('undo')
    .description('undo a run: what it created is retired, what it changed is as it was')
    .argument(
      '[run]',
      'the id that the sync told, or a file with what `sync --json` printed; the last run where not given',
    )
    .option('--list', 'tell which runs are kept on this machine, and change nothing')
    .addOption(configOption())
    .addOption(platformOption())
    .addOption(dryRunOption())
    .addOption(forceOption())
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync undo --dry-run'))
    .action((name, options) =>
      run(async (context) => (await import('./undo.ts')).undo({ run: name, ...options }, context)),
    );
}
