import { AsyncLocalStorage } from 'node:async_hooks';
import { notSplunkd, type RawResponse, refusal } from './errors.ts';
import { retrying } from './retry.ts';
import type { SdkMessage, SdkResponse } from './sdk.ts';
import { createWire, type WireOptions } from './wire.ts';

/** What is injected into the SDK in place of its own HTTP layer (which does not verify TLS, retry, or throw errors). */
export interface Http {
  makeRequest(url: string, message: SdkMessage): Promise<SdkResponse>;
  /** Runs SDK calls under a signal, which the SDK itself has no way to pass on. */
  under<T>(signal: AbortSignal | undefined, calls: () => Promise<T>): Promise<T>;
  /** Requests sent so far, retries included. */
  requests(): number;
  close(): void;
}

/** POSTs that leave the same state however often they run: an update of a saved search, a log-in, a parse, documents by their key. */
const REPEATABLE_POST =
  /\/(saved\/searches\/[^/]+\/?|auth\/login|search\/v2\/parser|storage\/collections\/data\/[^/]+\/batch_save)$/;
/** A DELETE in the KV store answers 200 with nothing (Splunk REST API reference, storage/collections/data). */
const KV_DATA = /\/storage\/collections\/data\//;

export function createHttp(options: WireOptions): Http {
  const { origin, world } = options;
  const wire = createWire(options);
  const signals = new AsyncLocalStorage<AbortSignal | undefined>();

  const attempt = async (url: URL, message: SdkMessage, signal: AbortSignal | undefined): Promise<SdkResponse> => {
    const raw = await wire.send(url, message, signal);
    if (raw.statusCode >= 300) throw refusal(origin, raw, world.now());
    return accept(origin, raw, message.method === 'DELETE' && KV_DATA.test(url.pathname));
  };

  return {
    async makeRequest(address, message) {
      const url = new URL(address);
      const signal = signals.getStore();
      const repeatable = message.method !== 'POST' || REPEATABLE_POST.test(url.pathname);
      return repeatable ? retrying(() => attempt(url, message, signal), world, signal) : attempt(url, message, signal);
    },
    under: (signal, calls) => signals.run(signal, calls),
    requests: () => wire.requests(),
    close: () => wire.close(),
  };
}

/** The SDK's own form of a response; a body that is not JSON is an error, and only what says nothing may be empty. */
function accept(origin: string, raw: RawResponse, mayBeEmpty: boolean): SdkResponse {
  const isEmpty = raw.statusCode === 204 || (mayBeEmpty && raw.text.trim() === '');
  const data = isEmpty ? {} : parseObject(raw);
  if (data === undefined) throw notSplunkd(origin, raw);
  return { response: raw, status: raw.statusCode, data, error: null };
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
