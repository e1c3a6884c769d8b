import { gunzipSync } from 'node:zlib';
import type { StandInRequest, StandInResponse } from '../server.ts';
import type { Store } from '../store.ts';
import { failure } from './arm.ts';
import type { AzureState } from './state.ts';

/** A data collection rule: its immutable id (`dcr-…`) and the streams it declares. */
export interface CollectionRule {
  readonly id: string;
  readonly streams: readonly string[];
}

/**
 * 1 MB a call, compressed and uncompressed (Microsoft Learn, "Logs Ingestion API", limits). As 1 MiB: Microsoft's own client
 * sends bodies of a little over 1,000,000 bytes.
 */
const MAX_BYTES = 1024 * 1024;

/** Takes rows as the data plane 2023-01-01 does: 204, and nothing is answered but headers. */
export function answerIngestion(
  request: StandInRequest,
  rules: readonly CollectionRule[],
  store: Store<AzureState>,
): StandInResponse {
  const [, ruleId = '', stream = ''] = /^\/dataCollectionRules\/([^/]+)\/streams\/([^/]+)$/i.exec(request.path) ?? [];
  if (request.method !== 'POST' || ruleId === '') return refuse(404, 'NotFound', 'There is no such endpoint.');
  if (request.query.get('api-version') !== '2023-01-01') {
    return refuse(400, 'UnsupportedApiVersion', 'The api-version is missing or not supported: use 2023-01-01.');
  }
  const rule = rules.find((r) => r.id === ruleId);
  if (!rule) return refuse(404, 'NotFound', `Data collection rule with immutable Id '${ruleId}' not found.`);
  if (!rule.streams.includes(stream)) {
    return refuse(400, 'InvalidStream', `Stream: '${stream}' is not declared in the data collection rule.`);
  }
  if (request.body.length > MAX_BYTES) return tooLarge(request.body.length);
  let text: Buffer = request.body;
  if (request.headers['content-encoding'] === 'gzip') {
    try {
      text = gunzipSync(request.body, { maxOutputLength: MAX_BYTES });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(MAX_BYTES + 1);
      return refuse(400, 'InvalidPayload', 'The body is not gzip.');
    }
  }
  const rows = parseRows(text);
  if (!rows) return refuse(400, 'InvalidPayload', 'The body must be a JSON array of objects.');
  const key = `/${ruleId}/${stream}`;
  store.state.ingested[key] = [...(store.state.ingested[key] ?? []), ...rows];
  store.changed();
  return { status: 204 };
}

function parseRows(text: Buffer): unknown[] | undefined {
  try {
    const rows: unknown = JSON.parse(text.toString('utf8'));
    const fine = Array.isArray(rows) && rows.every((r) => typeof r === 'object' && r !== null && !Array.isArray(r));
    return fine ? rows : undefined;
  } catch {
    return undefined;
  }
}

function tooLarge(length: number): StandInResponse {
  const message = `Maximum allowed content length: ${MAX_BYTES} bytes (1 MB). Provided content length: ${length} bytes.`;
  return refuse(413, 'ContentLengthLimitExceeded', message);
}

/** The data plane repeats the code in a header (its description's `x-ms-error-code`). */
function refuse(status: number, code: string, message: string): StandInResponse {
  return failure(status, code, message, { 'x-ms-error-code': code });
}
