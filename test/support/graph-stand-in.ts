import { Agent, fetch } from 'undici';
import { createGraph, type GraphOptions, type GraphState } from '../../src/sandbox/graph/index.ts';
import { type ServeOptions, type StandInServer, serve } from '../../src/sandbox/server.ts';
import { createTls } from '../../src/sandbox/tls.ts';

export const GRAPH_TOKEN = 'a-token-for-tests';
export const RULES = '/v1.0/security/rules/detectionRules';

export interface GraphAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever JSON came back
  readonly body: any;
}

export interface GraphUnderTest {
  readonly server: StandInServer;
  readonly state: GraphState;
  /** PEM of what a client must trust. */
  readonly ca: string;
  /** A request over TLS as any HTTP client would send it; `path` may be a whole address. */
  call(method: string, path: string, body?: unknown, token?: string | null): Promise<GraphAnswer>;
  /** A token by the client credentials grant. */
  signIn(form: Record<string, string>, tenant?: string): Promise<GraphAnswer>;
}

let tls: ReturnType<typeof createTls> | undefined;

export async function startGraph(options: GraphOptions = {}, serveOptions: ServeOptions = {}): Promise<GraphUnderTest> {
  tls ??= createTls();
  const { ca, key, cert } = await tls;
  const { handler, state } = createGraph({ tokens: [GRAPH_TOKEN], ...options });
  const server = await serve(handler, { tls: { key, cert }, ...serveOptions });
  const dispatcher = new Agent({ connect: { ca } });
  const read = async (response: Awaited<ReturnType<typeof fetch>>): Promise<GraphAnswer> => {
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    server,
    state,
    ca,
    async call(method, path, body, token = GRAPH_TOKEN) {
      const response = await fetch(new URL(path, server.url), {
        method,
        dispatcher,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return read(response);
    },
    async signIn(form, tenant = 'tenant') {
      const address = `${server.url}/${tenant}/oauth2/v2.0/token`;
      return read(await fetch(address, { method: 'POST', dispatcher, body: new URLSearchParams(form) }));
    },
  };
}

/** A rule that the service takes, with changes at its top and in its alert. */
export function detectionRule(
  extra: Record<string, unknown> = {},
  alert: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id: 'shadow-copies',
    displayName: 'Shadow copies deleted',
    status: 'disabled',
    queryCondition: { queryText: 'DeviceProcessEvents\n| where ProcessCommandLine has "shadows"' },
    schedule: { frequency: 'PT24H' },
    detectionAction: { alertTemplate: { title: 'Shadow copies deleted', severity: 'medium', ...alert } },
    ...extra,
  };
}

export const withQuery = (
  queryText: string,
  extra: Record<string, unknown> = {},
  alert: Record<string, unknown> = {},
) => detectionRule({ queryCondition: { queryText }, ...extra }, alert);
