import type { StandInResponse } from '../server.ts';
import { json } from './answers.ts';
import { NET_TYPES } from './hunting.ts';
import type { HuntingLogs } from './logs.ts';

/**
 * `GET /beta/security/getHuntingSchema`: the tables with their columns, and the functions that the caller may use
 * (https://learn.microsoft.com/graph/api/security-security-gethuntingschema?view=graph-rest-beta and the resource types that it
 * names).
 */
export function answerSchema(logs: HuntingLogs | undefined, host: string | undefined): StandInResponse {
  const tables = (logs?.tables() ?? []).map(({ name, columns }) => ({
    name,
    description: null,
    columns: columns.map((column) => ({
      name: column.name,
      dataType: NET_TYPES[column.type] ?? 'Object',
      description: null,
    })),
  }));
  return json(200, {
    '@odata.context': `https://${host ?? 'localhost'}/beta/$metadata#microsoft.graph.security.huntingSchemaResult`,
    tables,
    functions: { builtInFunctions: BUILT_IN, savedFunctions: [] },
  });
}

/** https://learn.microsoft.com/defender-xdr/advanced-hunting-functions names those that Defender brings; the ids are ours. */
const BUILT_IN = ['FileProfile', 'DeviceFromIP', 'AssignedIPAddresses', 'SeenBy'].map((name, at) => ({
  huntingFunctionId: at + 1,
  name,
  documentation: null,
  path: null,
  inputParameters: [],
  outputColumns: [],
}));
