import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../../../src/commands/program.ts';
import { SIEMS } from '../../../src/siems.ts';

/** docs/cli.md, of the program itself. */
export function cliPage(): string {
  const program = createProgram(async () => undefined, SIEMS);
  const [, exitCodes = ''] = helpOf(program).split('\nExit codes:\n');
  const sections = [...program.commands].sort((a, b) => (a.name() < b.name() ? -1 : 1)).map(commandSection);
  return `${[HEAD, '## huntsync', optionTable(program.options), 'Exit codes:', fence(exitCodes.replace(/^ {2}/gm, '').trim()), ...sections].join('\n\n')}\n`;
}

const HEAD = `# Commands

Made from the code by \`npm run docs\`. By task: [operate.md](operate.md). Plans, reports and JSON go to stdout, everything else to
stderr; \`NO_COLOR\` is respected. What \`--json\` and \`--jsonl\` print: [json.md](json.md).`;

function commandSection(command: Command): string {
  const [, example = ''] = /\nExample:\n {2}(.+)\n/.exec(helpOf(command)) ?? [];
  const also = command.aliases().map((alias) => ` Also \`huntsync ${alias}\`.`);
  const rows = command.registeredArguments.map(argumentRow);
  return [
    `## huntsync ${command.name()}`,
    `${capital(command.description())}.${also.join('')}`,
    fence(`huntsync ${command.name()} ${command.usage()}`),
    rows.length > 0 ? optionTable(command.options, rows) : optionTable(command.options),
    `For example: \`${example}\``,
  ].join('\n\n');
}

function argumentRow(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '…' : ''}`;
  const choices = argument.argChoices ? ` (${argument.argChoices.join(', ')})` : '';
  return row(argument.required ? name : `[${name}]`, `${argument.description}${choices}`);
}

function optionTable(options: readonly Option[], first: readonly string[] = []): string {
  const rows = options.map((option) => {
    const choices = option.argChoices ? ` (${option.argChoices.join(', ')})` : '';
    const value = option.defaultValue === undefined ? '' : ` (default: ${String(option.defaultValue)})`;
    return row(option.flags, `${option.description}${option.mandatory ? ' (required)' : ''}${choices}${value}`);
  });
  return ['| option | meaning |', '|---|---|', ...first, ...rows].join('\n');
}

function row(name: string, meaning: string): string {
  return `| \`${name}\` | ${meaning.replaceAll('|', '\\|')} |`;
}

function fence(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 1000,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
