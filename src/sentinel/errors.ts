import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { messageOf, PlatformError } from '../core/errors.ts';
import { redact } from '../core/log.ts';
import { oneLine, truncate } from '../core/text.ts';
import { membersOf } from './native.ts';

const MAX_SAID = 400;

/** Azure's code and words for a refusal: `{"error":{"code","message"}}` (common-types, ErrorResponse). */
export function errorOf(response: PipelineResponse): { readonly code: string; readonly message: string } {
  const error = membersOf(membersOf(parse(response.bodyAsText)).get('error'));
  return { code: textOf(error.get('code')), message: textOf(error.get('message')) };
}

/** An answer that is not what was asked for, as an error that says what to do. `what`: "listing the saved searches". */
export function refusal(what: string, response: PipelineResponse): PlatformError {
  const { status } = response;
  const { code, message } = errorOf(response);
  const said = truncate(oneLine(redact(message)), MAX_SAID);
  const text = `Azure answered ${status}${code ? ` ${oneLine(code)}` : ''} to ${what}${said ? `: ${said}` : ''}`;
  const { fatal, remedy } = verdictOn(status, code);
  return new PlatformError(text, { status, fatal, ...(remedy ? { remedy } : {}) });
}

interface Verdict {
  readonly fatal: boolean;
  readonly remedy?: string;
}

function verdictOn(status: number, code: string): Verdict {
  if (status >= 300 && status < 400) {
    return { fatal: true, remedy: 'Redirects are not followed: check the platform\'s "endpoint" and "cloud".' };
  }
  if (status === 401) {
    return { fatal: true, remedy: 'Check the platform\'s "auth" and "cloud"; a token lives for about an hour.' };
  }
  if (status === 403) {
    return {
      fatal: true,
      remedy:
        'Give the identity the role "Microsoft Sentinel Contributor" on the workspace, or a custom one with ' +
        'Microsoft.OperationalInsights/workspaces/savedSearches/read, write and delete.',
    };
  }
  if (code === 'ScopeLocked') {
    return { fatal: true, remedy: 'Remove the lock from the workspace or its resource group.' };
  }
  if (status === 404) {
    const key = KEYS[code] ?? 'workspace';
    return { fatal: true, remedy: `Check "${key}" of the platform in the configuration.` };
  }
  if (status === 429) return { fatal: false, remedy: 'Lower policy.concurrency, or run again later.' };
  return { fatal: false };
}

/** Which key of the configuration a 404 speaks of. */
const KEYS: Readonly<Record<string, string>> = {
  SubscriptionNotFound: 'subscriptionId',
  InvalidSubscriptionId: 'subscriptionId',
  ResourceGroupNotFound: 'resourceGroup',
};

export interface Interruption {
  /** The caller stopped it. */
  readonly stopped: boolean;
  /** Time allowed for one try, in seconds. */
  readonly timeoutSeconds: number;
  readonly host: string;
  /** Key of the platform that overrides the host's address; `endpoint` where not given. */
  readonly setting?: string;
}

/** A request that got no answer, as an error that says what to do. The library's own error stays behind: it holds the request. */
export function noAnswer(what: string, error: unknown, interruption: Interruption): unknown {
  const { stopped, timeoutSeconds, host, setting = 'endpoint' } = interruption;
  if (error instanceof PlatformError) return error;
  if (!(error instanceof Error)) return error;
  if (stopped) return new PlatformError(`The run was stopped while ${what}`);
  if (error.name === 'AbortError') {
    return new PlatformError(`${host} did not answer in time while ${what}`, {
      remedy: `Check the network, or raise the platform's "timeoutSeconds" (now ${timeoutSeconds}).`,
    });
  }
  const code = 'code' in error ? String(error.code) : '';
  // Anything but a failure of the network is our own mistake, and must be seen as one.
  if (error.name !== 'RestError') return error;
  const text = `${host} could not be asked while ${what}: ${truncate(oneLine(redact(messageOf(error))), MAX_SAID)}`;
  if (TLS_CODE.test(code)) {
    const remedy = 'If it uses a certificate of your own authority, name its PEM file in the platform\'s "ca".';
    return new PlatformError(text, { fatal: true, remedy });
  }
  const unreachable = code === 'ENOTFOUND' || code === 'ECONNREFUSED';
  return new PlatformError(text, {
    fatal: unreachable,
    remedy: `Check the network, the proxy (HTTPS_PROXY) and the platform's "${setting}".`,
  });
}

/** Codes of Node's TLS errors (Node.js documentation, "X509 certificate error codes" and "OpenSSL error codes"). */
const TLS_CODE = /CERT|SIGNATURE|ISSUER|_CHAIN|^ERR_TLS|^ERR_SSL|^EPROTO$/;

export function parse(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
