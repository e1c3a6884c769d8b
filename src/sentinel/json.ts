import { z } from 'zod';

/** A hunting query in `hunts --jsonl`. */
export const SENTINEL_JSON = {
  id: z.guid(),
  displayName: z.string(),
  query: z.string().describe('As it would be pushed.'),
};
