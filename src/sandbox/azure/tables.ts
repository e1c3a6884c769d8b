import { type Workspace, type WorkspaceTable, workspaceId } from './state.ts';

const time = { name: 'TimeGenerated', type: 'datetime' };
const strings = (...names: string[]) => names.map((name) => ({ name, type: 'string' }));

/** A workspace with Sentinel on it and a few connectors: the names are Azure Monitor's, the columns an excerpt. */
export const SENTINEL_TABLES: readonly WorkspaceTable[] = [
  { name: 'SecurityAlert', columns: [time, ...strings('AlertName', 'AlertSeverity', 'Description')] },
  { name: 'SecurityEvent', columns: [time, ...strings('Account', 'Computer', 'CommandLine')] },
  { name: 'SigninLogs', columns: [time, ...strings('UserPrincipalName', 'AppDisplayName', 'IPAddress')] },
  { name: 'AuditLogs', columns: [time, ...strings('OperationName', 'Category', 'Result')] },
  { name: 'DeviceProcessEvents', columns: [time, ...strings('DeviceName', 'FileName', 'ProcessCommandLine')] },
];

/** A table as workspaces/tables 2022-10-01 answers it. */
export function renderTable(workspace: Workspace, table: WorkspaceTable): Record<string, unknown> {
  return {
    id: `${workspaceId(workspace)}/tables/${table.name}`,
    name: table.name,
    properties: {
      totalRetentionInDays: 90,
      retentionInDays: 90,
      plan: 'Analytics',
      provisioningState: 'Succeeded',
      schema: { name: table.name, standardColumns: table.columns },
    },
  };
}
