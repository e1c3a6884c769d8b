import { readFileSync } from 'node:fs';
import type { WorkspaceTable } from './state.ts';

/** What a deployed template adds to a workspace. */
export interface Deployment {
  readonly tables: readonly WorkspaceTable[];
  /** Query text of saved functions by their alias. */
  readonly functions: Readonly<Record<string, string>>;
  readonly streams: readonly StreamDeclaration[];
}

/** A stream of a data collection rule: rows keep its columns only, and go to one table. */
export interface StreamDeclaration {
  readonly name: string;
  readonly columns: WorkspaceTable['columns'];
  readonly table: string;
}

interface Resource {
  readonly type: string;
  readonly properties: {
    readonly schema?: WorkspaceTable;
    readonly functionAlias?: string;
    readonly query?: string;
    readonly streamDeclarations?: Record<string, { readonly columns: WorkspaceTable['columns'] }>;
    readonly dataFlows?: readonly { readonly streams: readonly string[]; readonly outputStream: string }[];
  };
}

const TEMPLATE = new URL('../../../sentinel/azuredeploy.json', import.meta.url);
let deployed: Deployment | undefined;

/** Tables, saved functions and streams of an ARM template, as Azure would make them. Default: the one of this project. */
export function readDeployment(template: URL = TEMPLATE): Deployment {
  if (template === TEMPLATE && deployed) return deployed;
  const { resources } = JSON.parse(readFileSync(template, 'utf8')) as { readonly resources: readonly Resource[] };
  const of = (type: string) => resources.filter((resource) => resource.type.toLowerCase() === type);
  const deployment: Deployment = {
    tables: of('microsoft.operationalinsights/workspaces/tables').flatMap(({ properties }) => properties.schema ?? []),
    functions: Object.fromEntries(
      of('microsoft.operationalinsights/workspaces/savedsearches').flatMap(({ properties }) =>
        properties.functionAlias ? [[properties.functionAlias, properties.query ?? '']] : [],
      ),
    ),
    streams: of('microsoft.insights/datacollectionrules').flatMap(({ properties }) => streamsOf(properties)),
  };
  if (template === TEMPLATE) deployed = deployment;
  return deployment;
}

function streamsOf({ streamDeclarations = {}, dataFlows = [] }: Resource['properties']): StreamDeclaration[] {
  return Object.entries(streamDeclarations).map(([name, { columns }]) => {
    const output = dataFlows.find(({ streams }) => streams.includes(name))?.outputStream ?? name;
    return { name, columns, table: tableOf(output) };
  });
}

/** A custom table's stream is `Custom-` and the table's name. */
export function tableOf(stream: string): string {
  return stream.replace(/^Custom-/, '');
}
