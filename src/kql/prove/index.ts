import type { Proving } from '../../prove/language.ts';
import { createKqlEvaluator } from '../run/evaluator.ts';
import { createSchema, type SentinelEnvironment } from '../schema.ts';
import { allowedValues } from './allowed.ts';
import { completeRow } from './complete.ts';

/** Running hunts on sample rows of a workspace. */
export function createKqlProving(environment: SentinelEnvironment): Proving {
  const schema = createSchema(environment);
  const evaluate = createKqlEvaluator(schema);
  return {
    schema: 'tables',
    complete: (table, fields, context) => completeRow(table, fields, context, schema.tables),
    run: ({ text }, data, now) => evaluate(text, data, { now }),
    lookback: ({ lookbackSeconds = null }) => lookbackSeconds,
    allowed: ({ text }) => allowedValues(text, schema),
  };
}
