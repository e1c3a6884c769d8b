import type { StandInRequest, StandInResponse } from '../server.ts';
import type { Store } from '../store.ts';
import { checkApiVersion, failure, json } from './arm.ts';
import { readSavedSearch, renderSavedSearch } from './saved-search.ts';
import { type AzureState, customerIdOf, type Workspace, type WorkspaceTable, workspaceId } from './state.ts';
import { renderTable } from './tables.ts';

/**
 * Published versions of workspaces/savedSearches
 * (https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights).
 */
const SAVED_SEARCH_VERSIONS = [
  '2015-03-20',
  '2020-03-01-preview',
  '2020-08-01',
  '2023-09-01',
  '2025-02-01',
  '2025-07-01',
];
/**
 * Published versions of workspaces/tables, as Azure names them in https://github.com/Azure/azure-sdk-for-js/issues/24369, and the
 * newer ones.
 */
const TABLE_VERSIONS = [
  '2020-03-01-preview',
  '2020-08-01',
  '2021-12-01-preview',
  '2022-10-01',
  '2023-09-01',
  '2025-02-01',
  '2025-07-01',
];

const ALERT_RULE_VERSIONS = ['2023-11-01', '2024-03-01', '2024-09-01', '2025-06-01', '2025-09-01'];

export interface AlertRule {
  readonly name: string;
  readonly enabled: boolean;
  readonly techniques: readonly string[];
}

export interface ResourceOptions {
  readonly alertRules: readonly AlertRule[];
  readonly store: Store<AzureState>;
  readonly workspaces: readonly Workspace[];
  readonly casing: 'camel' | 'pascal';
  readonly bareList: boolean;
  readonly now: () => Date;
  tablesOf(workspace: Workspace): readonly WorkspaceTable[];
}

/** Answers an authenticated Azure Resource Manager request; names in the path compare case-insensitively, as they do there. */
export function answerResource(request: StandInRequest, options: ResourceOptions): StandInResponse {
  let parts: string[];
  try {
    parts = request.path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return failure(400, 'InvalidRequestUri', 'The request URI is not properly encoded.');
  }
  // All workspaces of a subscription are asked for without a group.
  if (/^providers$/i.test(parts[2] ?? '')) parts.splice(2, 0, 'resourceGroups', '');
  const [subscriptionsWord, subscription = '', groupsWord, group = '', providersWord, provider, type, name = ''] =
    parts;
  const words = [subscriptionsWord, groupsWord, providersWord, provider, type].map((word) => word?.toLowerCase());
  if (words.join('/') !== 'subscriptions/resourcegroups/providers/microsoft.operationalinsights/workspaces') {
    return failure(404, 'InvalidResourceType', `The stand-in has no resource at '${request.path}'.`);
  }
  if (/^providers\/microsoft\.securityinsights\/alertrules$/i.test(parts.slice(8).join('/'))) {
    return listRules(request, options);
  }
  const [child, childName, ...rest] = parts.slice(8);
  if (rest.length > 0 || childName === '') return failure(404, 'NotFound', `No resource at '${request.path}'.`);

  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const inSubscription = options.workspaces.filter((w) => same(w.subscriptionId, subscription));
  if (inSubscription.length === 0) {
    return failure(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
  }
  const inGroup = inSubscription.filter((w) => group === '' || same(w.resourceGroup, group));
  if (inGroup.length === 0) {
    return failure(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
  }
  const workspace = inGroup.find((w) => same(w.name, name));
  const kind = child?.toLowerCase();
  const versions = kind === 'tables' ? TABLE_VERSIONS : SAVED_SEARCH_VERSIONS;
  const refused = checkApiVersion(request.query.get('api-version'), `workspaces/${child ?? ''}`, versions);
  if (refused) return refused;
  if (name === '') return json(200, { value: inGroup.map(renderWorkspace) });
  if (!workspace) return notFound(`Microsoft.OperationalInsights/workspaces/${name}`, group);

  if (kind === 'tables' && request.method === 'GET') return tables(workspace, childName, options);
  if (kind === undefined) return request.method === 'GET' ? json(200, renderWorkspace(workspace)) : notAllowed(request);
  if (kind !== 'savedsearches') return failure(404, 'NotFound', `No resource at '${request.path}'.`);
  return childName === undefined ? list(request, workspace, options) : one(request, workspace, childName, options);
}

/**
 * The analytics rules of the workspace; the versions are those of
 * https://github.com/Azure/azure-rest-api-specs/tree/main/specification/securityinsights.
 */
function listRules(request: StandInRequest, { alertRules }: ResourceOptions): StandInResponse {
  if (request.method !== 'GET') return notAllowed(request);
  const refused = checkApiVersion(request.query.get('api-version'), 'alertRules', ALERT_RULE_VERSIONS);
  if (refused) return refused;
  const value = alertRules.map(({ name, enabled, techniques }) => ({
    name,
    kind: 'Scheduled',
    type: 'Microsoft.SecurityInsights/alertRules',
    properties: { displayName: name, enabled, techniques },
  }));
  return json(200, { value });
}

/** The workspace, in the part of its members that tools read (workspaces 2020-08-01). */
function renderWorkspace(workspace: Workspace): Record<string, unknown> {
  return {
    id: workspaceId(workspace),
    name: workspace.name,
    type: 'Microsoft.OperationalInsights/workspaces',
    location: 'westeurope',
    properties: {
      customerId: customerIdOf(workspace),
      provisioningState: 'Succeeded',
      sku: { name: 'pergb2018' },
      retentionInDays: 90,
    },
  };
}

function tables(workspace: Workspace, name: string | undefined, options: ResourceOptions): StandInResponse {
  const all = options.tablesOf(workspace);
  if (name === undefined) return json(200, { value: all.map((table) => renderTable(workspace, table)) });
  const table = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (table) return json(200, renderTable(workspace, table));
  return notFound(`Microsoft.OperationalInsights/workspaces/${workspace.name}/tables/${name}`, workspace.resourceGroup);
}

/**
 * One unpaged answer: the specification's `x-ms-pageable` has `nextLinkName: null`, and there is no filter
 * (https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights).
 */
function list(request: StandInRequest, workspace: Workspace, options: ResourceOptions): StandInResponse {
  if (request.method !== 'GET') return notAllowed(request);
  const prefix = `${workspaceId(workspace)}/savedSearches/`.toLowerCase();
  const value = Object.entries(options.store.state.savedSearches)
    .filter(([id]) => id.startsWith(prefix))
    .map(([, search]) => renderSavedSearch(workspace, search, options.casing));
  return json(200, options.bareList ? value : { value });
}

function one(request: StandInRequest, workspace: Workspace, id: string, options: ResourceOptions): StandInResponse {
  const { savedSearches } = options.store.state;
  const key = `${workspaceId(workspace)}/savedSearches/${id}`.toLowerCase();
  const existing = savedSearches[key];
  switch (request.method) {
    case 'PUT':
      return put(request, workspace, id, options);
    case 'GET':
      if (!existing) return missing(workspace, id);
      return json(200, renderSavedSearch(workspace, existing, options.casing));
    case 'DELETE':
      // Which status a second delete gets is not documented; the specification
      // (https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights) has only 200 and the error,
      // so this is the error.
      if (!existing) return missing(workspace, id);
      delete savedSearches[key];
      options.store.changed();
      return json(200, {});
    default:
      return notAllowed(request);
  }
}

/**
 * Creates or replaces; 200 in both cases, the only success that the specification has
 * (https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights).
 */
function put(request: StandInRequest, workspace: Workspace, id: string, options: ResourceOptions): StandInResponse {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    const given = request.headers['content-type'] ?? '';
    const message = `The content media type '${given}' is not supported. Only 'application/json' is supported.`;
    return failure(415, 'UnsupportedMediaType', message);
  }
  const body = readSavedSearch(request.body);
  if ('status' in body) return body;
  const { state } = options.store;
  const key = `${workspaceId(workspace)}/savedSearches/${id}`.toLowerCase();
  const existing = state.savedSearches[key];
  // The specification: "To override an existing saved search, use "*" or specify the current Etag". Without it, or with a stale
  // one, 409 with the text of https://github.com/Azure/azure-powershell/issues/3093. A concrete etag for an id that does not
  // exist is not documented anywhere; it cannot be current, so it is stale here.
  if (body.etag !== '*' && body.etag !== existing?.etag) return conflict(workspace);
  state.revision += 1;
  const search = { id: existing?.id ?? id, etag: newEtag(options.now(), state.revision), properties: body.properties };
  state.savedSearches[key] = search;
  options.store.changed();
  return json(200, renderSavedSearch(workspace, search, options.casing));
}

/**
 * In the form of the specification's examples
 * (https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights):
 * `W/"datetime'2017-10-02T23%3A15%3A41.0709875Z'"`.
 */
function newEtag(at: Date, revision: number): string {
  const seconds = at.toISOString().slice(0, 19);
  const ticks = String(revision % 10_000_000).padStart(7, '0');
  return `W/"datetime'${encodeURIComponent(seconds)}.${ticks}Z'"`;
}

function conflict(workspace: Workspace): StandInResponse {
  return failure(
    409,
    'Conflict',
    'ServiceClient: Response status code does not indicate success - 409 (Conflict), for request - ' +
      `/Customer.svc/workspaces/${workspace.name}/CustomerConfiguration, due to reason - ` +
      '[Newer data exists in the Customer Configuration Store.].',
  );
}

function missing(workspace: Workspace, id: string): StandInResponse {
  return notFound(
    `Microsoft.OperationalInsights/workspaces/${workspace.name}/savedSearches/${id}`,
    workspace.resourceGroup,
  );
}

function notFound(resource: string, group: string): StandInResponse {
  return failure(
    404,
    'ResourceNotFound',
    `The Resource '${resource}' under resource group '${group}' was not found. ` +
      'For more details please go to https://aka.ms/ARMResourceNotFoundFix',
  );
}

function notAllowed(request: StandInRequest): StandInResponse {
  return failure(405, 'MethodNotAllowed', `The HTTP method '${request.method}' is not supported at this location.`);
}
