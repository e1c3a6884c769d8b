import { readTimespan } from '../azure/query/timespan.ts';
import type { StandInRequest, StandInResponse } from '../server.ts';
import { failure, json, readObject, refuse } from './answers.ts';
import type { HuntingLogs } from './logs.ts';

export interface HuntingOptions {
  readonly logs?: HuntingLogs | undefined;
  readonly limit: CallLimit;
  readonly now: () => Date;
}

export interface CallLimit {
  readonly calls: number;
  readonly seconds: number;
}

/** "At least 45 calls per minute per tenant" (https://learn.microsoft.com/defender-xdr/api-advanced-hunting). */
export const HUNTING_LIMIT: CallLimit = { calls: 45, seconds: 60 };

const DAYS = 30;
const MAX_ROWS = 100_000;

/**
 * `POST /v1.0/security/runHuntingQuery`
 * (https://learn.microsoft.com/graph/api/security-security-runhuntingquery?view=graph-rest-1.0): the parameters Query and, optional,
 * Timespan, an ISO 8601 interval. Data of the last 30 days, 100,000 rows and so many calls a minute at most; over that, 429.
 */
export function createHunting({ logs, limit, now }: HuntingOptions): (request: StandInRequest) => StandInResponse {
  let calls: number[] = [];

  return (request) => {
    const at = now();
    calls = calls.filter((call) => call > at.getTime() - limit.seconds * 1000);
    if (calls.length >= limit.calls) return throttled(limit, (calls[0] ?? 0) + limit.seconds * 1000 - at.getTime());
    calls.push(at.getTime());

    const body = lowerKeys(readObject(request.body, request.headers['content-type']));
    const { query, timespan = null } = body;
    if (typeof query !== 'string' || query.trim() === '') return refuse('The parameter Query is required.');
    const oldest = at.getTime() - DAYS * 86_400_000;
    const asked = timespan === null ? { from: oldest, to: at.getTime() } : readTimespan(String(timespan), at);
    if (!asked) return refuse(`Invalid Timespan '${String(timespan)}': an ISO 8601 interval is expected.`);
    if (!logs) return json(200, { schema: [], results: [] });

    const from = Math.max(asked.from, oldest);
    const found = logs.run(query, { isIn: (row) => isIn(row, from, asked.to), now: at });
    if ('failed' in found) return refuse(found.failed);
    const origin = `https://${request.headers.host ?? 'localhost'}`;
    return json(200, {
      '@odata.context': `${origin}/v1.0/$metadata#microsoft.graph.security.huntingQueryResults`,
      schema: found.columns.map(({ name, type }) => ({ name, type: NET_TYPES[type] ?? 'Object' })),
      results: found.rows.slice(0, MAX_ROWS),
    });
  };
}

/** Types of the schema are .NET's: `DateTime` and `String` in the page's example; the others follow Kusto's own mapping. */
export const NET_TYPES: Readonly<Record<string, string>> = {
  bool: 'SByte',
  datetime: 'DateTime',
  decimal: 'SqlDecimal',
  dynamic: 'Object',
  guid: 'Guid',
  int: 'Int32',
  long: 'Int64',
  real: 'Double',
  string: 'String',
  timespan: 'TimeSpan',
};

function isIn(row: Readonly<Record<string, unknown>>, from: number, to: number): boolean {
  const time = row['Timestamp'] ?? row['TimeGenerated'];
  // A table without either has no time to be chosen by.
  if (time === undefined || time === null) return true;
  const at = Date.parse(String(time));
  return at >= from && at <= to;
}

function lowerKeys(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toLowerCase(), item]));
}

/** 429 with Retry-After in seconds (https://learn.microsoft.com/graph/throttling); the body says which limit was reached. */
function throttled({ calls, seconds }: CallLimit, ms: number): StandInResponse {
  const message = `Too many requests: at most ${calls} calls in ${seconds} seconds are allowed. Please try again later.`;
  return failure(429, 'TooManyRequests', message, { 'retry-after': String(Math.max(1, Math.ceil(ms / 1000))) });
}
