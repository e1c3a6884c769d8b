import { Command, Option } from 'commander';
import type { Siem } from '../sync/siem.ts';
import { packageVersion } from './context.ts';
import { groupCommands } from './groups.ts';
import { withMeantChoice } from './meant-choice.ts';
import { addOperateCommands } from './program-operate.ts';
import type { RunCommand } from './program-options.ts';
import { addReadCommands } from './program-read.ts';
import { addReportCommands } from './program-report.ts';
import { addSetUpCommands } from './program-set-up.ts';
import { addSyncCommands } from './program-sync.ts';

/** The parts of the program, each in a file, by the names of their commands. */
const PARTS: readonly {
  readonly names: readonly string[];
  readonly add: (program: Command, run: RunCommand, siems: readonly Siem[]) => void;
}[] = [
  { names: ['plan', 'sync', 'quarantine', 'status'], add: addSyncCommands },
  { names: ['collect', 'feeds', 'catalogue', 'articles', 'hunts', 'check', 'prove'], add: addReadCommands },
  { names: ['run', 'verify', 'queue', 'report', 'export', 'serve', 'explain'], add: addReportCommands },
  { names: ['retire', 'restore', 'prune', 'accept', 'undo'], add: addOperateCommands },
];

/**
 * Builds the command line. Each action loads its command only when it is called, so that `--help` stays quick.
 *
 * @param asked the first word of the command line: where it is a command, only the part that has it is built.
 */
export function createProgram(run: RunCommand, siems: readonly Siem[], asked = ''): Command {
  const places = listed(siems.map(({ title }) => `in ${title}`));
  const program = new Command('huntsync')
    .description(`Keeps the hunts of classified threat-intel articles alive ${places}.`)
    .version(packageVersion())
    .option('-v, --verbose', 'tell more on stderr')
    .addOption(new Option('--log <format>', 'log lines as text, or as JSON for machines').choices(['text', 'json']))
    .showHelpAfterError('(run with --help for the options)')
    .configureOutput({ outputError: (text, write) => write(withMeantChoice(text)) })
    .exitOverride()
    .addHelpText('after', EXIT_HELP);

  const only = PARTS.filter(({ names }) => names.includes(asked));
  if (only.length === 0) addSetUpCommands(program, run, siems);
  for (const { add } of only.length === 0 ? PARTS : only) add(program, run, siems);
  groupCommands(program);
  return program;
}

/** `a, b and c`. Intl.ListFormat loads tables that take as long as all else that `--help` does. */
function listed(parts: readonly string[]): string {
  const first = parts.slice(0, -1).join(', ');
  return [first, ...parts.slice(-1)].filter((part) => part !== '').join(' and ');
}

const EXIT_HELP = `
Exit codes:
  0  fine
  1  something failed, or the run is incomplete
  2  (plan) there are changes
  3  refused as unsafe
  4  bad usage or configuration
`;
