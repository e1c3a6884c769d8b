import type { Sandbox } from '../../src/sandbox/index.ts';
import type { Fault, StandInResponse } from '../../src/sandbox/server.ts';
import type { RequestKind } from './requests.ts';

/** A way in which a request goes wrong. */
export interface FaultKind {
  readonly name: string;
  /** A status that is worth a second try: an analyst may edit while the client waits. */
  readonly waits?: true;
  make(sandbox: Sandbox): Fault;
  /** Requests after which nobody could know that it happened. */
  readonly beyond?: readonly RequestKind[];
}

const BLOCK_PAGE = '<!doctype html><title>Blocked</title><p>This page was blocked by your organisation.';
const HTML = { 'content-type': 'text/html' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** Longer than the time-out of a disturbed run. */
export const SILENCE_MS = 900;
export const DISTURBED_TIMEOUT_S = 0.4;
/** Shorter than an answer takes that comes byte by byte. */
export const DISTURBED_DEADLINE_S = 10;

function status(code: number, retryAfter?: string): FaultKind {
  const headers = { ...JSON_TYPE, ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) };
  const waits = [408, 429, 500, 502, 503, 504].includes(code);
  return {
    name: `${code}${retryAfter === undefined ? '' : `, Retry-After ${retryAfter.length > 9 ? 'date' : retryAfter}`}`,
    ...(waits ? { waits } : {}),
    make: () => ({ respond: { status: code, headers, body: '{}' } }),
  };
}

/** An answer that says something else than what happened. */
function altered(name: string, alter: (answer: StandInResponse) => StandInResponse): FaultKind {
  return { name, make: () => ({ through: async (request, handle) => alter(await handle(request)) }) };
}

/** Applied, and answered with an error. */
function lost(code: number): FaultKind {
  return {
    ...altered(`${code} after it was applied`, () => ({ status: code, headers: JSON_TYPE, body: '{}' })),
    waits: true,
  };
}

/**
 * Answered as if it were done, and undone. What nothing can be asked about afterwards is left out: events of the HTTP Event
 * Collector, whose acknowledgement is the last word, and uploaded threat intelligence.
 */
const UNDONE: FaultKind = {
  name: 'acknowledged, not applied',
  beyond: ['hec send', 'hec ack', 'azure intelligence'],
  make: ({ states }) => ({
    through(request, handle) {
      const { splunk, azure, graph } = states;
      const before = structuredClone({
        confs: splunk.confs,
        kv: splunk.kv,
        savedSearches: azure.savedSearches,
        ingested: azure.ingested,
        rules: graph.rules,
      });
      const answer = handle(request);
      const { savedSearches, ingested, rules, ...rest } = before;
      Object.assign(splunk, rest);
      Object.assign(azure, { savedSearches, ingested });
      Object.assign(graph, { rules });
      return answer;
    },
  }),
};

export const FAULT_KINDS: readonly FaultKind[] = [
  ...[400, 401, 403, 404, 408, 409, 412, 413, 429, 500, 502, 503, 504].map((code) => status(code)),
  status(429, '1'),
  status(503, '2'),
  status(503, '-1'),
  status(429, '2147484'),
  status(503, 'Wed, 21 Oct 2015 07:28:00 GMT'),
  lost(500),
  lost(503),
  { name: 'reset before', waits: true, make: () => ({ reset: 'before' }) },
  { name: 'reset after', waits: true, make: () => ({ reset: 'after' }) },
  { name: 'late', make: () => ({ delayMs: 150 }) },
  { name: 'silent', make: () => ({ delayMs: SILENCE_MS, reset: 'before' }) },
  { name: 'byte by byte', make: () => ({ trickleMs: 20 }) },
  { name: 'cut in the body', make: () => ({ cut: true }) },
  altered('half of the body', ({ body = '', ...rest }) => ({ ...rest, body: body.slice(0, body.length / 2) })),
  altered('empty body', ({ status: code }) => ({ status: code })),
  altered('an empty object', ({ status: code }) => ({ status: code, headers: JSON_TYPE, body: '{}' })),
  altered('wrong content type', (answer) => ({ ...answer, headers: { ...answer.headers, ...HTML } })),
  altered('block page after it was applied', () => ({ status: 200, headers: HTML, body: BLOCK_PAGE })),
  { name: 'block page with 200', make: () => ({ respond: { status: 200, headers: HTML, body: BLOCK_PAGE } }) },
  { name: 'redirect', make: () => ({ respond: { status: 302, headers: { location: 'https://127.0.0.1:1/' } } }) },
  UNDONE,
];
