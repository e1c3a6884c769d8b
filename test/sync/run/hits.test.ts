import { describe, expect, test } from 'vitest';
import { hitsIn } from '../../../src/sync/run/hits.ts';

function earliest(found: Parameters<typeof hitsIn>[0]) {
  const row = hitsIn(found).earliest;
  return row && { time: row.first, host: row.hosts[0] ?? null, user: row.users[0] ?? null };
}

describe('the first event of a result', () => {
  test('is its earliest row, by the column that tells when it began', () => {
    const rows = [
      { dest: 'ws2', user: 'bob', lastTime: '2026-01-01T00:00:00', firstTime: '2026-05-02T10:00:00' },
      { dest: 'ws1', user: 'eve', lastTime: '2026-09-09T00:00:00', firstTime: '2026-05-01T09:30:12' },
    ];
    expect(earliest({ columns: ['dest', 'user', 'lastTime', 'firstTime'], rows })).toEqual({
      time: '2026-05-01T09:30',
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
    expect(earliest({ columns: Object.keys(row), rows: [row] })).toEqual({
      time: '2026-05-01T09:30',
      host: 'ws1',
      user: 'eve',
    });
  });

  test('takes the first of a list, and leaves out what no column tells', () => {
    expect(earliest({ columns: ['user', 'count'], rows: [{ user: ['eve', 'bob'], count: '3' }] })).toEqual({
      time: null,
      host: null,
      user: 'eve',
    });
    expect(earliest({ columns: ['dest'], rows: [] })).toBeNull();
  });

  test('is the first row where times are no times', () => {
    const rows = [
      { dest: 'a', runtime: '9' },
      { dest: 'b', runtime: '1' },
    ];
    expect(earliest({ columns: ['dest', 'runtime'], rows })).toMatchObject({ host: 'a', time: null });
  });
});

describe('all rows of a result', () => {
  test('tell of machines, accounts and the whole time', () => {
    const rows = [
      { dest: ['ws2', 'ws1'], user: 'bob', firstTime: '2026-05-02T10:00:00', lastTime: '2026-05-03T10:00:00' },
      { dest: 'ws1', user: '', firstTime: '2026-05-01T09:30:12', lastTime: '2026-05-01T09:31:00' },
    ];
    expect(hitsIn({ columns: ['dest', 'user', 'firstTime', 'lastTime'], rows })).toMatchObject({
      hosts: ['ws1', 'ws2'],
      users: ['bob'],
      first: '2026-05-01T09:30',
      last: '2026-05-03T10:00',
    });
  });

  test('tell nothing where there are none', () => {
    expect(hitsIn({ columns: [], rows: [] })).toEqual({
      first: null,
      last: null,
      hosts: [],
      users: [],
      earliest: null,
    });
  });
});
