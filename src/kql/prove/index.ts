import type { Prepared, Proving } from '../../prove/language.ts';
import { proveQuery, type QueryProof } from '../../prove/query.ts';
import { compileAnalysed, createKqlEvaluator } from '../run/evaluator.ts';
import { createSchema, type Schema, type SentinelEnvironment } from '../schema.ts';
import { type Analysis, analyse } from '../service.ts';
import { allowedValues } from './allowed.ts';
import { completeRow } from './complete.ts';
import { sketchKql } from './sketch/index.ts';

/** Running hunts on sample rows of a workspace. */
export function createKqlProving(environment: SentinelEnvironment): Proving {
  const schema = createSchema(environment);
  const evaluate = createKqlEvaluator(schema);
  return {
    schema: 'tables',
    complete: (table, fields, context) => completeRow(table, fields, context, schema.tables),
    run: ({ text }, data, now) => evaluate(text, data, { now }),
    prepare({ text }, now) {
      const analysis = analysed(text, schema);
      if (!analysis) return { sketch: null, run: (data) => evaluate(text, data, { now }) };
      return prepareKql(analysis, schema, now);
    },
    lookback: ({ lookbackSeconds = null }) => lookbackSeconds,
    allowed: ({ text }) => allowedValues(text, schema),
  };
}

function prepareKql(analysis: Analysis, schema: Schema, now: Date): Prepared {
  const compiled = compileAnalysed(analysis, schema);
  return { sketch: sketchKql(analysis, schema, now), run: (data) => compiled(data, { now }) };
}

/** Runs a query that was analysed on rows that are made for it. */
export function proveKql(analysis: Analysis, schema: Schema, now: Date): QueryProof {
  const complete: Proving['complete'] = (table, fields, context) => completeRow(table, fields, context, schema.tables);
  return proveQuery(prepareKql(analysis, schema, now), { complete }, now);
}

/** Null where the language service itself fails. */
function analysed(text: string, schema: Schema): Analysis | null {
  try {
    return analyse(text, schema);
  } catch {
    return null;
  }
}
