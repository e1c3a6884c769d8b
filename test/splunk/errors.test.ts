import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../src/core/errors.ts';
import {
  expired,
  notSplunkd,
  type RawResponse,
  refusal,
  retryAfter,
  retryHint,
  unanswered,
} from '../../src/splunk/errors.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const AT = 'https://splunk.example:8089';

function answer(statusCode: number, text = '', headers: RawResponse['headers'] = {}): RawResponse {
  return { statusCode, text, headers };
}

describe('a refusal', () => {
  test('has the words of splunkd, from JSON, from XML or from plain text, as one line', () => {
    const said = (text: string) => refusal(AT, answer(400, text), NOW);
    expect(said('{"messages":[{"text":"Bad name."},{"text":"And\\nmore"}]}')).toMatchObject({
      said: 'Bad name. And more',
      message: `${AT} answered 400: Bad name. And more`,
    });
    expect(said('<response><messages><msg type="ERROR">No such app</msg></messages></response>').said).toBe(
      'No such app',
    );
    expect(said('Upstream is gone').said).toBe('Upstream is gone');
    expect(said('  <html><p>Proxy</p></html>')).toMatchObject({ said: undefined, message: `${AT} answered 400` });
    expect(said('{}').message).toBe(`${AT} answered 400`);
    expect(said('{"messages":[{}]}').said).toBeUndefined();
    expect(said('x'.repeat(900)).said).toHaveLength(500);
  });

  test.each([
    [401, /token|password/],
    [402, /licence/],
    [403, /role/],
  ])('%i concerns every other request, and says what to do', (status, remedy) => {
    expect(refusal(AT, answer(status), NOW)).toMatchObject({
      status,
      fatal: true,
      remedy: expect.stringMatching(remedy),
    });
  });

  test.each([400, 404, 409, 501])('%i concerns this request alone and is not repeated', (status) => {
    expect(refusal(AT, answer(status), NOW)).toMatchObject({
      status,
      fatal: false,
      transient: false,
      remedy: undefined,
    });
  });

  test.each([429, 500, 502, 503, 504])('%i may pass', (status) => {
    expect(refusal(AT, answer(status), NOW)).toMatchObject({ status, fatal: false, transient: true });
  });

  test.each([300, 301, 302, 399])('%i is a redirect, which is never followed', (status) => {
    expect(refusal(AT, answer(status, '{"messages":[{"text":"moved"}]}'), NOW)).toMatchObject({
      status,
      fatal: true,
      message: `${AT} answered with a redirect (${status}), which is never followed`,
      remedy: expect.stringContaining('8089'),
    });
  });

  test('says how long it asks to wait', () => {
    expect(refusal(AT, answer(503, '', { 'retry-after': '7' }), NOW).retryAfterMs).toBe(7000);
    expect(retryAfter({ 'retry-after': ['3', '9'] }, NOW)).toBe(3000);
    expect(retryAfter({ 'retry-after': 'Mon, 01 Jun 2026 00:00:05 GMT' }, NOW)).toBe(5000);
    expect(retryAfter({}, NOW)).toBeUndefined();
  });
});

test('a session that ended is worth one more try at once', () => {
  const error = expired(AT, answer(401, '{"messages":[{"text":"call not properly authenticated"}]}'), NOW);
  expect(error).toMatchObject({ status: 401, fatal: true, transient: true, retryAfterMs: 0 });
  expect(error.message).toBe(`${AT} answered 401: call not properly authenticated`);
  expect(error.said).toBe('call not properly authenticated');
  expect(error.cause).toMatchObject({ remedy: expect.stringContaining('token') });
});

test('something that is not splunkd is named by what it sends', () => {
  const page = notSplunkd(AT, answer(200, '', { 'content-type': 'text/html\n; charset=x' }));
  expect(page.message).toBe(`${AT} answered 200 without readable JSON (text/html ; charset=x)`);
  expect(page).toMatchObject({ status: 200, remedy: expect.stringContaining('management address') });
  expect(notSplunkd(AT, answer(200)).message).toContain('(no content type)');
});

describe('a request without an answer', () => {
  const failed = (code: string, message = 'it broke') => unanswered(AT, Object.assign(new Error(message), { code }));

  test.each([
    'CERT_HAS_EXPIRED',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'ERR_TLS_PROTOCOL_VERSION_CONFLICT',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'EPROTO',
  ])('%s: nothing was sent, and it is not tried again', (code) => {
    const error = failed(code);
    expect(error).toMatchObject({ fatal: true, remedy: expect.stringContaining('`ca`') });
    expect(error.transient).toBeFalsy();
    expect(error.message).toBe(`${AT}: TLS failed, so nothing was sent: it broke`);
  });

  test('a certificate for another name', () => {
    expect(failed('ERR_TLS_CERT_ALTNAME_INVALID').remedy).toBe(
      "Use a host name in `url` that splunkd's certificate carries.",
    );
  });

  test('a host that is not known, under the setting that names it', () => {
    const error = unanswered(AT, Object.assign(new Error('x'), { code: 'ENOTFOUND' }), 'records.hec.url');
    expect(error).toMatchObject({ message: `${AT}: no such host`, fatal: true, remedy: 'Check `records.hec.url`.' });
  });

  test.each(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ECONNTIMEOUT'])(
    '%s: never connected',
    (code) => {
      expect(failed(code)).toMatchObject({ fatal: true, transient: true, remedy: expect.stringContaining('firewall') });
      expect(failed(code).message).toBe(`${AT} cannot be reached: it broke`);
    },
  );

  test.each(['ECONNRESET', 'EPIPE', '', 'XEPROTO'])(
    '%j: broke off, which may pass and concerns this request alone',
    (code) => {
      expect(failed(code)).toMatchObject({ fatal: false, transient: true, remedy: undefined });
      expect(failed(code).message).toBe(`${AT} broke off: it broke`);
      expect(unanswered(AT, undefined)).toMatchObject({ transient: true });
    },
  );
});

test('only failures of a platform may be tried again', () => {
  const failure = new PlatformError('x', { transient: true });
  expect(retryHint(failure)).toBe(failure);
  expect(retryHint(new Error('stop'))).toBeNull();
});
