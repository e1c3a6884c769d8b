import { describe, expect, test } from 'vitest';
import type { Row } from '../../../../src/prove/language.ts';
import { ago, column, rows, trouble } from '../support.ts';

const PROCESSES: readonly Row[] = [
  {
    _time: ago(50),
    dest: 'ws1',
    user: 'bob',
    process_name: 'PowerShell.exe',
    process: 'powershell.exe -enc AAAA',
    process_id: 10,
  },
  {
    _time: ago(40),
    dest: 'ws1',
    user: 'bob',
    process_name: 'powershell.exe',
    process: 'powershell.exe -nop',
    process_id: 9,
  },
  {
    _time: ago(30),
    dest: 'ws2',
    user: 'eve',
    process_name: 'cmd.exe',
    process: 'cmd.exe /c whoami',
    process_hash: ['aa', 'bb'],
  },
];
const tables = { 'Endpoint.Processes': PROCESSES };
const tstats = (rest: string) => rows(`| tstats ${rest}`, tables);
const from = 'from datamodel=Endpoint.Processes';

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats
describe('tstats', () => {
  test('functions, aliases and groups, which come in order', () => {
    expect(
      tstats(
        `summariesonly=t count min(Processes.process_id) as low values(Processes.process) AS process dc(Processes.user) ${from} by Processes.dest`,
      ),
    ).toEqual([
      {
        'Processes.dest': 'ws1',
        count: 2,
        low: 9,
        process: ['powershell.exe -enc AAAA', 'powershell.exe -nop'],
        'dc(Processes.user)': 1,
      },
      { 'Processes.dest': 'ws2', count: 1, low: null, process: 'cmd.exe /c whoami', 'dc(Processes.user)': 1 },
    ]);
  });

  test('times', () => {
    const [row] = tstats(
      `min(_time) as a max(_time) as b earliest(Processes.process) as first latest(Processes.process) as last ${from}`,
    );
    expect(row).toEqual({
      a: Date.parse(ago(50)) / 1000,
      b: Date.parse(ago(30)) / 1000,
      first: 'powershell.exe -enc AAAA',
      last: 'cmd.exe /c whoami',
    });
  });

  test('the where clause is a search expression over the names of the dataset', () => {
    const count = (where: string) => tstats(`count ${from} where ${where}`)[0]?.['count'];
    expect(count('Processes.process_name="powershell.exe"')).toBe(2);
    expect(count('Processes.process_name IN ("cmd.exe","x")')).toBe(1);
    expect(count('Processes.process="*-enc*" OR Processes.process="*whoami*" Processes.user=eve')).toBe(1);
    expect(count('(Processes.process="*-enc*" OR Processes.process="*whoami*") AND NOT Processes.user=eve')).toBe(1);
    expect(count('Processes.process_hash!="zz"')).toBe(1);
    expect(count('NOT Processes.process_hash="zz"')).toBe(3);
    expect(count('process_name="cmd.exe"')).toBe(0);
    expect(count('earliest=-35m latest=now Processes.user=*')).toBe(1);
    expect(count('[search index=none | table Processes.user]')).toBe(0);
  });

  test('an event that lacks a field of the group is in no group, but with fillnull_value', () => {
    expect(column(tstats(`count ${from} by Processes.process_id`), 'Processes.process_id')).toEqual([9, 10]);
    expect(
      column(tstats(`fillnull_value="none" count ${from} by Processes.process_id`), 'Processes.process_id'),
    ).toEqual([9, 10, 'none']);
    expect(
      column(
        tstats(`\`security_content_summariesonly\` count ${from} by Processes.process_id`),
        'Processes.process_id',
      ),
    ).toEqual([9, 10, 'null']);
  });

  test('a multivalue field makes a group of each value', () => {
    expect(column(tstats(`count ${from} by Processes.process_hash`), 'Processes.process_hash')).toEqual(['aa', 'bb']);
  });

  test('_time in spans', () => {
    const found = tstats(`count ${from} by _time span=15m Processes.dest`);
    expect(column(found, '_time')).toEqual([
      '2026-05-01T11:15:00.000Z',
      '2026-05-01T11:30:00.000Z',
      '2026-05-01T11:30:00.000Z',
    ]);
    expect(column(found, 'Processes.dest')).toEqual(['ws1', 'ws1', 'ws2']);
  });

  test('without groups there is one row, whatever is found', () => {
    expect(
      tstats(`count dc(Processes.user) as users values(Processes.user) as user ${from} where Processes.user=nobody`),
    ).toEqual([{ count: 0, users: 0, user: null }]);
  });

  test('without a data model it sees indexed fields', () => {
    const events = [
      { _time: ago(5), index: 'main', sourcetype: 'a', host: 'h', source: 's', _raw: 'error 42', user: 'bob' },
    ];
    expect(rows('| tstats count where index=main TERM(42) by host', { events })).toEqual([{ host: 'h', count: 1 }]);
    expect(trouble('| tstats count where index=main by user', { tables: { events } })).toContain(
      'not evaluated: whether user is an indexed field',
    );
  });

  test.each([
    [`| tstats foo(Processes.user) ${from}`, 'failed: '],
    [`| tstats count(eval(Processes.user="x")) as n ${from}`, 'failed: '],
    [`| tstats values(*) ${from}`, 'failed: '],
    [`| tstats list(Processes.user) ${from}`, 'failed: '],
    [`| tstats count ${from} by`, 'evaluated'],
    [`| tstats prestats=t count ${from}`, 'not evaluated: tstats prestats'],
    [`| tstats count ${from} by _time`, 'not evaluated: tstats by _time without a span'],
    [`| tstats count ${from} where whoami`, 'not evaluated: the word "whoami"'],
    [`| tstats count from sid=1`, 'not evaluated: tstats from'],
    [`search x | tstats count ${from}`, 'failed: '],
  ])('%s: %s', (search, outcome) => {
    expect(trouble(search)).toContain(outcome);
  });
});
