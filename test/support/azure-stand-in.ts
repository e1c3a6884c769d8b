import { type AzureOptions, type AzureState, createAzure, type Workspace } from '../../src/sandbox/azure/index.ts';
import { type ServeOptions, type StandInServer, serve } from '../../src/sandbox/server.ts';

export const WORKSPACE: Workspace = {
  subscriptionId: '0b1f6471-1bf0-4dda-aec3-111122223333',
  resourceGroup: 'Soc-Rg',
  name: 'soc-logs',
};
export const TOKEN = 'a-token-for-tests';
export const SAVED_SEARCHES =
  `/subscriptions/${WORKSPACE.subscriptionId}/resourcegroups/${WORKSPACE.resourceGroup}` +
  `/providers/Microsoft.OperationalInsights/workspaces/${WORKSPACE.name}/savedSearches`;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever JSON came back
  readonly body: any;
}

export interface AzureUnderTest {
  readonly server: StandInServer;
  readonly state: AzureState;
  /** A request as any HTTP client would send it; api-version and token are set unless overridden. */
  call(
    method: string,
    path: string,
    body?: unknown,
    init?: { token?: string | null; version?: string | null },
  ): Promise<Answer>;
}

export async function startAzure(options: AzureOptions = {}, serveOptions: ServeOptions = {}): Promise<AzureUnderTest> {
  const { handler, state } = createAzure({ tokens: [TOKEN], workspaces: [WORKSPACE], ...options });
  const server = await serve(handler, serveOptions);
  return {
    server,
    state,
    async call(method, path, body, { token = TOKEN, version = '2020-08-01' } = {}) {
      const query = version === null ? '' : `?api-version=${version}`;
      const response = await fetch(`${server.url}${path}${query}`, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
    },
  };
}

export function savedSearch(extra: Record<string, unknown> = {}): { properties: Record<string, unknown> } {
  return {
    properties: { category: 'Hunting Queries', displayName: 'Odd logons', query: 'SigninLogs | take 5', ...extra },
  };
}
