import { createHash } from 'node:crypto';

/** A Log Analytics workspace that the stand-in knows. Names compare case-insensitively, as in Azure Resource Manager. */
export interface Workspace {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  /** GUID that the data planes know it by; one made of its resource id where not given. */
  readonly customerId?: string;
  /** Its tables; default a handful of Sentinel's own and those of the deployed template. */
  readonly tables?: readonly WorkspaceTable[];
}

export interface WorkspaceTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export interface SavedSearchProperties {
  category: string;
  displayName: string;
  query: string;
  functionAlias?: string;
  functionParameters?: string;
  version: number;
  tags?: { name: string; value: string }[];
}

export interface SavedSearch {
  /** The last part of the resource id, as first written. */
  id: string;
  etag: string;
  properties: SavedSearchProperties;
  /** Answered in the PascalCase of old saved searches, whatever the stand-in's default. */
  legacy?: boolean;
}

/** Everything that the stand-in remembers: plain JSON. */
export interface AzureState {
  /** Counts writes, so that every etag is new. */
  revision: number;
  /** By full resource id in lower case (it starts with `/`, so no id can be `__proto__`). */
  savedSearches: Record<string, SavedSearch>;
  /** Rows that the Logs Ingestion endpoint took, by `/rule/stream`. */
  ingested: Record<string, unknown[]>;
  /** STIX objects by `/source system/id`; absent until the first. */
  intelligence?: Record<string, Record<string, unknown>>;
}

export function emptyAzureState(): AzureState {
  return { revision: 0, savedSearches: {}, ingested: {} };
}

/** A workspace's resource id as Azure Resource Manager writes it. */
export function workspaceId(workspace: Workspace): string {
  const { subscriptionId, resourceGroup, name } = workspace;
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/${name}`;
}

/** The workspace's own GUID, which the query and threat-intelligence APIs call it by. */
export function customerIdOf(workspace: Workspace): string {
  if (workspace.customerId !== undefined) return workspace.customerId.toLowerCase();
  const hex = createHash('sha256').update(workspaceId(workspace).toLowerCase()).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
