import { randomBytes } from 'node:crypto';
import type { StandInRequest, StandInResponse } from '../server.ts';
import { failure } from './arm.ts';

const LIFETIME_S = 3599;

/** The bearer tokens that the stand-in takes: those it was started with, and those its token endpoint issued. */
export interface Tokens {
  /** A new token for one audience (the scope without `/.default`), in memory only. */
  issue(audience: string, bearer?: Bearer): { token: string; expiresIn: number };
  /** Who sends a valid token, or why it is none. */
  read(request: StandInRequest, audience: RegExp): ({ principal: string } & Bearer) | InvalidToken;
  /** The principal of a valid token, or the 401 that Azure Resource Manager answers. */
  check(request: StandInRequest, audience: RegExp): { principal: string } | { refused: StandInResponse };
}

/** Whom a token was issued to. */
export interface Bearer {
  readonly clientId?: string | undefined;
  /** Application permissions; everything where not given. */
  readonly roles?: readonly string[] | undefined;
}

export interface InvalidToken {
  readonly invalid: 'missing' | 'unknown' | 'expired' | 'audience';
  /** Of a token for another one. */
  readonly audience?: string;
}

export function createTokens(fixed: readonly string[], now: () => Date): Tokens {
  const issued = new Map<string, { audience: string; expires: number; bearer: Bearer }>();

  function read(request: StandInRequest, audience: RegExp): ({ principal: string } & Bearer) | InvalidToken {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return { invalid: 'missing' };
    if (fixed.includes(token)) return { principal: token };
    const known = issued.get(token);
    if (!known) return { invalid: 'unknown' };
    if (known.expires <= now().getTime()) return { invalid: 'expired' };
    if (!audience.test(known.audience)) return { invalid: 'audience', audience: known.audience };
    return { principal: token, ...known.bearer };
  }

  return {
    issue(audience, bearer = {}) {
      const token = randomBytes(32).toString('base64url');
      issued.set(token, { audience, expires: now().getTime() + LIFETIME_S * 1000, bearer });
      return { token, expiresIn: LIFETIME_S };
    },
    read,
    check(request, audience) {
      const found = read(request, audience);
      return 'invalid' in found ? { refused: refusal(found) } : { principal: found.principal };
    },
  };
}

function refusal({ invalid, audience = '' }: InvalidToken): StandInResponse {
  switch (invalid) {
    case 'missing':
      return unauthorized('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
    case 'unknown':
      return unauthorized('InvalidAuthenticationToken', 'The access token is invalid.');
    case 'expired':
      return unauthorized('ExpiredAuthenticationToken', 'The access token expiry UTC time is earlier than now.');
    case 'audience': {
      const message = `The access token has been obtained for wrong audience or resource '${audience}'.`;
      return unauthorized('InvalidAuthenticationTokenAudience', message);
    }
  }
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
