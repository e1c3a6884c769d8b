import { type CompletionCommand, type CompletionOption, namesOfCommand } from './tree.ts';

/** A script for fish: https://fishshell.com/docs/current/cmds/complete.html says what each switch is. */
export function fishCompletion([program, ...commands]: readonly [CompletionCommand, ...CompletionCommand[]]): string {
  const first = '-n __fish_use_subcommand';
  const lines = [
    ...program.options.map((option) => optionLine(option, first)),
    ...commands.flatMap((command) =>
      namesOfCommand(command).map(
        (name) => `complete -c huntsync ${first} -f -a ${name} -d ${quoted(command.description)}`,
      ),
    ),
    ...commands.flatMap((command) => {
      const own = `-n ${quoted(`__fish_seen_subcommand_from ${namesOfCommand(command).join(' ')}`)}`;
      const values =
        command.choices.length > 0 ? [`complete -c huntsync ${own} -f -a ${quoted(command.choices.join(' '))}`] : [];
      return [...command.options.map((option) => optionLine(option, own)), ...values];
    }),
  ];
  return `# fish completion of huntsync, made by \`huntsync completion fish\`.\n${lines.join('\n')}\n`;
}

function optionLine({ short, long, description, value, choices }: CompletionOption, condition: string): string {
  const flags = `${short === undefined ? '' : `-s ${short.slice(1)} `}-l ${long.slice(2)}`;
  const values = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : value === 'none' ? '' : ' -r -F';
  return `complete -c huntsync ${condition} ${flags}${values} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
