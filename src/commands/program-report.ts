import type { Command } from 'commander';
import type { Siem } from '../sync/siem.ts';
import { configOption, exampleText, jsonOption, platformOption, type RunCommand } from './program-options.ts';

/** Commands that run hunts and tell what came of them. */
export function addReportCommands(program: Command, run: RunCommand, siems: readonly Siem[]): void {
  const kinds = siems.map(({ kind }) => kind);
  program
    .command('run')
    .alias('verify')
    .description('run our hunts on their platforms and tell what they find: hits, no data, errors, time')
    .argument('[keys...]', 'hunts by key, name or id; all that are in use where none is named')
    .addOption(configOption())
    .addOption(platformOption())
    .option('--new', 'only hunts that have never run')
    .option('--article <id...>', 'only hunts that these articles call for')
    .option('--since <time>', "look so far back (30d, 12h, 4w) instead of over each hunt's own window")
    .option(
      '--evidence [rows]',
      'keep the first rows of each hunt that hits, in its record and in --json (3, at most 10)',
    )
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync run --new --since 30d'))
    .action((keys, options) => run(async (context) => (await import('./run.ts')).run({ keys, ...options }, context)));

  program
    .command('queue')
    .description('what to hunt first today, with the reasons')
    .addOption(configOption())
    .addOption(platformOption())
    .option('--limit <n>', 'how many hunts to show of each platform (20)')
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync queue'))
    .action((options) => run(async (context) => (await import('./queue.ts')).queue(options, context)));

  program
    .command('report')
    .description(
      'write one file for the weekly meeting: what changed, the queue, coverage and its gaps, what needs a hand',
    )
    .argument('[file]', 'an HTML page that needs nothing else; - for stdout')
    .addOption(configOption())
    .addOption(platformOption())
    .option('--since <time>', 'how far back news go', '7d')
    .option('--markdown [file]', 'the same as Markdown, to a file or to stdout')
    .addHelpText('after', exampleText('huntsync report hunts.html --since 7d'))
    .action((file, options) =>
      run(async (context) => (await import('./report.ts')).report({ file, ...options }, context)),
    );

  program
    .command('export')
    .description('write the hunts as files: to install on a platform, as ATT&CK Navigator layers, or as a STIX bundle')
    .argument('<kind>', `${kinds.join(', ')}, navigator or stix`)
    .argument('<folder>', 'where the files go')
    .argument('[paths...]', 'briefings to read instead of the configured sources: no configuration is needed then')
    .option('-c, --config <file>', 'configuration (huntsync.yaml where no paths are named); it needs no platforms')
    .addOption(platformOption())
    .option('--live', '(navigator) ask the platforms which hunts they have in use')
    .addOption(jsonOption())
    .addHelpText('after', exampleText(`huntsync export ${kinds[0]} ./export`))
    .action((kind, folder, paths, options) =>
      run(async (context) => (await import('./export.ts')).exportHunts({ kind, folder, paths, ...options }, context)),
    );

  program
    .command('serve')
    .description('show articles, hunts, drift and runs of your platforms as a web page, read only, on this machine')
    .addOption(configOption())
    .option('--port <n>', 'where it listens (8790); 0: any that is free')
    .option('--host <address>', 'another address than 127.0.0.1; there is no log-in')
    .addHelpText('after', exampleText('huntsync serve --config huntsync.yaml'))
    .action((options) => run(async (context) => (await import('./serve.ts')).serve(options, context)));

  program
    .command('explain')
    .description('tell what a code means, what brings it about and what to do; without a code, list all of them')
    .argument('[code]', 'a code that some output printed, such as unclosed-fence')
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync explain unclosed-fence'))
    .action((code, options) =>
      run(async (context) => (await import('./explain.ts')).explain({ code, ...options }, context)),
    );
}
