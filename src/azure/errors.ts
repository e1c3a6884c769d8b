import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { messageOf, PlatformError } from '../core/errors.ts';
import { PROXY_REFUSED } from '../core/https-agent.ts';
import { redact } from '../core/log.ts';
import { retryAfterOf, TRANSIENT_STATUSES } from '../core/retry.ts';
import { oneLine, truncate } from '../core/text.ts';
import { membersOf, parseJson } from './json.ts';

const MAX_SAID = 400;

/** Which service is asked for what. `what` continues a message: "listing the saved searches". */
export interface Purpose {
  readonly what: string;
  readonly service: string;
  readonly url: string;
}

/** What a room of a SIEM knows of its services: for messages. */
export interface ServiceAdvice {
  /** Who answers, as a message names it. */
  readonly who: string;
  /** Key of the platform's configuration that overrides the address of a service. */
  addressKey(service: string): string;
  /** What to do about a refusal, by status and the service's code; undefined if there is nothing to say. */
  remedyFor(service: string, status: number, code: string): string | undefined;
  /** Codes of refusals that every other request would meet too. */
  readonly fatalCodes: ReadonlySet<string>;
}

/** An answer that is not what was asked for, as an error that says what to do. */
export function refusalOf(
  { service, what }: Purpose,
  response: PipelineResponse,
  now: Date,
  advice: ServiceAdvice,
): PlatformError {
  const { status, headers } = response;
  const { code, message } = errorIn(response.bodyAsText);
  const said = safe(message);
  const transient = TRANSIENT_STATUSES.has(status);
  const retryAfterMs = retryAfterOf((name) => headers.get(name), now);
  const wait = transient && retryAfterMs ? ` (it asks to wait ${Math.ceil(retryAfterMs / 1000)} s)` : '';
  const text = `${advice.who} answered ${status}${code ? ` ${oneLine(code)}` : ''} to ${what}${wait}${said ? `: ${said}` : ''}`;
  const remedy = advice.remedyFor(service, status, code);
  const fatal = isForAll(status) || advice.fatalCodes.has(code);
  return new PlatformError(text, { status, fatal, transient, retryAfterMs, ...(remedy ? { remedy } : {}) });
}

/** Missing permissions and missing resources last for the whole run. */
function isForAll(status: number): boolean {
  return (status >= 300 && status < 400) || [401, 403, 404].includes(status);
}

/**
 * Azure's code and its most specific message: `{"error":{"code","message"}}`
 * (https://github.com/Azure/azure-rest-api-specs/blob/main/specification/common-types/resource-management/v2/types.json,
 * ErrorResponse), or the same without `error`. An error may hold another, and only the innermost one names the table
 * (https://learn.microsoft.com/azure/azure-monitor/logs/api/timeouts).
 */
export function errorIn(body: string | null | undefined): { readonly code: string; readonly message: string } {
  const outer = membersOf(parseJson(body));
  let error = outer.has('error') ? membersOf(outer.get('error')) : outer;
  const code = textOf(error.get('code'));
  let message = textOf(error.get('message'));
  for (let depth = 0; depth < 5 && error.size > 0; depth += 1) {
    message = textOf(error.get('message')) || message;
    error = membersOf(error.get('innererror') ?? firstOf(error.get('details')));
  }
  return { code, message };
}

export interface Interruption {
  /** The caller stopped it. */
  readonly stopped: boolean;
  /** Time allowed for one try, in seconds. */
  readonly timeoutSeconds: number;
}

/**
 * What a request threw, as an error with a remedy: a missing answer is a network failure, which is transient. The library's own
 * error is dropped, since it holds the request. Anything else is returned unchanged.
 */
export function failureOf(
  { service, what, url }: Purpose,
  error: unknown,
  interruption: Interruption,
  advice: Pick<ServiceAdvice, 'addressKey'>,
): unknown {
  const { stopped, timeoutSeconds } = interruption;
  if (error instanceof PlatformError || !(error instanceof Error)) return error;
  const { host } = new URL(url);
  if (stopped) return new PlatformError(`The run was stopped while ${what}`);
  if (error.name === 'AbortError') {
    return new PlatformError(`${host} did not answer in time while ${what}`, {
      transient: true,
      remedy: `Check the network, or raise the platform's "timeoutSeconds" (now ${timeoutSeconds}) and "deadlineSeconds".`,
    });
  }
  // Anything but a network failure is a bug, and must show as one.
  if (error.name !== 'RestError') return error;
  const code = 'code' in error ? String(error.code) : '';
  const text = `${host} could not be asked while ${what}: ${safe(messageOf(error))}`;
  if (TLS_CODE.test(code)) {
    const remedy = 'If it uses a certificate of your own authority, name its PEM file in the platform\'s "ca".';
    return new PlatformError(text, { fatal: true, remedy });
  }
  return new PlatformError(text, {
    fatal: ['ENOTFOUND', 'ECONNREFUSED', PROXY_REFUSED].includes(code),
    transient: true,
    remedy: `Check the network, the proxy ("proxy" or HTTPS_PROXY) and the platform's "${advice.addressKey(service)}".`,
  });
}

/**
 * Codes of Node's TLS errors (https://nodejs.org/api/tls.html#x509-certificate-error-codes,
 * https://nodejs.org/api/errors.html#openssl-error-codes).
 */
const TLS_CODE = /CERT|SIGNATURE|ISSUER|_CHAIN|^ERR_TLS|^ERR_SSL|^EPROTO$/;

/** Untrusted text as a line of bounded length, secrets redacted. */
export function safe(text: string): string {
  return truncate(oneLine(redact(text)), MAX_SAID);
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
