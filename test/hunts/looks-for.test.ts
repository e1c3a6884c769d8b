import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksFor } from '../../src/hunts/looks-for.ts';

describe('what an own hunt looks for, in words', () => {
  test('as many values as there is room for, and how many more', () => {
    const observables = ['acmexload.exe', 'acmexdrop.dll', 'acmex-task'];
    expect(looksFor({ observables }, 100)).toBe('acmexload.exe, acmexdrop.dll, acmex-task');
    expect(looksFor({ observables }, 36)).toBe('acmexload.exe and 2 more');
    expect(looksFor({ observables }, 10)).toBeNull();
    expect(looksFor({}, 100)).toBeNull();
  });

  test('not what only repeats another value, nor codes beside it', () => {
    const observables = ['AcmexTask', '\\System32\\Tasks\\AcmexTask', '\\Schedule\\TaskCache\\Tree\\acmextask', '0'];
    expect(looksFor({ observables }, 200)).toBe('AcmexTask');
  });

  test('never longer than its room', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 90 })), fc.nat(300), (observables, room) => {
        expect((looksFor({ observables }, room) ?? '').length).toBeLessThanOrEqual(room);
      }),
    );
  });
});
