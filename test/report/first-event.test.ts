import { describe, expect, test } from 'vitest';
import { firstEvent } from '../../src/report/first-event.ts';

describe('the first event of a result', () => {
  test('is its earliest row, by the column that tells when it began', () => {
    const rows = [
      { dest: 'ws2', user: 'bob', lastTime: '2026-01-01T00:00:00', firstTime: '2026-05-02T10:00:00' },
      { dest: 'ws1', user: 'eve', lastTime: '2026-09-09T00:00:00', firstTime: '2026-05-01T09:30:12' },
    ];
    expect(firstEvent({ columns: ['dest', 'user', 'lastTime', 'firstTime'], rows })).toEqual({
      time: '2026-05-01 09:30',
      host: 'ws1',
      user: 'eve',
    });
  });

  test('has its machine and account by the names of any schema', () => {
    const row = {
      TimeGenerated: '2026-05-01T09:30:12.0000000Z',
      DeviceName: 'ws1',
      InitiatingProcessAccountName: 'eve',
    };
    expect(firstEvent({ columns: Object.keys(row), rows: [row] })).toEqual({
      time: '2026-05-01 09:30',
      host: 'ws1',
      user: 'eve',
    });
  });

  test('takes the first of a list, and leaves out what no column tells', () => {
    expect(firstEvent({ columns: ['user', 'count'], rows: [{ user: ['eve', 'bob'], count: '3' }] })).toEqual({
      time: null,
      host: null,
      user: 'eve',
    });
    expect(firstEvent({ columns: ['dest'], rows: [] })).toBeNull();
  });

  test('is the first row where times are no times', () => {
    const rows = [
      { dest: 'a', runtime: '9' },
      { dest: 'b', runtime: '1' },
    ];
    expect(firstEvent({ columns: ['dest', 'runtime'], rows })).toMatchObject({ host: 'a', time: null });
  });
});
