import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type RetryDeps, retrying } from '../core/retry.ts';
import type { QueryRows, RunLimits, RunWindow } from '../sync/platform.ts';
import type { Fields } from '../sync/types.ts';
import type { SplunkClient } from './client.ts';
import { SplunkError } from './errors.ts';
import type { SdkResponse } from './sdk.ts';

const created = z.object({ sid: z.string().min(1) });

const messages = z.array(z.object({ type: z.string(), text: z.string() })).default([]);

const jobEntry = z.object({
  entry: z
    .array(z.object({ content: z.object({ isDone: z.boolean(), isFailed: z.boolean().default(false), messages }) }))
    .min(1),
});

const resultsSchema = z.object({
  fields: z.array(z.object({ name: z.string() })).default([]),
  results: z.array(z.record(z.string(), z.unknown())),
  messages,
});

/** A job is asked after so much of the time that it has taken, and no less and no more often than these, in milliseconds. */
const POLL_SHARE = 0.1;
const POLL_MS = { least: 50, most: 2000 };
/** How long after its limit of time a job may take to end by itself. */
const GRACE_MS = 10_000;

/**
 * Runs a search as a job and reads what it found
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch, search/v2/jobs: `max_time` finalizes the search,
 * `max_count` bounds its results, `auto_cancel` ends it when nobody asks for it any more). Throws SplunkError.
 */
export async function runSearch(
  client: SplunkClient,
  deps: RetryDeps,
  search: string,
  { earliest, latest }: RunWindow,
  limits: RunLimits,
  signal?: AbortSignal,
): Promise<QueryRows> {
  const call = async <T>(what: z.ZodType<T>, send: (service: Service) => Promise<SdkResponse>): Promise<T> => {
    const { data } = await retrying(async () => send(await client.service(signal)), client.retry(signal));
    const answer = what.safeParse(data);
    if (!answer.success) throw new SplunkError(`${client.origin} answered a search job in an unknown form`, {});
    return answer.data;
  };
  const { sid } = await call(created, (service) =>
    service.post(JOBS, {
      search: dispatchable(search),
      exec_mode: 'normal',
      output_mode: 'json',
      max_time: limits.seconds,
      // One more tells that there are more.
      max_count: limits.rows + 1,
      auto_cancel: 60,
      ...(earliest === undefined ? {} : { earliest_time: earliest }),
      ...(latest === undefined ? {} : { latest_time: latest }),
    }),
  );
  const job = `${JOBS}/${encodeURIComponent(sid)}`;
  const started = deps.now().getTime();
  const elapsed = () => deps.now().getTime() - started;
  let isDone = false;
  try {
    for (;;) {
      const { entry } = await call(jobEntry, (service) => service.get(job, { output_mode: 'json' }));
      const content = entry[0]?.content;
      if (content?.isFailed) throw new SplunkError(textOf(content.messages) || 'the search job failed', {});
      if (content?.isDone) break;
      if (elapsed() > limits.seconds * 1000 + GRACE_MS) {
        return { columns: [], rows: [], incomplete: `not done after ${limits.seconds} s` };
      }
      await pause(Math.min(Math.max(elapsed() * POLL_SHARE, POLL_MS.least), POLL_MS.most), deps, signal);
    }
    isDone = true;
    const found = await call(resultsSchema, (service) =>
      service.get(`${job}/results`, { output_mode: 'json', count: limits.rows + 1 }),
    );
    const ended = found.messages.find(({ text }) => TIME_IS_UP.test(text));
    return {
      columns: found.fields.map(({ name }) => name),
      rows: found.results,
      ...(ended ? { incomplete: ended.text } : {}),
    };
  } finally {
    // A job that nobody reads costs the platform its time: it is cancelled, though what is thrown matters more.
    if (!isDone) await cancel(client, job).catch(() => undefined);
  }
}

type Service = Awaited<ReturnType<SplunkClient['service']>>;

const JOBS = 'search/v2/jobs';

/** splunkd's words for a search that `max_time` has ended. */
const TIME_IS_UP = /time limit|auto-?finali[sz]ed/i;

async function cancel(client: SplunkClient, job: string): Promise<void> {
  const service = await client.service();
  await service.post(`${job}/control`, { action: 'cancel', output_mode: 'json' });
}

function pause(ms: number, deps: RetryDeps, signal: AbortSignal | undefined): Promise<void> {
  return deps.sleep ? deps.sleep(ms, signal) : sleep(ms, undefined, signal ? { signal } : {});
}

function textOf(all: readonly { readonly text: string }[]): string {
  return all.map(({ text }) => text).join(' ');
}

/**
 * A search that finds a row where a dataset of a data model holds an event, accelerated or not
 * (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats, summariesonly=false).
 */
export function dataSearch(dataset: string): string {
  return `| tstats summariesonly=false count from datamodel=${dataset} | where count > 0`;
}

/** Unlike a saved search, a job and the parser want the implicit first command written out; it would stand before a first comment. */
export function dispatchable(search: string): string {
  const bare = search.replace(/^(?:\s*```[\s\S]*?```)+/, '');
  return /^\s*[|[]/.test(bare) ? bare : `search ${bare}`;
}

/** The window that a saved search is dispatched over. */
export function windowOfFields(fields: Fields): RunWindow {
  const { 'dispatch.earliest_time': earliest, 'dispatch.latest_time': latest } = fields;
  return { ...(earliest ? { earliest } : {}), ...(latest ? { latest } : {}) };
}
