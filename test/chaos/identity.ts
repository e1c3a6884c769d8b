import { createServer } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from '../../src/sandbox/index.ts';

/**
 * The identity endpoint of an App Service (https://learn.microsoft.com/azure/app-service/overview-managed-identity, "Connect to
 * Azure services in app code"), with tokens of the stand-ins' token endpoints. */
export interface IdentityEndpoint {
  /** The environment that the client library finds it by. */
  readonly env: Record<string, string>;
  /** Tokens come from this sandbox from now on. */
  serve(sandbox: Sandbox): void;
  close(): void;
}

/**
 * @param lifetimeS of its tokens. Two minutes: they are renewed again and again in a run, because the client library renews what lives
 * for less than five.
 */
export async function openIdentityEndpoint(lifetimeS = 120): Promise<IdentityEndpoint> {
  let current: Sandbox | undefined;
  const server = createServer((incoming, outgoing) => {
    const resource = new URL(incoming.url ?? '/', 'http://identity').searchParams.get('resource') ?? '';
    tokenFor(resource, current).then(
      ({ status, token }) => {
        outgoing.writeHead(status, { 'content-type': 'application/json' });
        const expires = String(Math.floor(Date.now() / 1000) + lifetimeS);
        outgoing.end(JSON.stringify({ access_token: token, expires_on: expires, resource, token_type: 'Bearer' }));
      },
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/token`, IDENTITY_HEADER: 'chaos' },
    serve(sandbox) {
      current = sandbox;
    },
    close: () => server.close(),
  };
}

function tokenFor(resource: string, sandbox: Sandbox | undefined): Promise<{ status: number; token: unknown }> {
  return new Promise((resolve, reject) => {
    if (!sandbox) return reject(new Error('no sandbox'));
    const { azure, graph, ca } = sandbox;
    const { url } = resource.includes('graph.microsoft.com') ? graph : azure;
    const { tenantId, clientId, clientSecret } = azure.app;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${resource}/.default`,
    });
    const asked = request(`${url}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', ca: ca.pem }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        try {
          resolve({ status: answer.statusCode ?? 500, token: JSON.parse(text || '{}')['access_token'] });
        } catch (error) {
          reject(error);
        }
      });
    });
    asked.on('error', reject);
    asked.end(form.toString());
  });
}
