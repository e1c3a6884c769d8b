import { notSplunkd, type RawResponse, refusal } from './errors.ts';

/**
 * A DELETE in the KV store answers 200 with nothing (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTkvstore,
 * storage/collections/data).
 */
const KV_DATA = /\/storage\/collections\/data\//;

/**
 * The JSON of a success. Throws SplunkError for a refusal, a redirect, or a success that is not splunkd's (a proxy, perhaps).
 * Only a DELETE may answer with an empty body.
 */
export function readAnswer(origin: string, raw: RawResponse, method: string, path: string, now: Date): object {
  const { statusCode, text } = raw;
  if (statusCode >= 300) throw refusal(origin, raw, now);
  const mayBeEmpty = method === 'DELETE' && KV_DATA.test(path);
  if (statusCode === 204 || (mayBeEmpty && text.trim() === '')) return {};
  const data = parseObject(raw);
  if (data === undefined) throw notSplunkd(origin, raw);
  return data;
}

function parseObject({ headers, text }: RawResponse): object | undefined {
  if (!String(headers['content-type'] ?? '').startsWith('application/json')) return undefined;
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}
