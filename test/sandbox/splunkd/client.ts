import { type SplunkdOptions, startSplunkd } from '../../../src/sandbox/splunkd/index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; tests read it loosely on purpose. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
  readonly json: any;
}

export type Form = Record<string, string> | URLSearchParams;

/** A splunkd stand-in and a bare HTTP client for it, as admin; no code of the product's own client. */
export async function splunkdForTest(options: SplunkdOptions = {}) {
  const server = await startSplunkd({ apps: ['huntsync', 'other'], tokens: ['secret-token'], ...options });

  async function send(
    method: string,
    path: string,
    body?: Form | string,
    headers: Record<string, string> = { authorization: 'Bearer secret-token' },
  ): Promise<Answer> {
    const response = await fetch(server.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new URLSearchParams(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
    return { status: response.status, headers: response.headers, text, json: isJson ? parsed(text) : undefined };
  }

  /** As admin, output_mode=json. */
  function ask(method: string, path: string, form?: Form): Promise<Answer> {
    return send(method, `${path}${path.includes('?') ? '&' : '?'}output_mode=json`, form);
  }

  async function loginAs(username: string, password: string): Promise<Record<string, string>> {
    const answer = await send('POST', '/services/auth/login?output_mode=json', { username, password }, {});
    return { authorization: `Splunk ${answer.json.sessionKey}` };
  }

  return { server, state: server.state, send, ask, loginAs, close: () => server.close() };
}

export type SplunkdForTest = Awaited<ReturnType<typeof splunkdForTest>>;

/** The one message of an error. */
export function message(answer: Answer): { type: string; text: string; code?: string } {
  return answer.json.messages[0];
}

export const SAVED = '/servicesNS/nobody/huntsync/saved/searches';

export function names(answer: Answer): string[] {
  return answer.json.entry.map((entry: { name: string }) => entry.name);
}

/** Undefined where it is several documents, one a line. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
