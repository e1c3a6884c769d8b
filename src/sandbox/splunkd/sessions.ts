import { createHash, randomBytes } from 'node:crypto';

/** sessionTimeout = 1h, counted from the last use (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Serverconf). */
const SESSION_TIMEOUT_MS = 3600 * 1000;

export interface Sessions {
  open(user: string): string;
  /** The user of a live session key; using it keeps it alive. */
  user(key: string): string | undefined;
  /** The user that a Bearer token stands for. */
  tokenUser(token: string): string | undefined;
}

/** Session keys in memory; `tokens` maps Bearer tokens to users. */
export function createSessions(now: () => Date, tokens: ReadonlyMap<string, string>): Sessions {
  const live = new Map<string, { user: string; used: number }>();
  return {
    open(user) {
      const key = createHash('sha256').update(randomBytes(32)).digest('base64url');
      live.set(key, { user, used: now().getTime() });
      return key;
    },
    user(key) {
      const session = live.get(key);
      if (!session) return undefined;
      const time = now().getTime();
      if (time - session.used > SESSION_TIMEOUT_MS) {
        live.delete(key);
        return undefined;
      }
      session.used = time;
      return session.user;
    },
    tokenUser: (token) => tokens.get(token),
  };
}
