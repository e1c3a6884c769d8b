import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { reportError } from '../../src/commands/errors.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Log } from '../../src/core/log.ts';
import { SETTINGS } from '../support/siems.ts';

/** What is printed of a configuration with this text. */
function printed(text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-errors-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'huntsync.yaml');
  writeFileSync(file, text);
  const lines: string[] = [];
  const log = { error: (line: string) => lines.push(line.replace(file, 'huntsync.yaml')) } as unknown as Log;
  try {
    loadConfig(file, { env: {}, siems: SETTINGS });
  } catch (error) {
    expect(reportError(error, log)).toBe(4);
  }
  return lines;
}

test('one fault of YAML is one line with a caret, however many lines have it, and shows no value', () => {
  const text = 'sources:\n\t- kind: briefings\n\t  path: ./b\nplatforms:\n\t- token: hunter2\n\t\tname: x\n';
  const [head, fault, line, caret, ...more] = printed(text);
  expect(head).toMatch(/has 1 problem\.$/);
  expect(fault).toBe('  huntsync.yaml:2:1 yaml: a tab cannot indent in YAML; use blanks (4 lines have one)');
  expect(line).toBe('    2 | →- kind: ·········');
  expect(caret).toBe('        ^');
  expect(more).toHaveLength(1);
  expect(printed('platforms:\n  - token: "hunter2\n').join('\n')).not.toContain('hunter2');
});

test('problems of values come in the order of lines, without excerpts', () => {
  const lines = printed('policy:\n  onDrift: x\n  concurrency: 100\nsources: {}\nplatforms: x\n');
  expect(lines.slice(1, -1).map((line) => /:(\d+):/.exec(line)?.[1])).toEqual(['2', '3', '4', '5']);
});
