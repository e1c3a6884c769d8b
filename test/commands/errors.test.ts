import { describe, expect, test } from 'vitest';
import { reportError } from '../../src/commands/errors.ts';
import { ConfigError, HuntsyncError, PlatformError } from '../../src/core/errors.ts';
import { createLog } from '../../src/core/log.ts';

function report(error: unknown) {
  const lines: string[] = [];
  const code = reportError(error, createLog({ write: (line) => lines.push(line), format: 'stamped' }));
  return { code, text: lines.join('') };
}

describe('what went wrong', () => {
  test.each(['EMFILE', 'ENFILE', 'ENOSPC', 'EROFS', 'ENOMEM'])('%s is the machine’s, and no bug', (code) => {
    const fault = Object.assign(new Error(`${code}: open 'a.md'`), { code });
    for (const error of [fault, new Error('the catalogue could not be read', { cause: fault })]) {
      const { code: exit, text } = report(error);
      expect([exit, text.includes(code)]).toEqual([1, true]);
      expect(text).not.toMatch(/bug|^\s+at /m);
      expect(text.trim().split('\n')).toHaveLength(2);
    }
  });

  test('that nobody foresaw is a bug, with the place', () => {
    const { code, text } = report(new TypeError('undefined is not a function'));
    expect([code, text]).toEqual([
      1,
      expect.stringMatching(/This is a bug in huntsync: undefined is not[\s\S]*\n\s+at /),
    ]);
  });

  test('that a person can mend has its remedy, its places and its exit code, and no place in the code', () => {
    const problems = [{ code: 'c', message: 'no such key', path: 'huntsync.yaml', line: 3 }];
    expect(report(new ConfigError('huntsync.yaml has 1 problem.', problems, 'Mend it.'))).toEqual({
      code: 4,
      text: expect.stringMatching(/has 1 problem[\s\S]*huntsync\.yaml:3[\s\S]*Mend it\./),
    });
    const cause = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    expect(report(new HuntsyncError('run.json cannot be written', { remedy: 'Name another.', cause })).text).toMatch(
      /run\.json cannot be written \(ENOSPC\)[\s\S]*Name another/,
    );
    expect(report(new PlatformError('splunkd answered 401', { remedy: 'Check the token.' })).code).toBe(1);
  });
});
