import { describe, expect, test } from 'vitest';
import type { Row } from '../../../../src/prove/language.ts';
import { ago, column, rows, trouble } from '../support.ts';

const LOGONS: readonly Row[] = [
  { _time: ago(10), user: 'bob', src: '10.1.1.1', action: 'failure' },
  { _time: ago(9), user: 'bob', src: '10.1.1.1', action: 'success', tag: ['authentication', 'privileged'] },
  { _time: ago(8), user: 'WS1$', src: '10.1.1.2', action: 'success' },
];

// https://docs.splunk.com/Documentation/CIM/latest/User/Authentication
describe('datasets', () => {
  const tables = { 'Authentication.Authentication': LOGONS };
  const actions = (search: string) =>
    column(rows(`| tstats count from datamodel=${search} by Authentication.action`, tables), 'Authentication.action');

  test('a child dataset has the events of its parent that fit', () => {
    expect(actions('Authentication.Authentication')).toEqual(['failure', 'success']);
    expect(actions('Authentication.Failed_Authentication')).toEqual(['failure']);
    expect(actions('Authentication.Successful_Authentication')).toEqual(['success']);
    expect(actions('Authentication.Privileged_Authentication')).toEqual(['success']);
    expect(actions('Authentication.Failed_Privileged_Authentication')).toEqual([]);
    expect(actions('Authentication where nodename=Authentication.Failed_Authentication')).toEqual(['failure']);
  });

  test('successful logons of machine accounts are left out', () => {
    const users = rows('| tstats count from datamodel=Authentication by Authentication.user', tables);
    expect(column(users, 'Authentication.user')).toEqual(['bob']);
  });

  test('rows of a child are rows of its parent', () => {
    const found = rows('| tstats count from datamodel=Network_Traffic.All_Traffic by All_Traffic.dest', {
      'Network_Traffic.Allowed_Traffic': [{ _time: ago(5), dest: 'a', action: 'allowed' }],
    });
    expect(found).toEqual([{ 'All_Traffic.dest': 'a', count: 1 }]);
  });

  test('a whole model has the events of all its root datasets, each with its own fields', () => {
    const found = rows('| tstats count values(Processes.user) as user from datamodel=Endpoint', {
      'Endpoint.Processes': [{ _time: ago(5), user: 'bob' }],
      'Endpoint.Filesystem': [{ _time: ago(5), user: 'eve' }],
    });
    expect(found).toEqual([{ count: 2, user: 'bob' }]);
  });

  test('which events a child has is not guessed where no field tells', () => {
    const data = { tables: { 'Change.All_Changes': [{ _time: ago(5), user: 'bob' }] } };
    expect(trouble('| tstats count from datamodel=Change.Endpoint_Restarts', data)).toContain(
      'not evaluated: which events',
    );
  });

  test('a dataset that the model lacks is refused, another model not known', () => {
    expect(trouble('| tstats count from datamodel=Endpoint.Malware')).toContain('failed: ');
    expect(trouble('| tstats count from datamodel=Own_Model.Own')).toBe('not evaluated: data model Own_Model');
  });
});

// https://docs.splunk.com/Documentation/CIM/latest/User/Endpoint
describe('fields that the data model computes', () => {
  const tables = { 'Endpoint.Processes': [{ _time: ago(5), dest: 'ws1', process: 'cmd.exe /c dir' }] };

  test('are unknown where the event has none, and so still make a group', () => {
    const [row] = rows(
      '| tstats count from datamodel=Endpoint.Processes by Processes.dest Processes.user Processes.process_name',
      tables,
    );
    expect(row).toEqual({
      'Processes.dest': 'ws1',
      'Processes.user': 'unknown',
      'Processes.process_name': 'cmd.exe',
      count: 1,
    });
  });

  test('other fields stay away, and tstats drops the event from their groups', () => {
    expect(rows('| tstats count from datamodel=Endpoint.Processes by Processes.process_hash', tables)).toEqual([]);
  });
});

describe('datamodel and from', () => {
  const tables = { 'Endpoint.Processes': [{ _time: ago(5), dest: 'ws1', user: 'bob', process: 'x' }] };

  // https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Datamodel
  test('datamodel puts the dataset before the names, flat does not', () => {
    expect(rows('| datamodel Endpoint Processes search | table Processes.user', tables)).toEqual([
      { 'Processes.user': 'bob' },
    ]);
    expect(rows('| datamodel Endpoint Processes flat | table user', tables)).toEqual([{ user: 'bob' }]);
  });

  // https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/From
  test('from has plain names', () => {
    expect(rows('| from datamodel:"Endpoint.Processes" | table user dest', tables)).toEqual([
      { user: 'bob', dest: 'ws1' },
    ]);
    expect(rows('| from lookup:owners', {}, { owners: [{ host: 'a' }] })).toEqual([{ host: 'a' }]);
  });
});
