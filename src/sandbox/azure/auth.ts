import { randomBytes } from 'node:crypto';
import type { StandInRequest, StandInResponse } from '../server.ts';
import { failure } from './arm.ts';

const LIFETIME_S = 3599;

/** The bearer tokens that the stand-in takes: those it was started with, and those its token endpoint issued. */
export interface Tokens {
  /** A new token for one audience (the scope without `/.default`), in memory only. */
  issue(audience: string): { token: string; expiresIn: number };
  /** The principal of a valid token, or the 401 that Azure answers. */
  check(request: StandInRequest, audience: RegExp): { principal: string } | { refused: StandInResponse };
}

export function createTokens(fixed: readonly string[], now: () => Date): Tokens {
  const issued = new Map<string, { audience: string; expires: number }>();
  return {
    issue(audience) {
      const token = randomBytes(32).toString('base64url');
      issued.set(token, { audience, expires: now().getTime() + LIFETIME_S * 1000 });
      return { token, expiresIn: LIFETIME_S };
    },
    check(request, audience) {
      const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (token === undefined) {
        const message = "Authentication failed. The 'Authorization' header is missing.";
        return { refused: unauthorized('AuthenticationFailed', message) };
      }
      if (fixed.includes(token)) return { principal: token };
      const known = issued.get(token);
      if (!known) return { refused: unauthorized('InvalidAuthenticationToken', 'The access token is invalid.') };
      if (known.expires <= now().getTime()) {
        return {
          refused: unauthorized('ExpiredAuthenticationToken', 'The access token expiry UTC time is earlier than now.'),
        };
      }
      if (!audience.test(known.audience)) {
        const message = `The access token has been obtained for wrong audience or resource '${known.audience}'.`;
        return { refused: unauthorized('InvalidAuthenticationTokenAudience', message) };
      }
      return { principal: token };
    },
  };
}

/**
 * Codes as Azure Resource Manager answers them; every 401 carries a `WWW-Authenticate: Bearer` challenge
 * (https://www.rfc-editor.org/rfc/rfc6750#section-3).
 */
function unauthorized(code: string, message: string): StandInResponse {
  return failure(401, code, message, {
    'www-authenticate': `Bearer error="invalid_token", error_description="${message}"`,
  });
}
