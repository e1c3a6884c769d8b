import { messageOf, PlatformError } from '../core/errors.ts';
import { PROXY_REFUSED } from '../core/https-agent.ts';
import { redact } from '../core/log.ts';
import { type RetryHint, retryAfterOf, TRANSIENT_STATUSES } from '../core/retry.ts';
import { oneLine, truncate } from '../core/text.ts';

const MAX_TEXT = 500;

/** A request to splunkd that did not succeed. */
export class SplunkError extends PlatformError {
  /** splunkd's own words. */
  readonly said: string | undefined;

  constructor(
    message: string,
    options: ConstructorParameters<typeof PlatformError>[1] & { said?: string | undefined },
  ) {
    super(redact(message), options);
    this.said = options?.said === undefined ? undefined : redact(options.said);
  }
}

/** A raw answer, its body decoded as UTF-8. */
export interface RawResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** The hint of a failure for `retrying`; null for what is not a failure of Splunk, such as an abort. */
export function retryHint(error: unknown): RetryHint | null {
  return error instanceof PlatformError ? error : null;
}

/** Failures that every other request would share, with their remedies. */
const REMEDIES: Record<number, string> = {
  401: 'Check the token, or the user name and password; a token may have expired, or token authentication may be off.',
  402: 'Check the Splunk licence.',
  403: "The role of huntsync's account needs write access to the app, and the capability schedule_search.",
};

/** The error for an answer that is not a success. `origin` names the instance in the message. */
export function refusal(origin: string, { statusCode, headers, text }: RawResponse, now: Date): SplunkError {
  if (statusCode >= 300 && statusCode < 400) {
    return new SplunkError(`${origin} answered with a redirect (${statusCode}), which is never followed`, {
      status: statusCode,
      fatal: true,
      remedy: "Set `url` to splunkd's own management address, which is usually on port 8089.",
    });
  }
  const said = splunkdText(text);
  const remedy = REMEDIES[statusCode];
  return new SplunkError(`${origin} answered ${statusCode}${said ? `: ${said}` : ''}`, {
    status: statusCode,
    fatal: remedy !== undefined,
    ...(remedy === undefined ? {} : { remedy }),
    // 500 among them: Splunk's own REST client repeats it too (https://github.com/splunk/addonfactory-solutions-library-python/pull/440).
    transient: TRANSIENT_STATUSES.has(statusCode),
    retryAfterMs: retryAfter(headers, now),
    said: said || undefined,
  });
}

/** The error for a 401 that a new session may fix: the request is worth repeating at once. */
export function expired(origin: string, raw: RawResponse, now: Date): SplunkError {
  const cause = refusal(origin, raw, now);
  const { message, status, fatal, said } = cause;
  return new SplunkError(message, { status, fatal, said, transient: true, retryAfterMs: 0, cause });
}

/** The error for a success that does not carry splunkd's JSON: something else answers at this address. */
export function notSplunkd(origin: string, { statusCode, headers }: RawResponse): SplunkError {
  const type = oneLine(String(headers['content-type'] ?? 'no content type'));
  return new SplunkError(`${origin} answered ${statusCode} without readable JSON (${truncate(type, 80)})`, {
    status: statusCode,
    remedy: "Set `url` to splunkd's management address (usually port 8089), not to Splunk Web or a proxy's page.",
  });
}

/** The words of splunkd's messages, from JSON or from its default Atom XML; else the start of the text. */
function splunkdText(text: string): string {
  let words: string[] = [];
  try {
    const { messages } = JSON.parse(text) as { messages?: { text?: unknown }[] };
    words = (messages ?? []).map((message) => String(message.text ?? ''));
  } catch {
    words = [...text.matchAll(/<msg\b[^>]*>([^<]*)<\/msg>/g)].map((match) => match[1] ?? '');
    if (words.length === 0 && !text.trimStart().startsWith('<')) words = [text];
  }
  // Redacted before it is cut: half a token would not be recognised.
  return truncate(redact(oneLine(words.join(' '))), MAX_TEXT);
}

/** How long an answer asks to wait, in milliseconds. */
export function retryAfter(headers: RawResponse['headers'], now: Date): number | undefined {
  return retryAfterOf((name) => [headers[name]].flat()[0], now);
}

const TLS_CODE = /CERT|^ERR_TLS|^ERR_SSL|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^EPROTO$/;
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ECONNTIMEOUT']);

/** The error for a request that got no answer; `setting` is the configuration key of the address. */
export function unanswered(origin: string, error: unknown, setting = 'url'): SplunkError {
  const code = String((error as NodeJS.ErrnoException | undefined)?.code ?? '');
  const why = truncate(oneLine(messageOf(error)), MAX_TEXT);
  if (TLS_CODE.test(code)) {
    return new SplunkError(`${origin}: TLS failed, so nothing was sent: ${why}`, {
      fatal: true,
      remedy: code.includes('ALTNAME')
        ? `Use a host name in \`${setting}\` that splunkd's certificate carries.`
        : "Set `ca` to the PEM file of the authority that signed splunkd's certificate.",
      cause: error,
    });
  }
  if (code === PROXY_REFUSED) {
    const remedy =
      'Check `proxy` (or HTTPS_PROXY) and that the proxy lets this machine through; `proxy.except` (NO_PROXY) names what needs none.';
    return new SplunkError(`${origin} cannot be reached: ${why}`, { fatal: true, remedy, cause: error });
  }
  if (code === 'ENOTFOUND') {
    return new SplunkError(`${origin}: no such host`, { fatal: true, remedy: `Check \`${setting}\`.`, cause: error });
  }
  const unconnected = NEVER_CONNECTED.has(code);
  return new SplunkError(`${origin} ${unconnected ? 'cannot be reached' : 'broke off'}: ${why}`, {
    fatal: unconnected,
    transient: true,
    ...(unconnected
      ? {
          remedy: `Check \`${setting}\`, that splunkd runs, and that a firewall or IP allow list lets this machine through.`,
        }
      : {}),
    cause: error,
  });
}
