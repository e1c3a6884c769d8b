/** Every kind of translation from Defender to a workspace, as queries that rows can be made for. */
export const KINDS: readonly (readonly [name: string, query: string])[] = [
  ['a column of a table', 'DeviceEvents | where Timestamp > ago(7d) | project Timestamp, DeviceName, ActionType'],
  ['a whole table', 'DeviceProcessEvents | where Timestamp > ago(1d) and FileName =~ "lamp.exe"'],
  [
    'a name that summarize makes',
    'DeviceEvents | summarize Timestamp = max(Timestamp) by DeviceName | where Timestamp > ago(1d)',
  ],
  [
    'a name that extend makes',
    'DeviceEvents | extend Timestamp = bin(Timestamp, 1h) | summarize n = count() by Timestamp | order by Timestamp asc',
  ],
  [
    'names that Kusto derives',
    'DeviceEvents | summarize max(Timestamp), arg_min(Timestamp, ActionType) by DeviceName | where max_Timestamp > ago(2d)',
  ],
  [
    'both sides of a join',
    'DeviceEvents | join kind=inner (DeviceFileEvents | where FileName has "oil") on DeviceName | where Timestamp1 >= Timestamp - 12h | project Timestamp, Timestamp1, DeviceName, FileName1',
  ],
  [
    'a time that is rebound in a join',
    'DeviceFileEvents | project FileTime = Timestamp, DeviceName, SHA256 | join kind=leftouter (DeviceEvents | project Timestamp, DeviceName, ActionType) on DeviceName | where isnull(Timestamp) or FileTime > Timestamp - 1d',
  ],
  [
    'a table without a time on the left of a join',
    'DeviceTvmSoftwareVulnerabilities | join kind=inner (DeviceEvents | where Timestamp > ago(5d)) on DeviceId | where Timestamp > ago(3d) | project Timestamp, CveId',
  ],
  [
    'a table without a time on the right of a join',
    'DeviceEvents | join kind=inner (DeviceTvmSoftwareVulnerabilities) on DeviceId | where Timestamp > ago(3d) | project Timestamp, CveId',
  ],
  [
    'a table without a time in a union',
    'union DeviceTvmSoftwareInventory, DeviceEvents | where Timestamp > ago(3d) | project Timestamp, DeviceId',
  ],
  [
    'a table without a time in a list',
    'let old = DeviceTvmSoftwareInventory | where SoftwareName has "lamp" | distinct DeviceId; DeviceEvents | where Timestamp > ago(3d) and DeviceId in (old) | project Timestamp, DeviceId',
  ],
  [
    'a table of the workspace with a time of its own',
    'SigninLogs | join kind=inner (DeviceEvents | project Timestamp, AccountName) on $left.UserPrincipalName == $right.AccountName | extend gap = Timestamp - TimeGenerated | where gap > 0s | project Timestamp, TimeGenerated, UserPrincipalName',
  ],
  [
    'a union of tables',
    'union DeviceEvents, DeviceFileEvents | where Timestamp > ago(2d) | summarize n = count() by bin(Timestamp, 1d)',
  ],
  [
    'a name for both at once',
    'union DeviceEvents, (DeviceFileEvents | extend Timestamp = now()) | where Timestamp > ago(1d) | project Timestamp, DeviceName',
  ],
  [
    'a TimeGenerated that the query makes',
    'DeviceEvents | extend TimeGenerated = ago(9d) | where Timestamp > ago(1d) | project Timestamp, TimeGenerated',
  ],
  [
    'a tabular let, used twice',
    'let recent = DeviceEvents | where Timestamp > ago(4d); recent | join kind=inner (recent | summarize last = max(Timestamp) by DeviceName) on DeviceName | where Timestamp == last | project Timestamp, DeviceName',
  ],
  [
    'a function of a let statement',
    'let since = (back:timespan) { DeviceEvents | where Timestamp > ago(back) }; since(2d) | project Timestamp, ActionType',
  ],
  [
    'sorted rows and what stands before',
    'DeviceEvents | where isnotempty(DeviceName) | sort by DeviceName asc, Timestamp asc | extend before = prev(Timestamp) | where Timestamp - before < 5d | project Timestamp, before, DeviceName',
  ],
  [
    'a series',
    'DeviceEvents | where Timestamp > ago(5d) | make-series n = count() default=0 on Timestamp from ago(5d) to now() step 1d by DeviceName',
  ],
  [
    'a column that is text in Defender and dynamic in the workspace',
    'DeviceEvents | extend what = parse_json(AdditionalFields) | where tostring(what.name) != "" or AdditionalFields has "k1" | summarize n = count() by tostring(what.name)',
  ],
  [
    'a group by such a column',
    'DeviceEvents | where AdditionalFields has "k1" | summarize n = count() by AdditionalFields',
  ],
  ['a renamed column', 'CloudAppEvents | where Isp == "lamp" | project Timestamp, Isp, ActionType'],
  [
    'a table that has another name',
    'EntraIdSignInEvents | where Timestamp > ago(3d) and ErrorCode == 50126 | summarize n = count() by AccountUpn, Country',
  ],
  [
    'a column with the old name of a table',
    'AADSignInEventsBeta | where Timestamp > ago(3d) and ErrorCode == 50126 | project AccountUpn, IPAddress',
  ],
  [
    'a string that Kusto cannot read',
    'DeviceFileEvents | where Timestamp > ago(3d) | where FolderPath has "\\Users\\" | project Timestamp, FolderPath',
  ],
  [
    'the name that column_ifexists takes as text',
    'DeviceEvents | where column_ifexists("Timestamp", now(-30d)) > ago(2d) | project Timestamp',
  ],
];
