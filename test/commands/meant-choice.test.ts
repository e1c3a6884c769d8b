import { expect, test } from 'vitest';
import { createProgram } from '../../src/commands/program.ts';
import { SIEMS } from '../../src/siems.ts';

/** What the program says on stderr of words that it does not take. */
async function saidOf(...words: readonly string[]): Promise<string> {
  let said = '';
  const program = createProgram(async () => undefined, SIEMS);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeErr: (text) => {
        said += text;
      },
    });
  }
  await program.parseAsync(['node', 'huntsync', ...words]).catch(() => undefined);
  return said;
}

test.each([
  ['a command', ['snyc'], 'sync'],
  ['an option', ['sync', '--evry', '3m'], '--every'],
  ['a choice of an option', ['status', '--fail-on', 'drft'], 'drift'],
  ['a choice of an option of the program', ['--log', 'jsn', 'plan'], 'json'],
  ['a choice of an argument', ['completion', 'powershel'], 'powershell'],
])('%s that is misspelt: the one that is near', async (_, words, meant) => {
  expect(await saidOf(...words)).toContain(`(Did you mean ${meant}?)`);
});

test('nothing is guessed where nothing is near', async () => {
  const said = await saidOf('completion', 'something-else');
  expect(said).toContain('Allowed choices are bash, zsh, fish, powershell.');
  expect(said).not.toContain('Did you mean');
});
