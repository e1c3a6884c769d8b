import { describe, expect, it } from 'vitest';
import { TimeLimitError, withinTime } from '../../src/core/time-limit.ts';
import { HANG_MS } from '../support/hang.ts';

/** Takes longer than anybody lives. */
const endless = () => /^(?:a|a)*$/.test(`${'a'.repeat(80)}b`);

describe('work within a time', () => {
  it('gives what it gives, and throws what it throws', () => {
    const made = { of: [1] };
    expect(withinTime(HANG_MS, () => made)).toBe(made);
    const fault = new TypeError('of its own');
    expect(() =>
      withinTime(HANG_MS, () => {
        throw fault;
      }),
    ).toThrow(fault);
  });

  it('is stopped inside a regular expression and inside a loop', () => {
    expect(() => withinTime(20, endless)).toThrow(TimeLimitError);
    expect(() =>
      withinTime(20, () => {
        for (;;);
      }),
    ).toThrow('it takes longer than 0.02 s');
  });

  it('may hold other such work, which alone is stopped', () => {
    const outer = withinTime(HANG_MS, () => {
      try {
        return withinTime(20, endless);
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(outer).toBe('TimeLimitError');
  });

  it('is stopped with all that it holds', () => {
    let caught = false;
    const work = () =>
      withinTime(20, () => {
        try {
          withinTime(HANG_MS, endless);
        } catch {
          caught = true;
        }
      });
    expect(work).toThrow(TimeLimitError);
    expect(caught).toBe(false);
  });
});
