import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { completion } from '../../src/commands/completion/index.ts';
import { completionTree } from '../../src/commands/completion/tree.ts';
import type { Context } from '../../src/commands/context.ts';
import { createProgram } from '../../src/commands/program.ts';
import { SIEMS } from '../../src/siems.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'];
const program = createProgram(async () => undefined, SIEMS);
const tree = completionTree(program);
const scripts = new Map<string, string>();
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-completion-'));
  for (const shell of SHELLS) {
    const context = { print: (text: string) => void scripts.set(shell, `${text}\n`) } as unknown as Context;
    await completion({ shell, program }, context);
    writeFileSync(join(folder, shell), scripts.get(shell) ?? '');
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const has = (command: string) => spawnSync(command, ['--version']).status === 0;

describe('the tree is the program', () => {
  test('every command, option and choice is in it', () => {
    const [root, ...commands] = tree;
    expect(root.choices).toEqual(commands.map(({ name }) => name));
    for (const { name, options, aliases } of program.commands.map((command) => ({
      name: command.name(),
      options: command.options,
      aliases: command.aliases(),
    }))) {
      const own = commands.find((one) => one.name === name);
      expect(own?.aliases).toEqual(aliases);
      expect(own?.options.map(({ long }) => long)).toEqual([...options.map(({ long }) => long), '--help']);
    }
    const sync = commands.find(({ name }) => name === 'sync');
    expect(sync?.options.find(({ long }) => long === '--run')).toMatchObject({ value: 'one', choices: ['new', 'all'] });
    expect(commands.find(({ name }) => name === 'completion')?.choices).toEqual(SHELLS);
  });

  test('what goes into scripts unquoted is plain', () => {
    const words = tree.flatMap(({ name, aliases, choices, options }) => [
      ...(name === '' ? [] : [name]),
      ...aliases,
      ...choices,
      ...options.flatMap(({ short, long, choices: own }) => [...(short ? [short] : []), long, ...own]),
    ]);
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter((word) => !/^-{0,2}[A-Za-z][\w-]*$/.test(word))).toEqual([]);
  });
});

test.each(SHELLS)('the script for %s knows every command, option and choice', (shell) => {
  const script = scripts.get(shell) ?? '';
  // fish writes `-l config` for --config.
  const has = (flag: string) => script.includes(flag) || script.includes(`-l ${flag.slice(2)}`);
  for (const { name, options, choices } of tree) {
    expect(script, name).toContain(name);
    for (const { long, choices: own } of options) {
      expect(has(long), `${name} ${long}`).toBe(true);
      for (const choice of own) expect(script, `${name} ${long} ${choice}`).toContain(choice);
    }
    for (const choice of choices) expect(script).toContain(choice);
  }
});

test('a shell that there is none for is a fault of usage', async () => {
  await expect(completion({ shell: 'tcsh', program }, {} as Context)).rejects.toMatchObject({ exitCode: 4 });
});

describe.skipIf(!has('bash'))('in bash', () => {
  /** What bash offers at the end of these words. */
  function offered(...words: readonly string[]): string[] {
    const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _huntsync; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr, status } = spawnSync(
      'bash',
      ['--norc', '-c', script, 'bash', join(folder, 'bash'), 'huntsync', ...words],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    return stdout.split('\n').filter((line) => line !== '');
  }

  test('it is registered, and falls back to files', () => {
    const { stdout } = spawnSync(
      'bash',
      ['--norc', '-c', 'source "$1"; complete -p huntsync', 'bash', join(folder, 'bash')],
      {
        encoding: 'utf8',
      },
    );
    expect(stdout.trim()).toBe('complete -o default -F _huntsync huntsync');
  });

  test('offers commands', () => {
    expect(offered('')).toEqual(tree[0].choices);
    expect(offered('pl')).toEqual(['plan']);
    expect(offered('--verbose', 'doc')).toEqual(['doctor']);
    expect(offered('--log', 'json', 'doc')).toEqual(['doctor']);
  });

  test('offers the options of the command', () => {
    expect(offered('sync', '--ev')).toEqual(['--every']);
    expect(offered('plan', '--ev')).toEqual([]);
    expect(offered('verify', '--evid')).toEqual(['--evidence']);
    expect(offered('--lo')).toEqual(['--log']);
    expect(offered('sync', '--config', 'f.yaml', '--plan')).toEqual(
      ['--plan-hash', '--platform'].filter((one) => one.startsWith('--plan')),
    );
  });

  test('offers the values of an option, all of those that it takes', () => {
    expect(offered('--log', '')).toEqual(['text', 'json']);
    expect(offered('sync', '--run', '')).toEqual(['new', 'all']);
    expect(offered('status', '--fail-on', 'drift', 're')).toEqual(['rejected']);
    expect(offered('status', '--fail-on', 'drift', '--js')).toEqual(['--json']);
    expect(offered('init', '-p', '')).toEqual(SIEMS.filter(({ start }) => start).map(({ kind }) => kind));
    expect(offered('completion', '')).toEqual(SHELLS);
  });

  test('leaves files to bash', () => {
    expect(offered('plan', '--config', '')).toEqual([]);
    expect(offered('check', '')).toEqual([]);
  });
});

describe('other shells read their scripts, where they are installed', () => {
  test.skipIf(!has('zsh'))('zsh', () => {
    expect(spawnSync('zsh', ['-n', join(folder, 'zsh')], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });
  test.skipIf(!has('fish'))('fish', () => {
    expect(spawnSync('fish', ['--no-execute', join(folder, 'fish')], { encoding: 'utf8' })).toMatchObject({
      status: 0,
    });
  });
  test.skipIf(!has('pwsh'))('PowerShell', () => {
    const parse = `$e = $null; [void][System.Management.Automation.Language.Parser]::ParseFile('${join(folder, 'powershell')}', [ref]$null, [ref]$e); exit $e.Count`;
    expect(spawnSync('pwsh', ['-NoProfile', '-Command', parse]).status).toBe(0);
  });

  /** Without the shells: the form of each line. */
  test('quotes are closed on each line', () => {
    const count = (line: string) => line.replaceAll("'\\''", '').replaceAll("\\'", '').split("'").length - 1;
    for (const shell of ['zsh', 'fish', 'powershell']) {
      const lines = (scripts.get(shell) ?? '').split('\n').filter((line) => !line.startsWith('#'));
      expect(lines.length).toBeGreaterThan(50);
      expect(
        lines.filter((line) => count(line) % 2 === 1),
        shell,
      ).toEqual([]);
    }
    const fish = (scripts.get('fish') ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(fish.filter((line) => !/^complete -c huntsync -n /.test(line))).toEqual([]);
  });
});
