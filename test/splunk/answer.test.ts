import { describe, expect, test } from 'vitest';
import { readAnswer } from '../../src/splunk/answer.ts';
import type { RawResponse } from '../../src/splunk/errors.ts';

const DATA = '/servicesNS/nobody/huntsync/storage/collections/data/articles';
const NOW = new Date('2026-06-01T00:00:00Z');

function read(raw: Partial<RawResponse>, method = 'GET', path = '/services/x'): object {
  const answer = {
    statusCode: 200,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    text: '{}',
    ...raw,
  };
  return readAnswer('https://splunk.example:8089', answer, method, path, NOW);
}

describe('an answer of splunkd', () => {
  test('is its JSON, an object or a list', () => {
    expect(read({ text: '{"entry":[1]}' })).toEqual({ entry: [1] });
    expect(read({ text: '[{"_key":"a"}]', statusCode: 201 })).toEqual([{ _key: 'a' }]);
  });

  test('may say nothing: 204, and a DELETE in the KV store', () => {
    expect(read({ statusCode: 204, text: '', headers: {} })).toEqual({});
    expect(read({ text: ' ', headers: {} }, 'DELETE', DATA)).toEqual({});
    expect(read({ text: '{"a":1}' }, 'DELETE', DATA)).toEqual({ a: 1 });
  });

  test.each<[string, Partial<RawResponse>, string, string]>([
    ['an empty answer to another method', { text: '', headers: {} }, 'POST', DATA],
    ['an empty answer to a DELETE elsewhere', { text: '', headers: {} }, 'DELETE', '/services/x'],
    ['a page', { text: '<html>', headers: { 'content-type': 'text/html' } }, 'GET', '/'],
    ['JSON that is called something else', { headers: { 'content-type': 'text/plain' } }, 'GET', '/'],
    ['no content type', { headers: {} }, 'GET', '/'],
    ['broken JSON', { text: '{"a":' }, 'GET', '/'],
    ['null', { text: 'null' }, 'GET', '/'],
    ['a number', { text: '5' }, 'GET', '/'],
  ])('%s is something else than splunkd', (_, raw, method, path) => {
    expect(() => read(raw, method, path)).toThrow(/without readable JSON/);
  });

  test.each([300, 302, 400, 404, 500])('%i is a refusal, whatever it carries', (statusCode) => {
    expect(() => read({ statusCode, text: '{"entry":[]}' })).toThrow(/answered .*\b(300|302|400|404|500)\b/);
  });
});
