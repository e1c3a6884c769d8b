import { describe, expect, test } from 'vitest';
import { createSession } from '../../src/splunk/session.ts';

/** A session whose log-ins give k1, k2, …, or fail as often as told. */
function counted(failures = 0) {
  let logIns = 0;
  const session = createSession(async () => {
    logIns += 1;
    if (logIns <= failures) throw new Error(`log-in ${logIns} failed`);
    return `k${logIns}`;
  });
  return { session, logIns: () => logIns };
}

describe('a session', () => {
  test('is one for all who ask', async () => {
    const { session, logIns } = counted();
    expect(await Promise.all([session.key(), session.key()])).toEqual(['k1', 'k1']);
    expect(await session.key()).toBe('k1');
    expect(logIns()).toBe(1);
  });

  test('is tried for again after a log-in that failed', async () => {
    const { session } = counted(1);
    const both = await Promise.allSettled([session.key(), session.key()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await session.key()).toBe('k2');
  });

  test('is renewed once for all requests that were refused with it', async () => {
    const { session, logIns } = counted();
    const key = await session.key();
    session.taken(key);
    expect([session.refused(key), session.refused(key)]).toEqual([true, true]);
    expect(await Promise.all([session.key(), session.key()])).toEqual(['k2', 'k2']);
    // One that comes late does not end the new one.
    expect(session.refused(key)).toBe(true);
    expect(await session.key()).toBe('k2');
    expect(logIns()).toBe(2);
  });

  test('is not renewed for ever where splunkd takes none', async () => {
    const { session } = counted();
    expect(session.refused(await session.key())).toBe(true);
    expect(session.refused(await session.key())).toBe(false);
  });

  test('may expire as often as it was of use', async () => {
    const { session } = counted();
    for (let i = 0; i < 5; i += 1) {
      const key = await session.key();
      session.taken(key);
      expect(session.refused(key)).toBe(true);
    }
  });

  test('knows nothing of keys that it did not give out, as a log-in’s own before it is through', async () => {
    const { session } = counted();
    await session.key();
    expect([session.refused(''), session.refused('k2'), session.refused('Bearer x')]).toEqual([false, false, false]);
    expect(await session.key()).toBe('k1');
  });
});
