import type { Bearer, InvalidToken, Tokens } from '../azure/auth.ts';
import type { StandInRequest, StandInResponse } from '../server.ts';
import { failure } from './answers.ts';

const AUDIENCE = /^(https:\/\/(graph|dod-graph)\.microsoft\.(com|us)|https:\/\/microsoftgraph\.chinacloudapi\.cn)\/?$/;

export type Caller = { principal: string } & Bearer;

/** Who calls, if the token is for Graph and has one of the application permissions; else the answer. */
export function admit(
  request: StandInRequest,
  tokens: Tokens,
  permissions: readonly string[],
): Caller | { refused: StandInResponse } {
  const found = tokens.read(request, AUDIENCE);
  if ('invalid' in found) return { refused: unauthorized(found) };
  const { roles } = found;
  if (roles === undefined || permissions.some((one) => roles.includes(one))) return found;
  // 403 by https://learn.microsoft.com/graph/errors; that the text names the permissions is not confirmed for these resources.
  const needed = permissions.join(',');
  const message = `Missing application roles. API required roles: ${needed}, application roles: ${roles.join(',')}.`;
  return { refused: failure(403, 'Forbidden', message) };
}

/**
 * 401 with `InvalidAuthenticationToken` for every reason
 * (https://learn.microsoft.com/graph/resolve-auth-errors); the texts are those that Graph is quoted with elsewhere.
 */
function unauthorized({ invalid }: InvalidToken): StandInResponse {
  const message = {
    missing: 'Access token is empty.',
    unknown: 'CompactToken parsing failed with error code: 80049217',
    expired: 'Lifetime validation failed, the token is expired.',
    audience: 'Access token validation failure. Invalid audience.',
  }[invalid];
  return failure(401, 'InvalidAuthenticationToken', message, {
    'www-authenticate': 'Bearer realm="", error="invalid_token"',
  });
}
