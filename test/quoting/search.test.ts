import { describe, expect, test } from 'vitest';
import { checkKql } from '../../src/kql/check.ts';
import { createSchema } from '../../src/kql/schema.ts';
import { kqlSearch } from '../../src/quoting/kql-search.ts';
import { all, any, type Search, where } from '../../src/quoting/search.ts';
import { splSearch } from '../../src/quoting/spl-search.ts';
import { check } from '../spl/support.ts';

const schema = createSchema({ tables: {}, functions: [] });

/** Both forms of a search for some parts, each of which runs as it is. */
function render(...parts: Search['parts']) {
  const search: Search = { title: 'A search', note: 'And a note', days: 14, parts };
  const [spl, kql] = [splSearch(search), kqlSearch(search)];
  if (spl !== null) expect(check(spl), spl).toMatchObject({ verdict: 'ready', problems: [] });
  if (kql !== null) expect(checkKql(kql, { schema }), kql).toMatchObject([{ verdict: 'ready', problems: [] }]);
  return { spl, kql };
}

type Where = Extract<Search['parts'][number], { event: 'process' }>['where'];

/** The condition of a search for one kind of process, in both languages. */
function conditions(condition: Where) {
  const { spl, kql } = render({ event: 'process', where: condition, by: ['device'], show: [] });
  return {
    spl: / where (.*)\n/.exec(spl ?? '')?.[1] ?? null,
    kql: /\n\| where (?!TimeGenerated)(.*)\n/.exec(kql ?? '')?.[1] ?? null,
  };
}

test('one part is one search in each language, whole', () => {
  const { spl, kql } = render({
    event: 'process',
    where: where('name', 'is', ['a.exe']),
    by: ['device', 'name'],
    show: ['user', 'parentUser', 'activity', 'sha256'],
  });
  expect(spl?.split('\n')).toEqual([
    '``` A search ```',
    '| tstats `summariesonly` count min(_time) as firstTime max(_time) as lastTime',
    '    values(Processes.user) as user values(Processes.process_hash) as process_hash',
    '    from datamodel=Endpoint.Processes',
    '    where Processes.process_name IN ("a.exe")',
    '    by Processes.dest Processes.process_name',
    '| `drop_dm_object_name(Processes)`',
    '| sort 0 + count - lastTime',
    '| `security_content_ctime(firstTime)`',
    '| `security_content_ctime(lastTime)`',
  ]);
  expect(kql?.split('\n')).toEqual([
    '// A search',
    '// And a note',
    'DeviceProcessEvents',
    '| where TimeGenerated > ago(14d)',
    '| where FileName in~ ("a.exe")',
    '| summarize Events = count(), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated), ' +
      'AccountName = strcat_array(make_set(AccountName, 20), ", "), ' +
      'InitiatingProcessAccountName = strcat_array(make_set(InitiatingProcessAccountName, 20), ", "), ' +
      'ActionType = strcat_array(make_set(ActionType, 20), ", "), SHA256 = strcat_array(make_set(SHA256, 20), ", ")',
    '    by DeviceName, FileName',
    '| order by Events asc, LastSeen desc',
  ]);
});

describe('a condition', () => {
  test.each([
    [where('name', 'is', ['a', 'b']), 'Processes.process_name IN ("a", "b")', 'FileName in~ ("a", "b")'],
    [where('name', 'contains', ['a']), 'Processes.process_name="*a*"', 'FileName contains "a"'],
    [where('name', 'starts', ['a']), 'Processes.process_name="a*"', 'FileName startswith "a"'],
    [where('name', 'ends', ['a']), 'Processes.process_name="*a"', 'FileName endswith "a"'],
    [
      where('name', 'words', ['a', 'b']),
      '(Processes.process_name="*a*" OR Processes.process_name="*b*")',
      'FileName has_any ("a", "b")',
    ],
    [
      where('name', 'host', ['bad-host.top']),
      '(Processes.process_name IN ("bad-host.top") OR Processes.process_name="*.bad-host.top")',
      '(FileName in~ ("bad-host.top") or FileName endswith ".bad-host.top")',
    ],
    [where('name', 'matches', ['^a\\d+$']), null, 'FileName matches regex @"(?i)^a\\d+$"'],
    [
      any(where('name', 'is', ['a']), where('commandLine', 'contains', ['b', 'c'])),
      '(Processes.process_name IN ("a") OR (Processes.process="*b*" OR Processes.process="*c*"))',
      '(FileName in~ ("a") or (ProcessCommandLine contains "b" or ProcessCommandLine contains "c"))',
    ],
    [
      all(where('name', 'is', ['a']), any(where('path', 'ends', ['b']), where('user', 'is', ['c']))),
      'Processes.process_name IN ("a") (Processes.process_path="*b" OR Processes.user IN ("c"))',
      'FileName in~ ("a") and (FolderPath endswith "b" or AccountName in~ ("c"))',
    ],
    [
      any(all(where('name', 'is', ['a']), where('user', 'is', ['b'])), where('path', 'ends', ['c'])),
      '((Processes.process_name IN ("a") Processes.user IN ("b")) OR Processes.process_path="*c")',
      '((FileName in~ ("a") and AccountName in~ ("b")) or FolderPath endswith "c")',
    ],
    // One field of CIM holds all hashes; a table has a column for each.
    [
      any(where('sha1', 'is', ['aa']), where('md5', 'is', ['bb'])),
      '(Processes.process_hash="*aa*" OR Processes.process_hash="*bb*")',
      '(SHA1 in~ ("aa") or MD5 in~ ("bb"))',
    ],
    // Of alternatives, what a schema cannot tell falls away; of needs, it takes all with it.
    [
      any(where('name', 'is', ['a']), where('grandparentName', 'is', ['b'])),
      'Processes.process_name IN ("a")',
      '(FileName in~ ("a") or InitiatingProcessParentFileName in~ ("b"))',
    ],
    [
      all(where('name', 'is', ['a']), where('grandparentName', 'is', ['b'])),
      null,
      'FileName in~ ("a") and InitiatingProcessParentFileName in~ ("b")',
    ],
    // A word of the vocabulary that a schema does not have, and no value at all, hold for no event.
    [where('activity', 'is', ['started']), null, 'ActionType in~ ("ProcessCreated")'],
    [where('name', 'is', []), null, null],
    [any(), null, null],
    [all(), null, null],
    // What cannot be written is left out.
    [where('name', 'is', ['a', 'b`c`', 'd\u202e']), 'Processes.process_name IN ("a")', 'FileName in~ ("a", "b`c`")'],
  ] satisfies readonly (readonly [Where, string | null, string | null])[])('%j', (condition, spl, kql) => {
    expect(conditions(condition)).toEqual({ spl, kql });
  });
});

test('a path that a table parts is looked for whole and parted, and stays one need among others', () => {
  const parted = (operator: 'contains' | 'is' | 'starts' | 'ends') =>
    render({
      event: 'registry',
      where: all(where('path', operator, ['\\Run\\Evil']), where('activity', 'is', ['valueSet'])),
      by: ['device', 'path'],
      show: [],
    });
  expect(parted('contains').kql).toContain(
    '(RegistryKey contains @"\\Run\\Evil" or (RegistryKey endswith @"\\Run" and RegistryValueName =~ "Evil")) and ActionType in~ ("RegistryValueSet")',
  );
  expect(parted('is').kql).toContain('RegistryKey =~ @"\\Run\\Evil" or (RegistryKey =~ @"\\Run" and');
  expect(parted('starts').kql).toContain('(RegistryKey =~ @"\\Run" and RegistryValueName startswith "Evil")');
  expect(parted('ends').kql).toContain('RegistryKey endswith @"\\Run\\Evil" or (RegistryKey endswith');
  expect(parted('contains').kql).toContain('by DeviceName, RegistryKey, RegistryValueName\n');
  expect(parted('contains').spl).toContain(
    'Registry.registry_path="*\\\\Run\\\\Evil*" Registry.action IN ("modified")',
  );
});

test('parts of one table are read at once, each under what tells its kind; others are united', () => {
  const { spl, kql } = render(
    { event: 'dns', where: where('query', 'host', ['bad-host.top']), by: ['source', 'query'], show: [] },
    { event: 'connection', where: where('peerAddress', 'is', ['198.18.7.7']), by: ['source'], show: ['port'] },
    { event: 'http', where: where('host', 'is', ['bad-host.top']), by: ['source', 'url'], show: [] },
    { event: 'mailLink', where: where('host', 'is', ['bad-host.top']), by: ['id'], show: ['url'] },
  );
  expect(kql?.split('\n').slice(2)).toEqual([
    'union isfuzzy=true',
    '    (DeviceNetworkEvents',
    '    | where TimeGenerated > ago(14d)',
    '    | where ((ActionType in~ ("DnsConnectionInspected") and tostring(AdditionalFields) has_any ("bad-host.top")) or RemoteIP in~ ("198.18.7.7") or RemoteUrl has_any ("bad-host.top"))',
    '    | summarize Events = count(), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated), RemotePort = strcat_array(make_set(RemotePort, 20), ", ")',
    '        by DeviceName, Query = tostring(AdditionalFields.query), RemoteUrl),',
    '    (EmailUrlInfo',
    '    | where TimeGenerated > ago(14d)',
    '    | where UrlDomain in~ ("bad-host.top")',
    '    | summarize Events = count(), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated), Url = strcat_array(make_set(Url, 20), ", ")',
    '        by NetworkMessageId)',
    '| order by Events asc, LastSeen desc',
  ]);
  expect(spl?.match(/datamodel=\S+/g)).toEqual([
    'datamodel=Network_Resolution.DNS',
    'datamodel=Network_Traffic.All_Traffic',
    'datamodel=Web.Web',
  ]);
  expect(spl).toContain(
    'where (All_Traffic.dest IN ("198.18.7.7") OR All_Traffic.dest_ip IN ("198.18.7.7") OR All_Traffic.src IN ("198.18.7.7"))',
  );
});

test('a kind that a schema tells by a value has it in its condition', () => {
  const { spl, kql } = render({
    event: 'fileChange',
    where: any(where('name', 'is', ['a']), where('path', 'contains', ['b'])),
    by: ['device', 'name'],
    show: ['program'],
  });
  expect(spl).toContain(
    'where Filesystem.action IN ("created", "modified") (Filesystem.file_name IN ("a") OR Filesystem.file_path="*b*")',
  );
  // What older add-ons do not fill is not shown.
  expect(spl).not.toContain('Filesystem.process_name');
  expect(kql).toContain('| where (FileName in~ ("a") or FolderPath contains "b")');
});
