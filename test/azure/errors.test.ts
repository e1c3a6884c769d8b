import { createHttpHeaders, createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { describe, expect, test } from 'vitest';
import { errorIn, failureOf, refusalOf } from '../../src/azure/errors.ts';
import { PlatformError } from '../../src/core/errors.ts';
import { SENTINEL_ADVICE } from '../../src/sentinel/remedies.ts';

const LISTING = { what: 'listing', service: 'savedSearches', url: 'https://arm.example/x' } as const;
const NOW = new Date('2026-05-01T00:00:00Z');

describe('a request without an answer', () => {
  const failing = (error: unknown, stopped = false) =>
    failureOf(LISTING, error, { stopped, timeoutSeconds: 30 }, SENTINEL_ADVICE);

  test.each([
    ['ECONNRESET', true, false],
    ['EAI_AGAIN', true, false],
    ['EPIPE', true, false],
    ['EHOSTUNREACH', true, false],
    ['ETIMEDOUT', true, false],
    ['ENOTFOUND', true, true],
    ['ECONNREFUSED', true, true],
    ['CERT_HAS_EXPIRED', false, true],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', false, true],
    ['EPROTO', false, true],
  ])('%s: transient %s, fatal %s', (code, transient, fatal) => {
    const error = failing(new RestError(`connect ${code}`, { code }));
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({ transient, fatal, message: expect.stringContaining(`arm.example`) });
  });

  test('one that took too long may pass, one that was stopped does not', () => {
    const aborted = new DOMException('aborted', 'AbortError');
    expect(failing(aborted)).toMatchObject({ transient: true, message: expect.stringContaining('in time') });
    expect(failing(aborted, true)).toMatchObject({ transient: false, message: expect.stringContaining('stopped') });
  });

  test('a mistake of our own stays what it is', () => {
    const bug = new TypeError('undefined is not a function');
    expect(failing(bug)).toBe(bug);
  });
});

describe('a refusal', () => {
  const refused = (status: number, headers: Record<string, string> = {}, body = '') =>
    refusalOf(
      LISTING,
      {
        status,
        headers: createHttpHeaders(headers),
        request: createPipelineRequest({ url: LISTING.url }),
        bodyAsText: body,
      },
      NOW,
      SENTINEL_ADVICE,
    );

  test.each([408, 429, 500, 502, 503, 504])('%i may pass', (status) => {
    expect(refused(status)).toMatchObject({ status, transient: true, fatal: false, retryAfterMs: undefined });
  });

  test.each([400, 405, 409, 412, 413, 501, 505])('%i does not, and concerns this request alone', (status) => {
    expect(refused(status)).toMatchObject({ status, transient: false, fatal: false });
  });

  test.each([301, 401, 403, 404])('%i concerns every other request', (status) => {
    expect(refused(status)).toMatchObject({ status, transient: false, fatal: true });
  });

  test('says how long the service asks to wait', () => {
    const error = refused(503, { 'retry-after-ms': '2500' });
    expect(error.retryAfterMs).toBe(2500);
    expect(error.message).toBe('Azure answered 503 to listing (it asks to wait 3 s)');
  });
});

test.each([
  ['{"error":{"code":"A","message":"outer"}}', 'A', 'outer'],
  ['{"code":"A","message":"bare"}', 'A', 'bare'],
  ['{"error":{"code":"A","message":"outer","innererror":{"message":"inner"}}}', 'A', 'inner'],
  ['{"error":{"code":"A","message":"outer","details":[{"message":"one","innererror":{"message":"two"}}]}}', 'A', 'two'],
  [
    '{"error":{"code":"A","message":"1","innererror":{"message":"2","innererror":{"message":"3","innererror":{"message":"4"}}}}}',
    'A',
    '4',
  ],
  ['{"error":{"code":"A","message":"outer","innererror":{"code":"B"}}}', 'A', 'outer'],
  ['<html>', '', ''],
])('the innermost message of %s', (body, code, message) => {
  expect(errorIn(body)).toEqual({ code, message });
});
