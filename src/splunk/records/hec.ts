import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { v4 } from 'uuid';
import { registerSecret } from '../../core/log.ts';
import { retrying } from '../../core/retry.ts';
import { cut, halves } from '../../sync/records/batches.ts';
import { type BatchVerdict, type Delivery, deliver } from '../../sync/records/deliver.ts';
import type { SplunkConfig } from '../config.ts';
import { type RawResponse, retryHint } from '../errors.ts';
import { createTransport, type TransportOptions } from '../transport.ts';
import { acknowledged } from './ack.ts';
import { HecError, readHecAnswer } from './hec-answer.ts';

export type HecConfig = NonNullable<NonNullable<SplunkConfig['records']>['hec']>;

export interface HecEvent {
  /** Of its record; no two events have the same. */
  readonly key: string;
  /** With its metadata, as JSON. */
  readonly event: string;
}

/** The HTTP Event Collector, at its own address. */
export interface Collector {
  /**
   * Sends events, and takes each when there is room for it. Tells keys; delivered are those that the collector confirmed, by acknowledgement
   * where its token gives one.
   */
  send(events: Iterable<HecEvent>, signal?: AbortSignal): Promise<Delivery<string>>;
  requests(): number;
  close(): void;
}

/**
 * Uncompressed. Splunk takes far more (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf, [http_input]), but
 * its Cloud recommends 1 MB at most, and proxies often stop there.
 */
const LIMITS = { items: 5000, bytes: 1_000_000 };
/** How many bad events are isolated one by one; beyond that the whole delivery is considered bad. */
const MAX_BAD_EVENTS = 50;

const compress = promisify(gzip);

/** @param options of the platform; the collector's own address takes the place of splunkd's. */
export function createCollector(hec: HecConfig, options: TransportOptions): Collector {
  registerSecret(hec.token);
  const { deps } = options;
  const url = hec.url.replace(/\/+(services\/collector(\/.*)?)?$/, '');
  const transport = createTransport({ ...options, url, setting: 'records.hec.url' }, (raw) => raw);
  const { origin } = transport;
  const channel = v4({ rng: () => randomBytes(deps.random ?? Math.random) });
  let hasWarned = false;

  const post = async (path: string, body: string | Buffer, signal: AbortSignal | undefined): Promise<RawResponse> => {
    const headers = {
      Authorization: `Splunk ${hec.token}`,
      'X-Splunk-Request-Channel': channel,
      'Content-Type': 'application/json',
      ...(typeof body === 'string' ? {} : { 'Content-Encoding': 'gzip' }),
    };
    const { response } = await transport.sender(signal)(path, { method: 'POST', headers, body });
    return response;
  };
  // An event may arrive twice where an answer was lost: whoever reads an index takes the newest of a record.
  const sendBatch = async (batch: readonly HecEvent[], signal: AbortSignal | undefined) => {
    const body = await compress(batch.map(({ event }) => event).join('\n'));
    const { ackId, warning } = await retrying(
      async () => readHecAnswer(origin, await post('/services/collector/event', body, signal), hec.index, deps.now()),
      { hint: retryHint, deps, policy: { deadlineMs: options.deadlineMs }, signal },
    );
    if (warning !== undefined && !hasWarned) {
      hasWarned = true;
      deps.log.warn(warning);
    }
    return ackId;
  };

  return {
    async send(events, signal) {
      const acks = new Map<string, number>();
      const batches = cut(events, ({ event }) => Buffer.byteLength(event) + 1, LIMITS);
      const sent = await deliver(batches, {
        signal,
        send: async (batch) => {
          const ackId = await sendBatch(batch, signal);
          if (ackId !== undefined) for (const { key } of batch) acks.set(key, ackId);
        },
        judge: createJudge(),
        tell: ({ key }) => key,
      });
      const ask = (ids: readonly number[]) => post('/services/collector/ack', JSON.stringify({ acks: ids }), signal);
      return acknowledged(sent, acks, { origin, index: hec.index, ask, deps, signal });
    },
    requests: () => transport.requests(),
    close: () => transport.close(),
  };
}

/** Leaves out the event that the collector names and sends the others again; isolates it by halves if it names none. */
function createJudge(): <T>(error: unknown, batch: readonly T[]) => BatchVerdict<T> {
  let left = MAX_BAD_EVENTS;
  return (error, batch) => {
    const giveUp = { failed: batch, again: [] };
    if (!(error instanceof HecError) || !error.divisible) return giveUp;
    // A single event that is too large (413) is a proxy's word, not the collector's: no record is that long.
    if (batch.length < 2) return { ...giveUp, refused: error.status !== 413 };
    const at = error.badEvent ?? -1;
    const bad = batch[at];
    if (bad === undefined) return { failed: [], again: halves(batch) };
    left -= 1;
    return left < 0 ? giveUp : { failed: [bad], again: [batch.filter((_, i) => i !== at)], refused: true };
  };
}

function randomBytes(random: () => number): Uint8Array {
  return Uint8Array.from({ length: 16 }, () => Math.floor(random() * 256));
}
