import type { Handler } from '../server.ts';
import { openStore, type Store } from '../store.ts';
import { failure } from './arm.ts';
import { createTokens } from './auth.ts';
import { type Deployment, readDeployment } from './deployment.ts';
import { answerIngestion, type CollectionRule } from './ingestion.ts';
import { createUploadApi } from './intelligence.ts';
import { type AppRegistration, answerLogin } from './login.ts';
import { answerQuery, type QueryLogs, type QueryOptions } from './query/index.ts';
import { type AlertRule, answerResource } from './resources.ts';
import { type AzureState, emptyAzureState, type Workspace } from './state.ts';
import { SENTINEL_TABLES } from './tables.ts';
import { type Bucket, createRequestLimiter, type OperationKind } from './throttle.ts';

export interface AzureOptions {
  /** Default: in memory. */
  readonly store?: Store<AzureState>;
  /** Bearer tokens that are valid from the start, for every audience. */
  readonly tokens?: readonly string[];
  /** App registrations that the token endpoint knows. */
  readonly apps?: readonly AppRegistration[];
  readonly workspaces?: readonly Workspace[];
  /** `pascal`: every saved search is answered the way old ones are. */
  readonly casing?: 'camel' | 'pascal';
  /**
   * Answers the list as a bare array, as the 2020-08-01 example of the specification shows it
   * (https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights).
   */
  readonly bareList?: boolean;
  /** Throttling; a kind that is not named is never refused. `ARM_LIMITS` are Azure's own figures. */
  readonly limits?: Partial<Record<OperationKind, Bucket>>;
  /** Data collection rules that take logs. */
  readonly rules?: readonly CollectionRule[];
  /** What was deployed to the workspaces; by default this project's template. */
  readonly deployment?: Deployment;
  /** How much a query's answer holds, and tables that it may not read. */
  readonly query?: Pick<QueryOptions, 'limits' | 'denied'>;
  /** What the workspaces hold beside what was written to them. Default: nothing. */
  readonly logs?: QueryLogs;
  /** Analytics rules of the workspaces. */
  readonly alertRules?: readonly AlertRule[];
  readonly now?: () => Date;
}

/**
 * A stand-in for the parts of Azure that hunting queries and records live in: Azure Resource Manager (saved searches and
 * tables of Log Analytics workspaces), Microsoft Entra ID's token endpoint, Logs Ingestion, the Log Analytics query API and
 * Sentinel's threat-intelligence upload API, all on one host.
 */
export function createAzure(options: AzureOptions = {}): { handler: Handler; state: AzureState } {
  const now = options.now ?? (() => new Date());
  const store = options.store ?? openStore(undefined, emptyAzureState());
  const tokens = createTokens(options.tokens ?? [], now);
  const throttle = createRequestLimiter(options.limits ?? {}, now);
  const deployment = options.deployment ?? readDeployment();
  const workspaces = options.workspaces ?? [];
  const tablesOf = ({ tables }: Workspace) => tables ?? [...SENTINEL_TABLES, ...deployment.tables];
  const answerIntelligence = createUploadApi({ workspaces, store, now });
  const resources = {
    store,
    workspaces,
    tablesOf,
    casing: options.casing ?? 'camel',
    bareList: options.bareList ?? false,
    alertRules: options.alertRules ?? [],
    now,
  } as const;

  const handler: Handler = (request) => {
    if (/^\/subscriptions(\/|$)/i.test(request.path)) {
      const caller = tokens.check(request, /^https:\/\/management\.(core\.|azure\.com|usgovcloudapi|chinacloudapi)/);
      if ('refused' in caller) return caller.refused;
      const kind = request.method === 'GET' ? 'reads' : request.method === 'DELETE' ? 'deletes' : 'writes';
      const { headers, refused } = throttle.take(kind, caller.principal);
      if (refused) return refused;
      const response = answerResource(request, resources);
      return { ...response, headers: { ...response.headers, ...headers } };
    }
    if (/^\/dataCollectionRules\//i.test(request.path)) {
      const caller = tokens.check(request, /^https:\/\/monitor\.azure\.(com|us|cn)\/?$/);
      const taking = { rules: options.rules ?? [], streams: deployment.streams, store, now };
      return 'refused' in caller ? caller.refused : answerIngestion(request, taking);
    }
    if (/^\/v1\//.test(request.path)) {
      const caller = tokens.check(request, /^https:\/\/api\.loganalytics\.(io|us|azure\.(com|cn))\/?$/);
      if ('refused' in caller) return caller.refused;
      const logs = options.logs ? { logs: options.logs } : {};
      return answerQuery(request, {
        ...options.query,
        ...logs,
        state: store.state,
        workspaces,
        deployment,
        tablesOf,
        now,
      });
    }
    if (/^\/workspaces\//.test(request.path)) {
      // https://learn.microsoft.com/azure/sentinel/stix-objects-api lists exactly these.
      const caller = tokens.check(request, /^https:\/\/management\.(core\.windows\.net|azure\.com)\/?$/);
      return 'refused' in caller ? caller.refused : answerIntelligence(request, caller.principal);
    }
    return (
      answerLogin(request, options.apps ?? [], tokens) ??
      failure(404, 'NotFound', `The stand-in has nothing at '${request.path}'.`)
    );
  };
  return { handler, state: store.state };
}

export { type Deployment, readDeployment } from './deployment.ts';
export type { CollectionRule } from './ingestion.ts';
export type { AppRegistration } from './login.ts';
export type { QueryLogs, QueryTable } from './query/index.ts';
export {
  type AzureState,
  customerIdOf,
  emptyAzureState,
  type SavedSearch,
  type Workspace,
  type WorkspaceTable,
} from './state.ts';
export { ARM_LIMITS, type Bucket, type OperationKind } from './throttle.ts';
