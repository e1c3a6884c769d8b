import { type Command, Option } from 'commander';
import { languagesOf, type Siem } from '../sync/siem.ts';
import { configOption, exampleText, jsonOption, type RunCommand } from './program-options.ts';

/** Commands that read and check what there is. */
export function addReadCommands(program: Command, run: RunCommand, siems: readonly Siem[]): void {
  const languages = languagesOf(siems).map(({ id }) => id);
  program
    .command('collect')
    .description('read the configured feeds, classify their articles, and write them as briefings')
    .addOption(configOption())
    .requiredOption(
      '-o, --out <folder>',
      'where the briefings go: FOLDER/YYYY-MM-DD/title.md, only new and changed ones',
    )
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync collect --config huntsync.yaml --out ./briefings'))
    .action((options) => run(async (context) => (await import('./collect.ts')).collect(options, context)));

  program
    .command('feeds')
    .description("turn a feed reader's OPML file into a list of feeds for the configuration")
    .argument('<opml>', 'a file')
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync feeds subscriptions.opml > feeds.yaml'))
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
    .addOption(
      new Option('--schema [which]', 'print the JSON Schema of a catalogue file, or of a file of samples').choices([
        'samples',
      ]),
    )
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync catalogue UC_LSASS'))
    .action((id, options) =>
      run(async (context) => (await import('./catalogue.ts')).catalogue({ id, ...options }, context)),
    );

  program
    .command('articles')
    .description('read briefings and print what was read')
    .argument('<paths...>', 'files or folders')
    .option('-c, --config <file>', 'configuration, for its environment and policy')
    .addOption(new Option('--jsonl', 'one JSON object a line').conflicts('json'))
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync articles ./briefings --jsonl'))
    .action((paths, options) =>
      run(async (context) => (await import('./articles.ts')).articles({ paths, ...options }, context)),
    );

  program
    .command('hunts')
    .description('list the distinct hunts of briefings; --jsonl tells what each platform would get')
    .argument('<paths...>', 'files or folders')
    .option('-c, --config <file>', 'configuration, for its environment and policy')
    .addOption(new Option('--jsonl', 'one JSON object a line').conflicts('json'))
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync hunts ./briefings --jsonl'))
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
    .addOption(jsonOption())
    .addOption(new Option('--sarif', 'print SARIF 2.1.0 for code review tools').conflicts('json'))
    .option('--explain <code>', 'the same as `huntsync explain <code>`')
    .addHelpText('after', exampleText('huntsync check ./briefings --strict'))
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
    .addOption(jsonOption())
    .addHelpText('after', exampleText('huntsync prove --catalogue'))
    .action((paths, options) =>
      run(async (context) => (await import('./prove.ts')).prove({ paths, ...options }, context)),
    );
}
