import { Command, Option } from 'commander';
import type { ExitCode } from '../core/errors.ts';
import { languagesOf, type Siem } from '../sync/siem.ts';
import { type Context, packageVersion } from './context.ts';
import { groupCommands } from './groups.ts';
import { withMeantChoice } from './meant-choice.ts';
import { addSetUpCommands } from './program-set-up.ts';

/** Builds the command line. Each action loads its command only when it is called, so that `--help` stays quick. */
export function createProgram(
  run: (command: (context: Context) => Promise<ExitCode>) => Promise<void>,
  siems: readonly Siem[],
): Command {
  const places = new Intl.ListFormat('en-GB').format(siems.map(({ title }) => `in ${title}`));
  const kinds = siems.map(({ kind }) => kind);
  const languages = languagesOf(siems).map(({ id }) => id);
  const program = new Command('huntsync')
    .description(`Keeps the hunts of classified threat-intel articles alive ${places}.`)
    .version(packageVersion())
    .option('-v, --verbose', 'tell more on stderr')
    .addOption(new Option('--log <format>', 'log lines as text, or as JSON for machines').choices(['text', 'json']))
    .showHelpAfterError('(run with --help for the options)')
    .configureOutput({ outputError: (text, write) => write(withMeantChoice(text)) })
    .exitOverride()
    .addHelpText('after', EXIT_HELP);

  const config = () => new Option('-c, --config <file>', 'configuration').default('huntsync.yaml');
  const json = () => new Option('--json', 'print JSON for machines on stdout');
  const platform = () => new Option('-p, --platform <name...>', 'only these platforms');
  const shard = () => new Option('--shard <I/N>', 'only the I-th of N parts of the hunts');
  const example = (text: string) => `\nExample:\n  ${text}\n`;

  addSetUpCommands(program, run, siems);

  program
    .command('plan')
    .description('show what a sync would change; writes nothing')
    .addOption(config())
    .addOption(platform())
    .addOption(shard())
    .option('--markdown [file]', 'write it as Markdown for a pull request too; in place of the text without a file')
    .addOption(json())
    .addHelpText('after', example('huntsync plan --config huntsync.yaml'))
    .action((options) => run(async (context) => (await import('./plan.ts')).plan(options, context)));

  program
    .command('sync')
    .description('bring the platforms to what the articles call for, once or on a schedule')
    .addOption(config())
    .addOption(platform())
    .addOption(shard())
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
    .addOption(json())
    .addHelpText('after', example('huntsync sync --config huntsync.yaml --every 30m'))
    .action((options) => run(async (context) => (await import('./sync.ts')).sync(options, context)));

  program
    .command('collect')
    .description('read the configured feeds, classify their articles, and write them as briefings')
    .addOption(config())
    .requiredOption(
      '-o, --out <folder>',
      'where the briefings go: FOLDER/YYYY-MM-DD/title.md, only new and changed ones',
    )
    .addOption(json())
    .addHelpText('after', example('huntsync collect --config huntsync.yaml --out ./briefings'))
    .action((options) => run(async (context) => (await import('./collect.ts')).collect(options, context)));

  program
    .command('feeds')
    .description("turn a feed reader's OPML file into a list of feeds for the configuration")
    .argument('<opml>', 'a file')
    .addOption(json())
    .addHelpText('after', example('huntsync feeds subscriptions.opml > feeds.yaml'))
    .action((file, options) =>
      run(async (context) => (await import('./feeds.ts')).feeds({ file, ...options }, context)),
    );

  program
    .command('catalogue')
    .description('list our own use cases, or explain one')
    .argument('[id]', 'a use case, such as UC_LSASS')
    .option('--lint', 'check the catalogue: techniques, queries, triggers; exit 1 on any fault')
    .option('--folder <folder>', 'another folder of *.yaml files')
    .option('-c, --config <file>', 'configuration, for its environment')
    .option('--schema [samples]', 'print the JSON Schema of a catalogue file, or of a file of samples')
    .addOption(json())
    .addHelpText('after', example('huntsync catalogue UC_LSASS'))
    .action((id, options) =>
      run(async (context) => (await import('./catalogue.ts')).catalogue({ id, ...options }, context)),
    );

  program
    .command('articles')
    .description('read briefings and print what was read')
    .argument('<paths...>', 'files or folders')
    .option('-c, --config <file>', 'configuration, for its environment and policy')
    .option('--jsonl', 'one JSON object a line')
    .addOption(json())
    .addHelpText('after', example('huntsync articles ./briefings --jsonl'))
    .action((paths, options) =>
      run(async (context) => (await import('./articles.ts')).articles({ paths, ...options }, context)),
    );

  program
    .command('hunts')
    .description('list the distinct hunts of briefings; --jsonl tells what each platform would get')
    .argument('<paths...>', 'files or folders')
    .option('-c, --config <file>', 'configuration, for its environment and policy')
    .option('--jsonl', 'one JSON object a line')
    .addOption(json())
    .addHelpText('after', example('huntsync hunts ./briefings --jsonl'))
    .action((paths, options) =>
      run(async (context) => (await import('./hunts.ts')).hunts({ paths, ...options }, context)),
    );

  program
    .command('check')
    .description('check every query of briefings: does it run on its platform, and if not, why')
    .argument('[paths...]', 'files or folders; - for a briefing or a fenced query on stdin')
    .option('-c, --config <file>', 'configuration, for its environment')
    .addOption(new Option('--language <id>', 'stdin is one bare query in this language').choices(languages))
    .option('--strict', 'exit 1 if any query is rejected')
    .addOption(json())
    .addOption(new Option('--sarif', 'print SARIF 2.1.0 for code review tools').conflicts('json'))
    .option('--explain <code>', 'the same as `huntsync explain <code>`')
    .addHelpText('after', example('huntsync check ./briefings --strict'))
    .action((paths, options) =>
      run(async (context) => (await import('./check.ts')).check({ paths, ...options }, context)),
    );

  program
    .command('prove')
    .description(
      'run hunts here: use cases on their sample events, hunts of briefings on rows made of their own literals',
    )
    .argument('[paths...]', 'files or folders of briefings, or use cases such as UC_LSASS')
    .option('--catalogue', 'all our own use cases, which is what is run if nothing is named')
    .option('--folder <folder>', 'another folder of *.yaml files')
    .option('-c, --config <file>', 'configuration, for its environment')
    .addOption(json())
    .addHelpText('after', example('huntsync prove --catalogue'))
    .action((paths, options) =>
      run(async (context) => (await import('./prove.ts')).prove({ paths, ...options }, context)),
    );

  program
    .command('run')
    .alias('verify')
    .description('run our hunts on their platforms and tell what they find: hits, no data, errors, time')
    .argument('[keys...]', 'hunts by key, name or id; all that are in use where none is named')
    .addOption(config())
    .addOption(platform())
    .option('--new', 'only hunts that have never run')
    .option('--article <id...>', 'only hunts that these articles call for')
    .option('--since <time>', "look so far back (30d, 12h, 4w) instead of over each hunt's own window")
    .option('--evidence [rows]', 'keep the first rows of each hunt that hits (3, at most 10)')
    .addOption(json())
    .addHelpText('after', example('huntsync run --new --since 30d'))
    .action((keys, options) => run(async (context) => (await import('./run.ts')).run({ keys, ...options }, context)));

  program
    .command('queue')
    .description('what to hunt first today, with the reasons')
    .addOption(config())
    .addOption(platform())
    .option('--limit <n>', 'how many hunts to show of each platform (20)')
    .addOption(json())
    .addHelpText('after', example('huntsync queue'))
    .action((options) => run(async (context) => (await import('./queue.ts')).queue(options, context)));

  program
    .command('report')
    .description(
      'write one file for the weekly meeting: what changed, the queue, coverage and its gaps, what needs a hand',
    )
    .argument('[file]', 'an HTML page that needs nothing else; - for stdout')
    .addOption(config())
    .addOption(platform())
    .option('--since <time>', 'how far back news go', '7d')
    .option('--markdown [file]', 'the same as Markdown, to a file or to stdout')
    .addHelpText('after', example('huntsync report hunts.html --since 7d'))
    .action((file, options) =>
      run(async (context) => (await import('./report.ts')).report({ file, ...options }, context)),
    );

  program
    .command('doctor')
    .description('check what stands between huntsync and your platforms: one line a check, with what to do')
    .addOption(config())
    .addOption(platform())
    .option('--offline', 'only this machine and the configuration; needs no secrets')
    .addOption(json())
    .addHelpText('after', example('huntsync doctor --offline'))
    .action((options) => run(async (context) => (await import('./doctor.ts')).doctor(options, context)));

  const dryRun = () => new Option('--dry-run', 'show the plan and write nothing; 2 means that there are changes');
  const force = () => new Option('--force', 'even where it changes more than policy.maxChangePercent');
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
      .addOption(config())
      .addOption(platform())
      .addOption(dryRun())
      .addOption(force())
      .addOption(json())
      .addHelpText('after', example(shows))
      .action((keys, options) =>
        run(async (context) => (await import('./operate.ts')).operate(operation, { keys, ...options }, context)),
      );
  }

  program
    .command('quarantine')
    .description('list new hunts that wait because a limit of the policy is used up; --approve lets them pass')
    .addOption(config())
    .addOption(platform())
    .option('--approve [keys...]', 'create these hunts now; all that wait where none is named')
    .addOption(json())
    .addHelpText('after', example('huntsync quarantine --approve uc:UC_DNS_TUNNEL'))
    .action((options) => run(async (context) => (await import('./quarantine.ts')).quarantine(options, context)));

  program
    .command('undo')
    .description('undo a run: what it created is retired, what it changed is as it was')
    .argument(
      '[run]',
      'the id that the sync told, or a file with what `sync --json` printed; the last run where not given',
    )
    .option('--list', 'tell which runs are kept on this machine, and change nothing')
    .addOption(config())
    .addOption(platform())
    .addOption(dryRun())
    .addOption(force())
    .addOption(json())
    .addHelpText('after', example('huntsync undo --dry-run'))
    .action((name, options) =>
      run(async (context) => (await import('./undo.ts')).undo({ run: name, ...options }, context)),
    );

  program
    .command('export')
    .description('write the hunts as files: to install on a platform, as ATT&CK Navigator layers, or as a STIX bundle')
    .argument('<kind>', `${kinds.join(', ')}, navigator or stix`)
    .argument('<folder>', 'where the files go')
    .argument('[paths...]', 'briefings to read instead of the configured sources: no configuration is needed then')
    .option('-c, --config <file>', 'configuration (huntsync.yaml where no paths are named); it needs no platforms')
    .addOption(platform())
    .option('--live', '(navigator) ask the platforms which hunts they have in use')
    .addOption(json())
    .addHelpText('after', example(`huntsync export ${kinds[0]} ./export`))
    .action((kind, folder, paths, options) =>
      run(async (context) => (await import('./export.ts')).exportHunts({ kind, folder, paths, ...options }, context)),
    );

  program
    .command('explain')
    .description('tell what a code means, what brings it about and what to do; without a code, list all of them')
    .argument('[code]', 'a code that some output printed, such as unclosed-fence')
    .addOption(json())
    .addHelpText('after', example('huntsync explain unclosed-fence'))
    .action((code, options) =>
      run(async (context) => (await import('./explain.ts')).explain({ code, ...options }, context)),
    );

  program
    .command('status')
    .description('show what is on each platform: managed, drifted, retired, and unmanaged objects')
    .addOption(config())
    .addOption(platform())
    .addOption(json())
    .addOption(
      new Option('--fail-on <what...>', 'end with 1 where hunts are edited, rejected or see no data').choices([
        'drift',
        'rejected',
        'blind',
      ]),
    )
    .addHelpText('after', example('huntsync status --json'))
    .action((options) => run(async (context) => (await import('./status.ts')).status(options, context)));

  program
    .command('serve')
    .description('show articles, hunts, drift and runs of your platforms as a web page, read only, on this machine')
    .addOption(config())
    .option('--port <n>', 'where it listens (8790); 0: any that is free')
    .option('--host <address>', 'another address than 127.0.0.1; there is no log-in')
    .addHelpText('after', example('huntsync serve --config huntsync.yaml'))
    .action((options) => run(async (context) => (await import('./serve.ts')).serve(options, context)));

  program
    .command('sandbox')
    .description('start stand-ins for the platforms on this machine, with the web page of `serve` over them')
    .option('--state <folder>', 'keep what is written there between runs')
    .addOption(new Option('--demo', 'sync the sample briefings twice, show the result, and end').conflicts('json'))
    .addOption(json())
    .addHelpText('after', example('huntsync sandbox --state .sandbox'))
    .action((options) => run(async (context) => (await import('./sandbox.ts')).sandbox(options, context)));

  groupCommands(program);
  return program;
}

const EXIT_HELP = `
Exit codes:
  0  fine
  1  something failed, or the run is incomplete
  2  (plan) there are changes
  3  refused as unsafe
  4  bad usage or configuration
`;
