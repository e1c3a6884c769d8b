import { z } from 'zod';

/** A custom detection rule in `hunts --jsonl`. */
export const DEFENDER_JSON = {
  id: z.string(),
  displayName: z.string(),
  query: z.string().describe('As it would be pushed, or run.'),
  rule: z.boolean().describe('False where it can only be run.'),
};
