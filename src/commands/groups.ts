import { type Command, Help } from 'commander';
import { besideText } from '../core/wrap.ts';

/** The commands by what one is about to do, in the order of help. A command that is not here stands behind them all. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'Set up:': ['init', 'doctor', 'sandbox', 'completion'],
  'Read and check:': ['articles', 'hunts', 'check', 'prove', 'catalogue', 'feeds', 'collect'],
  'Sync:': ['plan', 'sync', 'status', 'quarantine'],
  'Operate by hunt:': ['adopt', 'accept', 'retire', 'restore', 'prune', 'undo'],
  'Hunt:': ['run', 'queue'],
  'Report and export:': ['serve', 'report', 'export'],
  'Explain:': ['explain'],
};

/** Names of the groups, in the order of help. */
export const COMMAND_GROUPS: readonly string[] = Object.keys(GROUPS);

/** Puts each command of the program under its group in help. Call it when all commands are there. */
export function groupCommands(program: Command): void {
  for (const command of program.commands) {
    const group = COMMAND_GROUPS.find((name) => GROUPS[name]?.includes(command.name()));
    if (group !== undefined) command.helpGroup(group);
    command.configureHelp({ formatItem });
  }
  const last = COMMAND_GROUPS.at(-1) ?? '';
  program.commandsGroup(last).helpCommand('help [command]', 'tell about a command and its options');
  program.configureHelp({
    formatItem,
    // All of them take some.
    subcommandTerm: (command) => new Help().subcommandTerm(command).replace(' [options]', ''),
    groupItems(_all, visible, groupOf) {
      const groups = [...new Set(visible.map(groupOf))].sort((a, b) => rank(a) - rank(b));
      return new Map(groups.map((group) => [group, visible.filter((item) => groupOf(item) === group)]));
    },
  });
}

/** An entry of help: what it means stands beside it, or below it where the terminal is narrow. */
function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  return besideText(`  ${term.padEnd(termWidth)}  `, description, helper.helpWidth);
}

/** Where a heading of help stands; headings that are no group of commands keep their order, behind all groups. */
function rank(group: string): number {
  const at = COMMAND_GROUPS.indexOf(group);
  return at < 0 ? COMMAND_GROUPS.length : at;
}
