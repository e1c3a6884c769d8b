import { describe, expect, test } from 'vitest';
import { HuntsyncError, messageOf } from '../../src/core/errors.ts';
import { hashOf } from '../../src/core/hash.ts';
import { createLog, redact, registerPassingSecret, registerSecret } from '../../src/core/log.ts';
import { formatProblem } from '../../src/core/problem.ts';
import { createLines } from '../../src/core/progress.ts';

describe('the log', () => {
  test('never shows a registered secret, in any spelling', () => {
    registerSecret('p@ss"word/1');
    const lines: string[] = [];
    createLog({ write: (line) => lines.push(line) }).info('p@ss"word/1 p%40ss%22word%2F1 p@ss\\"word/1');
    expect(lines).toEqual(['[secret] [secret] [secret]\n']);
  });

  test('does not take very short values for secrets, which would blank out half of every line', () => {
    registerSecret('a');
    registerSecret(undefined);
    expect(redact('a b')).toBe('a b');
  });

  test('keeps quiet below its level and strips what moves a cursor', () => {
    const lines: string[] = [];
    const log = createLog({ write: (line) => lines.push(line), level: 'warn' });
    log.debug('no');
    log.info('no');
    log.warn('\u001b[2Jcareful');
    log.error('bad');
    expect(lines).toEqual(['warn: [2Jcareful\n', 'error: bad\n']);
  });
});

test('an error tells its causes on one line', () => {
  const error = new HuntsyncError('cannot sync', { cause: new Error('socket hang up') });
  expect(messageOf(error)).toBe('cannot sync (socket hang up)');
  expect(messageOf('text')).toBe('text');
});

test('a problem tells its place as far as it is known', () => {
  expect(formatProblem({ code: 'c', message: 'm', path: 'a.md', line: 3 })).toBe('a.md:3 c: m');
  expect(formatProblem({ code: 'c', message: 'm' })).toBe('c: m');
});

test('the hash of data does not depend on the order of keys', () => {
  expect(hashOf({ a: 1, b: [2, 3] })).toBe(hashOf({ b: [2, 3], a: 1 }));
  expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }));
});

/** Of 40 steps that take so long each. */
function progressLines(stepMs: number): string[] {
  const lines: string[] = [];
  let time = 0;
  const progress = createLines(
    (line) => lines.push(line),
    () => time,
  );
  progress.start('splunk', 40);
  for (let i = 0; i < 40; i += 1) {
    time += stepMs;
    progress.step('splunk');
  }
  progress.finish('splunk');
  progress.step('splunk');
  return lines;
}

test('progress without a terminal is a line a tenth', () => {
  const lines = progressLines(500);
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toBe('splunk: 40/40 written');
});

test('progress that is over within a second is one line, and at most one a second before', () => {
  expect(progressLines(1)).toEqual(['splunk: 40/40 written']);
  expect(progressLines(50)).toEqual(['splunk: 20/40 written', 'splunk: 40/40 written']);
});

test('lines for files have time and level; JSON is an object a line, with what a terminal would act on escaped', () => {
  const now = () => new Date('2026-05-01T08:00:00Z');
  const lines: string[] = [];
  createLog({ write: (line) => lines.push(line), format: 'stamped', now }).info('Read');
  createLog({ write: (line) => lines.push(line), format: 'json', now }).warn('a "b" \u0085c');
  expect(lines[0]).toBe('2026-05-01T08:00:00.000Z info  Read\n');
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ time: '2026-05-01T08:00:00.000Z', level: 'warn' });
  expect(lines[1]).not.toContain('\u0085');
});

test('of secrets that are soon replaced the latest are kept, and one that is configured always is', () => {
  registerSecret('configured-and-passing');
  for (const value of ['configured-and-passing', 'passing-old']) registerPassingSecret(value);
  for (let at = 0; at < 200; at += 1) registerPassingSecret(`passing-${at}-token`);
  expect(redact('passing-199-token passing-0-token configured-and-passing')).toBe('[secret] [secret] [secret]');
  expect(redact('passing-old')).toBe('passing-old');
});
