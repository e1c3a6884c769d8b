import { type Command, Option } from 'commander';
import {
  configOption,
  exampleText,
  jsonOption,
  platformOption,
  type RunCommand,
  shardOption,
} from './program-options.ts';

/** Commands that bring platforms to what the articles call for. */
export function addSyncCommands(program: Command, run: RunCommand): void {
  program
    .command('plan')
    .description('show what a sync would change; writes nothing')
    .addOption(configOption())
    .addOption(platformOption())
    .addOption(shardOption())
    .option('--markdown [file]', 'write it as Markdown for a pull request too; in place of the text without a file')
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync plan --config huntsync.yaml'))
    .action((options) => run(async (context) => (await import('./plan.ts')).plan(options, context)));

  program
    .command('sync')
    .description('bring the platforms to what the articles call for, once or on a schedule')
    .addOption(configOption())
    .addOption(platformOption())
    .addOption(shardOption())
    .addOption(new Option('--every <time>', 'repeat after this time: 90s, 30m, 6h, 1d').conflicts('cron'))
    .option('--cron <pattern>', 'repeat by a cron pattern of five fields, in the local time zone')
    .option('--jitter <time>', 'start each run up to so much later, by chance: 2m')
    .option('--max-failures <n>', 'end the schedule after so many failed runs in a row')
    .option('--heartbeat <file>', 'write the end of each run into a file, for whoever watches')
    .option('--metrics-file <file>', "write metrics of each run, in Prometheus' text format")
    .option('--metrics-port <port>', 'answer GET /metrics on this port of 127.0.0.1, as long as the schedule runs')
    .addOption(
      new Option('--plan-hash <hash>', 'apply only the plan with this hash, as `plan` printed it').conflicts([
        'every',
        'cron',
      ]),
    )
    .option('--force', 'apply a plan that changes more than policy.maxChangePercent')
    .addOption(
      new Option('--run <which>', 'run hunts afterwards: those that never ran, or all').choices(['new', 'all']),
    )
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync sync --config huntsync.yaml --every 30m'))
    .action((options) => run(async (context) => (await import('./sync.ts')).sync(options, context)));

  program
    .command('quarantine')
    .description('list new hunts that wait because a limit of the policy is used up; --approve lets them pass')
    .addOption(configOption())
    .addOption(platformOption())
    .option('--approve [keys...]', 'sync, and create these hunts too; all that wait where none is named')
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync quarantine --approve uc:UC_DNS_TUNNEL'))
    .action((options) => run(async (context) => (await import('./quarantine.ts')).quarantine(options, context)));

  program
    .command('status')
    .description('show what is on each platform: managed, drifted, retired, and unmanaged objects')
    .addOption(configOption())
    .addOption(platformOption())
    .addOption(jsonOption())
    .addOption(
      new Option('--fail-on <what...>', 'end with 1 where hunts are edited, rejected or see no data').choices([
        'drift',
        'rejected',
        'blind',
      ]),
    )
    .addHelpText('after', exampleText('huntsync status --json'))
    .action((options) => run(async (context) => (await import('./status.ts')).status(options, context)));
}
