import type { Command as CommanderCommand } from 'commander';
import { EXIT, UsageError } from '../../core/errors.ts';
import type { Command } from '../context.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { powershellCompletion } from './powershell.ts';
import { completionTree } from './tree.ts';
import { zshCompletion } from './zsh.ts';

const MADE = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion, powershell: powershellCompletion };

export interface CompletionOptions {
  readonly shell: string;
  readonly program: CommanderCommand;
}

/** Prints the script that makes a shell complete the program's commands, options and their values. */
export const completion: Command<CompletionOptions> = async ({ shell, program }, { print }) => {
  const make = Object.hasOwn(MADE, shell) ? MADE[shell as keyof typeof MADE] : undefined;
  if (!make)
    throw new UsageError(`There is no completion for ${shell}.`, `There is one for ${Object.keys(MADE).join(', ')}.`);
  print(make(completionTree(program)).trimEnd());
  return EXIT.ok;
};
