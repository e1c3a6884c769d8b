import { gunzipSync } from 'node:zlib';
import type { StandInRequest, StandInResponse } from '../server.ts';
import type { Store } from '../store.ts';
import { failure } from './arm.ts';
import type { StreamDeclaration } from './deployment.ts';
import type { AzureState } from './state.ts';

/** A data collection rule: its immutable id (`dcr-…`) and the streams it has; the template declares their columns. */
export interface CollectionRule {
  readonly id: string;
  readonly streams: readonly string[];
}

/**
 * 1 MB a call, compressed and uncompressed (https://learn.microsoft.com/azure/azure-monitor/service-limits#logs-ingestion-api).
 * As 1 MiB: Microsoft's own client sends bodies of a little over 1,000,000 bytes.
 */
const MAX_BYTES = 1024 * 1024;
/** A field that is longer is cut (https://learn.microsoft.com/azure/azure-monitor/service-limits#logs-ingestion-api). */
const MAX_FIELD_BYTES = 64 * 1024;

export interface IngestionOptions {
  readonly rules: readonly CollectionRule[];
  /** Streams whose columns are known; a row of another one is kept as it came. */
  readonly streams: readonly StreamDeclaration[];
  readonly store: Store<AzureState>;
  readonly now: () => Date;
}

/** Takes rows as the data plane 2023-01-01 does: 204, and nothing is answered but headers. */
export function answerIngestion(
  request: StandInRequest,
  { rules, streams, store, now }: IngestionOptions,
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
  const declared = streams.find(({ name }) => name === stream);
  store.state.ingested[key] = [...(store.state.ingested[key] ?? []), ...rows.map((row) => typed(row, declared, now))];
  store.changed();
  return { status: 204 };
}

function parseRows(text: Buffer): Record<string, unknown>[] | undefined {
  try {
    const rows: unknown = JSON.parse(text.toString('utf8'));
    const fine = Array.isArray(rows) && rows.every((r) => typeof r === 'object' && r !== null && !Array.isArray(r));
    return fine ? (rows as Record<string, unknown>[]) : undefined;
  } catch {
    return undefined;
  }
}

/** A row in its stream's columns: what is not declared is dropped, and what does not fit its type is null. */
function typed(
  row: Record<string, unknown>,
  declared: StreamDeclaration | undefined,
  now: () => Date,
): Record<string, unknown> {
  if (!declared) return row;
  const entries = declared.columns.map(({ name, type }) => [name, convert(row[name] ?? null, type)] as const);
  const kept = entries.filter(([, value]) => value !== null);
  return { TimeGenerated: now().toISOString(), ...Object.fromEntries(kept) };
}

function convert(value: unknown, type: string): unknown {
  if (value === null) return null;
  switch (type) {
    case 'string': {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      const bytes = Buffer.from(text, 'utf8');
      return bytes.length <= MAX_FIELD_BYTES ? text : bytes.toString('utf8', 0, MAX_FIELD_BYTES).replace(/\ufffd$/, '');
    }
    case 'int':
    case 'long':
    case 'real':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'datetime': {
      const at = Date.parse(String(value));
      return Number.isNaN(at) ? null : new Date(at).toISOString();
    }
    default:
      return value;
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
