import { Argument, type Command, Option } from 'commander';
import type { Siem } from '../sync/siem.ts';
import { DEPLOY_WAYS } from './init-deploy.ts';
import { configOption, exampleText, jsonOption, platformOption, type RunCommand } from './program-options.ts';

/** The commands that a new user begins with. That for shells tells all commands of the program. */
export function addSetUpCommands(program: Command, run: RunCommand, siems: readonly Siem[]): void {
  const kinds = siems.filter(({ start }) => start !== undefined).map(({ kind }) => kind);
  program
    .command('init')
    .description('write a first configuration, after a few questions; overwrites nothing')
    .option('--briefings <path>', 'a folder of briefings, made where it is missing, or one briefing')
    .option('--feeds', 'read public threat-intel feeds; writes the list of them beside the configuration')
    .addOption(new Option('-p, --platform <kind...>', 'platforms to begin with').choices(kinds))
    .addOption(new Option('--deploy <way...>', 'write files to run it for good too').choices(DEPLOY_WAYS))
    .option('-o, --out <file>', 'where it goes', 'huntsync.yaml')
    .option('--force', 'overwrite what is there')
    .option('--print', 'print an example with every key explained, and write nothing')
    .addHelpText('after', `\nExample:\n  huntsync init --briefings ./briefings --platform ${kinds[0]}\n`)
    .action((options) => run(async (context) => (await import('./init.ts')).init(options, context)));

  program
    .command('completion')
    .description('print a script that makes a shell complete commands, options and their values')
    .addArgument(new Argument('<shell>', 'which').choices(['bash', 'zsh', 'fish', 'powershell']))
    .addHelpText(
      'after',
      `\nExample:\n  huntsync completion bash > ~/.local/share/bash-completion/completions/huntsync\n`,
    )
    .action((shell) =>
      run(async (context) => (await import('./completion/index.ts')).completion({ shell, program }, context)),
    );

  program
    .command('doctor')
    .description('check what stands between huntsync and your platforms: one line a check, with what to do')
    .addOption(configOption())
    .addOption(platformOption())
    .option('--offline', 'only this machine and the configuration; needs no secrets')
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync doctor --offline'))
    .action((options) => run(async (context) => (await import('./doctor.ts')).doctor(options, context)));

  program
    .command('sandbox')
    .description('start stand-ins for the platforms on this machine, with the web page of `serve` over them')
    .option('--state <folder>', 'keep what is written there between runs')
    .addOption(new Option('--demo', 'sync the sample briefings twice, show the result, and end').conflicts('json'))
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync sandbox --state .sandbox'))
    .action((options) => run(async (context) => (await import('./sandbox.ts')).sandbox(options, context)));
}
