import { expect, test } from 'vitest';
import { logProblems } from '../../src/commands/log-problems.ts';
import { createLog } from '../../src/core/log.ts';

const problem = (at: number) => ({ code: 'unreadable', message: 'cannot be opened', path: `a${at}.md`, line: at });

test('each problem is a warning of its own, with its time and level, and in plain characters', () => {
  const lines: string[] = [];
  const now = () => new Date('2026-01-02T03:04:05Z');
  const log = createLog({ write: (line) => lines.push(line), format: 'stamped', now });
  logProblems([problem(1), problem(2)], log);
  expect(lines).toEqual([
    '2026-01-02T03:04:05.000Z warn  a1.md:1 unreadable: cannot be opened\n',
    '2026-01-02T03:04:05.000Z warn  a2.md:2 unreadable: cannot be opened\n',
  ]);
});

test('what no longer fits is counted', () => {
  const lines: string[] = [];
  logProblems(
    Array.from({ length: 23 }, (_, at) => problem(at + 1)),
    createLog({ write: (line) => lines.push(line), format: 'json' }),
  );
  expect(lines).toHaveLength(21);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ level: 'warn', message: '… 3 more problems' });
});
