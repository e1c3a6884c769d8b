import { describe, expect, test } from 'vitest';
import { subjectOf } from '../../../src/splunk/enterprise-security/subject.ts';

const PROCESSES =
  '| tstats count min(_time) AS firstTime from datamodel=Endpoint.Processes where Processes.process_name="rundll32.exe" by Processes.dest Processes.user Processes.process_name Processes.process | `drop_dm_object_name(Processes)`';
const TRAFFIC =
  '| tstats count from datamodel=Network_Traffic.All_Traffic by All_Traffic.src All_Traffic.dest All_Traffic.user | `drop_dm_object_name(All_Traffic)`';
const LOGONS =
  '| tstats count from datamodel=Authentication.Authentication by Authentication.user Authentication.src Authentication.dest | `drop_dm_object_name(Authentication)`';

describe('what a search is about', () => {
  test.each([
    [PROCESSES, 'endpoint'],
    [TRAFFIC, 'network'],
    [LOGONS, 'access'],
    ['| tstats count from datamodel=Change.Account_Management by Account_Management.user', 'identity'],
    ['| tstats count from datamodel=Change.All_Changes by All_Changes.user', 'audit'],
    ['| tstats count from datamodel=Network_Resolution.DNS by DNS.query', 'network'],
    ['| tstats count from datamodel=Email.All_Email by All_Email.recipient', 'threat'],
    ['`sysmon` EventCode=1 | stats count by host', 'endpoint'],
    ['`cloudtrail` eventName=StopLogging | stats count by user', 'threat'],
  ])('%s', (search, domain) => {
    expect(subjectOf(search).domain).toBe(domain);
  });

  test('on a host: the host and the user are at risk, the process is the threat', () => {
    expect(subjectOf(PROCESSES)).toMatchObject({
      datasets: ['Endpoint.Processes'],
      riskObjects: [
        { field: 'dest', type: 'system' },
        { field: 'user', type: 'user' },
      ],
      threatObjects: [
        { field: 'process_name', type: 'process_name' },
        { field: 'process', type: 'process' },
      ],
    });
  });

  test('in traffic the source is ours and the destination the stranger', () => {
    expect(subjectOf(TRAFFIC)).toMatchObject({
      riskObjects: [
        { field: 'src', type: 'system' },
        { field: 'user', type: 'user' },
      ],
      threatObjects: [{ field: 'dest', type: 'ip_address' }],
    });
  });

  test('at a log-on the source is the stranger', () => {
    expect(subjectOf(LOGONS)).toMatchObject({
      riskObjects: [
        { field: 'dest', type: 'system' },
        { field: 'user', type: 'user' },
      ],
      threatObjects: [{ field: 'src', type: 'ip_address' }],
    });
  });

  test('a field that is no longer there counts for nothing', () => {
    expect(subjectOf(`${PROCESSES} | stats sum(count) AS count by process_name`)).toMatchObject({
      riskObjects: [],
      threatObjects: [{ field: 'process_name', type: 'process_name' }],
    });
    expect(subjectOf(`${PROCESSES} | rename dest AS computer`).riskObjects).toEqual([{ field: 'user', type: 'user' }]);
  });

  test('nothing is guessed where the search does not settle its fields', () => {
    expect(subjectOf('index=win EventCode=4688 dest=*')).toMatchObject({ riskObjects: [], threatObjects: [] });
  });
});
