import { randomUUID } from 'node:crypto';
import type { StandInResponse } from '../server.ts';

/** An answer in JSON with the ids that Microsoft Graph puts on every answer. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): StandInResponse {
  const id = randomUUID();
  return {
    status,
    headers: {
      'content-type':
        'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
      'request-id': id,
      'client-request-id': id,
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

/**
 * Graph's one error shape, `{"error":{"code","message","innerError"}}` (https://learn.microsoft.com/graph/errors), where the inner
 * error has the date without a zone (https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/1648).
 */
export function failure(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): StandInResponse {
  const id = randomUUID();
  const date = new Date().toISOString().slice(0, 19);
  const innerError = { date, 'request-id': id, 'client-request-id': id };
  return json(
    status,
    { error: { code, message, innerError } },
    { 'request-id': id, 'client-request-id': id, ...headers },
  );
}

/** A request that the service refuses; the handler makes its answer of it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** @throws Refusal 400, always. */
export function refuse(message: string): never {
  throw new Refusal(400, 'BadRequest', message);
}

/** A request's body. @throws Refusal where it is not a JSON object, or not called JSON. */
export function readObject(body: Buffer, contentType: string | undefined): Record<string, unknown> {
  if (!/^application\/json\b/i.test(contentType ?? '')) {
    throw new Refusal(415, 'UnsupportedMediaType', 'The request entity has a media type that is not supported.');
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return refuse(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
  return isObject(parsed) ? parsed : refuse('The request payload is not an object.');
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
