import { expect, test } from 'vitest';
import { COMMAND_GROUPS } from '../../src/commands/groups.ts';
import { createProgram } from '../../src/commands/program.ts';
import { SIEMS } from '../../src/siems.ts';

const program = createProgram(async () => undefined, SIEMS);

test('every command stands in a group', () => {
  expect(
    program.commands.filter((command) => !COMMAND_GROUPS.includes(command.helpGroup())).map((one) => one.name()),
  ).toEqual([]);
});

test('help shows the groups in their order, each command once', () => {
  const help = program.helpInformation();
  const places = ['Options:', ...COMMAND_GROUPS].map((group) => help.indexOf(`\n${group}\n`));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(help).not.toContain('\nCommands:\n');
  for (const command of [...program.commands.map((one) => one.name()), 'help']) {
    expect(help.match(new RegExp(`^  ${command}\\b`, 'gm')), command).toHaveLength(1);
  }
});

test.each([60, 80, 120])('help is no wider than a terminal of %i columns', (columns) => {
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ getOutHelpWidth: () => columns });
    const wide = command
      .helpInformation()
      .split('\n')
      .filter((line) => line.length > columns && !line.startsWith('Usage:'));
    expect([command.name(), wide]).toEqual([command.name(), []]);
  }
});
