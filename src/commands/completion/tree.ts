import type { Argument, Command, Option } from 'commander';

/** What a shell has to know of one command; the program itself is one. */
export interface CompletionCommand {
  /** Empty for the program itself. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly options: readonly CompletionOption[];
  /** Values of its first argument; none where it is a file or free text. */
  readonly choices: readonly string[];
}

export interface CompletionOption {
  /** `-c`; absent where there is none. */
  readonly short: string | undefined;
  /** `--config`. */
  readonly long: string;
  readonly description: string;
  /** Whether a value may follow. */
  readonly value: 'none' | 'one' | 'many';
  readonly choices: readonly string[];
}

/** The program, then its commands in the order in which help lists them. */
export function completionTree(program: Command): readonly [CompletionCommand, ...CompletionCommand[]] {
  const help = program.createHelp();
  const commands = help.visibleCommands(program).map((command) => describe(command, command.name()));
  return [{ ...describe(program, ''), choices: commands.map(({ name }) => name) }, ...commands];

  function describe(command: Command, name: string): CompletionCommand {
    return {
      name,
      aliases: command.aliases(),
      description: command.description(),
      options: help.visibleOptions(command).map(optionOf),
      choices: firstChoices(command.registeredArguments),
    };
  }
}

function firstChoices([first]: readonly Argument[]): readonly string[] {
  return first?.argChoices ?? [];
}

function optionOf({ short, long, description, required, optional, variadic, argChoices }: Option): CompletionOption {
  return {
    short,
    long: long ?? '',
    description,
    value: required || optional ? (variadic ? 'many' : 'one') : 'none',
    choices: argChoices ?? [],
  };
}

/** A command's name and what else it is called. */
export function namesOfCommand({ name, aliases }: CompletionCommand): string[] {
  return [name, ...aliases];
}

/** `-c` and `--config`, as far as there are both. */
export function flagsOf({ short, long }: CompletionOption): string[] {
  return short === undefined ? [long] : [short, long];
}
