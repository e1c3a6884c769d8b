import { z } from 'zod';
import { reasonOf } from '../../core/errors.ts';
import { type RetryDeps, retrying, sleepFor } from '../../core/retry.ts';
import type { Delivery } from '../../sync/records/deliver.ts';
import { type RawResponse, retryHint, SplunkError } from '../errors.ts';
import { parseJson, readHecAnswer } from './hec-answer.ts';

export interface AckOptions {
  /** For messages. */
  readonly origin: string;
  readonly index: string;
  /** Asks the collector about ids of our channel. */
  ask(ids: readonly number[]): Promise<RawResponse>;
  readonly deps: RetryDeps;
  readonly signal: AbortSignal | undefined;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10_000;
/** As long as Amazon's Firehose waits for the same by default (HecAcknowledgmentTimeoutInSeconds). */
const DEADLINE_MS = 180_000;

const acksSchema = z.object({ acks: z.record(z.string(), z.boolean()) });

/**
 * Waits until the collector has indexed the events, and removes from a delivery what it does not confirm in time. The collector
 * reports an id once and then forgets it (https://docs.splunk.com/Documentation/Splunk/latest/Data/AboutHECIDXAck).
 */
export async function acknowledged<T>(
  sent: Delivery<T>,
  acks: ReadonlyMap<T, number>,
  options: AckOptions,
): Promise<Delivery<T>> {
  const idOf = (item: T) => acks.get(item);
  const open = new Set(sent.delivered.flatMap((item) => idOf(item) ?? []));
  if (open.size === 0) return sent;
  const fault = await waitFor(open, options);
  const message =
    fault === undefined
      ? `${options.origin} took it but did not confirm within ${DEADLINE_MS / 1000} s that it is indexed. The next run sends it again; a load balancer before HEC has to be sticky`
      : reasonOf(fault);
  const isOpen = (item: T) => open.has(idOf(item) ?? -1);
  return {
    delivered: sent.delivered.filter((item) => !isOpen(item)),
    failed: [...sent.failed, ...sent.delivered.filter(isOpen).map((item) => ({ item, message }))],
  };
}

/** Removes from `open` what is confirmed; returns what ended the wait early. */
async function waitFor(open: Set<number>, { origin, index, ask, deps, signal }: AckOptions): Promise<unknown> {
  const { sleep = sleepFor } = deps;
  let wait = FIRST_WAIT_MS;
  try {
    for (let waited = 0; open.size > 0 && waited < DEADLINE_MS; waited += wait) {
      await sleep(wait, signal);
      const acks = await retrying(
        async () => {
          const answer = await ask([...open]);
          const { data } = acksSchema.safeParse(parseJson(answer.text));
          if (answer.statusCode < 300 && data) return data.acks;
          readHecAnswer(origin, answer, index, deps.now());
          throw new SplunkError(`${origin} answered ${answer.statusCode} without acknowledgements`, {});
        },
        { hint: retryHint, deps, signal },
      );
      for (const [id, isIndexed] of Object.entries(acks)) if (isIndexed) open.delete(Number(id));
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
    return undefined;
  } catch (error) {
    return signal?.aborted ? new Error('the run was ended before the event was confirmed') : error;
  }
}
