/** The session of a user name and password: one log-in for all callers, and a new one when splunkd no longer accepts it. */
export interface Session {
  /** The session key, logging in where there is none. Rejects where the log-in fails; the next call tries again. */
  key(): Promise<string>;
  /** Call when splunkd has accepted a key. */
  taken(key: string): void;
  /** Call when splunkd answers 401 to a key. Whether the request is worth repeating with a new one. */
  refused(key: string): boolean;
}

export function createSession(logIn: () => Promise<string>): Session {
  const issued = new Set<string>();
  let pending: Promise<string> | undefined;
  let current: string | undefined;
  /** Consecutive sessions that were refused before first use: yet another one would not help. */
  let useless = 0;

  const begin = async (): Promise<string> => {
    try {
      current = await logIn();
      issued.add(current);
      return current;
    } catch (error) {
      pending = undefined;
      throw error;
    }
  };

  return {
    key() {
      pending ??= begin();
      return pending;
    },
    taken(key) {
      if (key === current) useless = 0;
    },
    refused(key) {
      if (!issued.has(key)) return false;
      // Requests that were under way together are refused together: the first one ends the session.
      if (key === current) {
        current = undefined;
        pending = undefined;
        useless += 1;
      }
      return useless <= 1;
    },
  };
}
