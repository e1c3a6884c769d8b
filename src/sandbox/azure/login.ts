import type { StandInRequest, StandInResponse } from '../server.ts';
import { json } from './arm.ts';
import type { Tokens } from './auth.ts';

/** An application in Microsoft Entra ID with its credentials: a secret, or the exact federated token of a workload identity. */
export interface AppRegistration {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly assertion?: string;
  /** Application permissions that were granted to it; everything where not given. */
  readonly roles?: readonly string[];
}

/**
 * The client credentials grant of the Microsoft identity platform
 * (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow), and the two discovery documents that
 * its client library reads first. Undefined for any other path.
 */
export function answerLogin(
  request: StandInRequest,
  apps: readonly AppRegistration[],
  tokens: Tokens,
): StandInResponse | undefined {
  const origin = `https://${request.headers.host ?? 'localhost'}`;
  if (request.path === '/common/discovery/instance') {
    const host = request.headers.host ?? 'localhost';
    const endpoint = request.query.get('authorization_endpoint') ?? '';
    const tenant = /^https:\/\/[^/]+\/([^/]+)\//.exec(endpoint)?.[1] ?? 'common';
    return json(200, {
      tenant_discovery_endpoint: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  }
  const discovery = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/.exec(request.path);
  if (discovery) {
    return json(200, {
      token_endpoint: `${origin}/${discovery[1]}/oauth2/v2.0/token`,
      authorization_endpoint: `${origin}/${discovery[1]}/oauth2/v2.0/authorize`,
      jwks_uri: `${origin}/${discovery[1]}/discovery/v2.0/keys`,
      issuer: `${origin}/${discovery[1]}/v2.0`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    });
  }
  const token = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(request.path);
  if (!token || request.method !== 'POST') return undefined;
  return grant(token[1] ?? '', new URLSearchParams(request.body.toString('utf8')), apps, tokens);
}

function grant(
  tenant: string,
  form: URLSearchParams,
  apps: readonly AppRegistration[],
  tokens: Tokens,
): StandInResponse {
  if (form.get('grant_type') !== 'client_credentials') {
    return oauthError(400, 'unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.');
  }
  const app = apps.find((a) => a.tenantId === tenant && a.clientId === form.get('client_id'));
  if (!app) {
    const message = `AADSTS700016: Application with identifier '${form.get('client_id')}' was not found in the directory '${tenant}'.`;
    return oauthError(400, 'unauthorized_client', message);
  }
  const secret = app.clientSecret !== undefined && form.get('client_secret') === app.clientSecret;
  const assertion = app.assertion !== undefined && form.get('client_assertion') === app.assertion;
  if (!secret && !assertion) {
    return oauthError(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
  }
  // MSAL adds the OpenID scopes by itself; the one that counts ends in /.default.
  const scope = (form.get('scope') ?? '').split(' ').find((s) => s.endsWith('/.default'));
  if (scope === undefined) {
    const message = `AADSTS1002012: The provided value for scope ${form.get('scope')} is not valid.`;
    return oauthError(400, 'invalid_scope', message);
  }
  const { token, expiresIn } = tokens.issue(scope.slice(0, -'/.default'.length), app);
  return json(200, { token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: expiresIn, access_token: token });
}

/** Errors as https://www.rfc-editor.org/rfc/rfc6749#section-5.2 has them, with Entra ID's AADSTS codes in the description. */
function oauthError(status: number, error: string, description: string): StandInResponse {
  return json(status, { error, error_description: description });
}
