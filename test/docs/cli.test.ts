import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProgram } from '../../src/commands/program.ts';
import { SIEMS } from '../../src/siems.ts';
import { cliPage } from '../support/pages/cli.ts';
import { ROOT } from '../support/world.ts';

/** After a change of a command: `npm run docs`. */
test('docs/cli.md says what the program takes', async () => {
  await expect(cliPage()).toMatchFileSnapshot(join(ROOT, 'docs/cli.md'));
});

test('every command has its description, each option and an example on it', () => {
  const page = cliPage();
  const { commands } = createProgram(async () => undefined, SIEMS);
  expect(commands.length).toBeGreaterThan(12);
  for (const command of commands) {
    const [section = ''] = (page.split(`\n## huntsync ${command.name()}\n`)[1] ?? '').split('\n## ');
    expect(command.description(), command.name()).not.toBe('');
    for (const { flags, description } of command.options) {
      expect(section).toContain(`| \`${flags}\` |`);
      expect(description, `${command.name()} ${flags}`).not.toBe('');
    }
    expect(section, command.name()).toMatch(/^For example: `huntsync .+`$/m);
  }
});
