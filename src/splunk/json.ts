import { z } from 'zod';

/** A saved search in `hunts --jsonl`. */
export const SPLUNK_JSON = {
  name: z.string(),
  search: z.string().describe('As it would be pushed.'),
  earliest: z.string().describe('Start of the time range, as Splunk writes times.'),
  latest: z.string().describe('End of the time range.'),
};
