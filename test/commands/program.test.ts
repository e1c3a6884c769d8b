import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from '../../src/commands/program.ts';
import { SIEMS } from '../../src/siems.ts';

const ignore = async () => undefined;
const whole = createProgram(ignore, SIEMS);
const names = whole.commands.flatMap((command) => [command.name(), ...command.aliases()]);

const find = (program: Command, name: string) =>
  program.commands.find((command) => command.name() === name || command.aliases().includes(name));

test.each(names)('%s is the same where only its part of the program is built', (name) => {
  const part = createProgram(ignore, SIEMS, name);
  expect(find(part, name)?.helpInformation()).toBe(find(whole, name)?.helpInformation());
  expect(part.helpInformation().split('\n').slice(0, 3)).toEqual(whole.helpInformation().split('\n').slice(0, 3));
});

test.each(['', '--help', 'help', 'plna', '--log', 'completion'])('after "%s" all of it is built', (asked) => {
  expect(createProgram(ignore, SIEMS, asked).helpInformation()).toBe(whole.helpInformation());
});

test('what most runs ask for is built without the rest', () => {
  expect(createProgram(ignore, SIEMS, 'plan').commands.length).toBeLessThan(whole.commands.length / 2);
});
