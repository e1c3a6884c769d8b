import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { StandInRequest } from '../server.ts';
import { type Call, Refusal, type Splunkd } from './call.ts';
import type { Reply } from './reply.ts';

/**
 * POST auth/login: 200 {sessionKey, message, code}; with cookie=1 also the cookie splunkd_8089, which then works alone
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTaccess, auth/login). A missing password is 400 (wording not
 * confirmed), a wrong one 401 WARN "Login failed" (splunkd 10.4.2 as measured by https://github.com/mockdr/mockdr).
 */
export function login(call: Call): Reply {
  const { splunkd, args } = call;
  const user = args.get('username') ?? '';
  const password = args.get('password');
  if (!password) throw new Refusal(400, 'Login failed', { type: 'WARN' });
  if (!passwordFits(splunkd, user, password)) {
    throw new Refusal(401, 'Login failed', { type: 'WARN', code: 'incorrect_username_or_password' });
  }
  const sessionKey = splunkd.sessions.open(user);
  const headers: Record<string, string[]> = {};
  if (args.get('cookie') === '1') headers['set-cookie'] = [`splunkd_8089=${sessionKey}; Path=/; HttpOnly`];
  return { kind: 'flat', status: 200, data: { sessionKey, message: '', code: '' }, headers };
}

/**
 * Who asks. No or wrong Basic: 401 ERROR "Unauthorized" with a challenge; an unknown session key or token: 401 WARN "call not
 * properly authenticated" without one (splunkd 10.4.2 as measured by https://github.com/mockdr/mockdr; recorded splunkd traffic).
 */
export function authenticate(splunkd: Splunkd, request: StandInRequest): string {
  const [scheme = '', credential = ''] = (request.headers.authorization ?? '').split(/ +(.*)/s);
  switch (scheme.toLowerCase()) {
    case 'splunk':
      return known(splunkd.sessions.user(credential));
    case 'bearer':
      return known(splunkd.sessions.tokenUser(credential) ?? splunkd.sessions.user(credential));
    case 'basic':
      return basicUser(splunkd, credential);
    default:
  }
  const cookie = /(?:^|;\s*)splunkd_\d+=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (cookie !== undefined) return known(splunkd.sessions.user(cookie));
  throw unauthorized();
}

/** `salt:hash`, cheap on purpose: it only protects a sandbox. */
export function hashPassword(password: string): string {
  const salt = randomBytes(8).toString('hex');
  return `${salt}:${scrypt(password, salt).toString('hex')}`;
}

export function passwordFits(splunkd: Splunkd, user: string, password: string): boolean {
  const stored = Object.hasOwn(splunkd.state.users, user) ? splunkd.state.users[user]?.password : undefined;
  const [salt, hash] = stored?.split(':') ?? [];
  if (salt === undefined || hash === undefined) return false;
  return timingSafeEqual(Buffer.from(hash, 'hex'), scrypt(password, salt));
}

function scrypt(password: string, salt: string): Buffer {
  return scryptSync(password, salt, 16, { N: 1024 });
}

function known(user: string | undefined): string {
  if (user === undefined) throw new Refusal(401, 'call not properly authenticated', { type: 'WARN' });
  return user;
}

function basicUser(splunkd: Splunkd, credential: string): string {
  const text = Buffer.from(credential, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const user = text.slice(0, Math.max(0, colon));
  if (colon < 0 || !passwordFits(splunkd, user, text.slice(colon + 1))) throw unauthorized();
  return user;
}

function unauthorized(): Refusal {
  return new Refusal(401, 'Unauthorized', { headers: { 'www-authenticate': 'Basic realm="/splunk"' } });
}
