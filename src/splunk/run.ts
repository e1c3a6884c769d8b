import { z } from 'zod';
import { retrying } from '../core/retry.ts';
import type { QueryRows, RunWindow } from '../sync/platform.ts';
import type { Fields } from '../sync/types.ts';
import type { SplunkClient } from './client.ts';
import { SplunkError } from './errors.ts';

/**
 * All rows that splunkd keeps of a search: 50,000 unless changed
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf, [searchresults] maxresultrows).
 */
const ALL_ROWS = 0;

const resultsSchema = z.object({
  fields: z.array(z.object({ name: z.string() })).default([]),
  results: z.array(z.record(z.string(), z.unknown())),
});

/**
 * Runs a search in one request that answers what it found
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch, search/jobs: exec_mode=oneshot). The client's limit
 * of silence is the search's limit of time. Throws SplunkError.
 */
export async function runSearch(
  client: SplunkClient,
  search: string,
  { earliest, latest }: RunWindow,
  signal?: AbortSignal,
): Promise<QueryRows> {
  const { data } = await retrying(async () => {
    const service = await client.service(signal);
    return service.post('search/v2/jobs', {
      search: dispatchable(search),
      exec_mode: 'oneshot',
      output_mode: 'json',
      count: ALL_ROWS,
      ...(earliest === undefined ? {} : { earliest_time: earliest }),
      ...(latest === undefined ? {} : { latest_time: latest }),
    });
  }, client.retry(signal));
  const answer = resultsSchema.safeParse(data);
  if (!answer.success) throw new SplunkError(`${client.origin} answered a search without results`, {});
  const { fields, results } = answer.data;
  return { columns: fields.map(({ name }) => name), rows: results };
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
