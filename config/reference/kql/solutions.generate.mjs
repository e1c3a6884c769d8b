// Writes solutions.json beside this file: tables that the data connectors of Sentinel's solutions make in a workspace, which the
// reference of Azure Monitor does not list.
//
// Source: https://github.com/Azure/Azure-Sentinel, the connectors' definitions of their tables, state of November 2026:
//   Solutions/GitHub/Data Connectors/GitHubAuditLogs_CCF/GitHubAuditLogs_Table.json
//   Solutions/Snowflake/Data Connectors/SnowflakeLogs_ccp/SnowflakeQueryV3_Table.json
//   Solutions/Salesforce Service Cloud/Data Connectors/SalesforceSentinelConnector_CCP/SalesforceServiceCloud_Tables.json
// Only names and types are carried over.
//
//   node config/reference/kql/solutions.generate.mjs tables FOLDER VERSION
//       from saved definitions (*.json); other tables stay as committed
//   node config/reference/kql/solutions.generate.mjs facts FILE
//       from a file like the one that is written; the committed one will do
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { file, line, object, runAsScript, sorted } from '../lines.mjs';

const SOURCE = "Tables of the data connectors of Microsoft Sentinel's solutions (Azure/Azure-Sentinel)";
const OTHER_NAMES = { boolean: 'bool', double: 'real' };
/** What every table of a workspace has: https://learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns */
const STANDARD = { TenantId: 'string', TimeGenerated: 'datetime', Type: 'string' };

/** The tables of a definition (its JSON, an object or several): name -> Kusto column list, sorted. */
export function tablesOfDefinition(definition) {
  const schemas = [definition].flat().map(({ properties }) => properties.schema);
  return Object.fromEntries(
    schemas.map(({ name, columns }) => {
      const types = Object.fromEntries(columns.map((column) => [column.name, OTHER_NAMES[column.type] ?? column.type]));
      const list = sorted({ ...types, ...STANDARD }).map(([column, type]) => `${column}:${type}`);
      return [name, list.join(',')];
    }),
  );
}

/** The text of solutions.json. */
export function generateSolutions({ version, tables }) {
  return file([
    ['source', line(SOURCE)],
    ['version', line(version)],
    ['tables', object(sorted(tables))],
  ]);
}

runAsScript(
  import.meta.url,
  'node config/reference/kql/solutions.generate.mjs tables FOLDER VERSION | facts FILE',
  (what, path, version) => {
    const read = (name) => JSON.parse(readFileSync(name, 'utf8'));
    if (what === 'facts') return { 'solutions.json': generateSolutions(read(path)) };
    if (what !== 'tables') throw new Error(`tables or facts, not ${what}`);
    const before = read(new URL('solutions.json', import.meta.url));
    const found = readdirSync(path)
      .filter((name) => name.endsWith('.json'))
      .map((name) => tablesOfDefinition(read(join(path, name))));
    return { 'solutions.json': generateSolutions({ version, tables: Object.assign({}, before.tables, ...found) }) };
  },
);
