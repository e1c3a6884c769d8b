import type { Prepared, Proving, RunnableQuery } from '../../prove/language.ts';
import { proveQuery, type QueryProof } from '../../prove/query.ts';
import { fillBladeRange, readsBladeRange } from '../additions/range.ts';
import { compileAnalysed, createKqlEvaluator } from '../run/evaluator.ts';
import { createSchema, type Schema, type SentinelEnvironment } from '../schema.ts';
import { type Analysis, analyse } from '../service.ts';
import { allowedValues } from './allowed.ts';
import { completeRow } from './complete.ts';
import { sketchKql } from './sketch/index.ts';

/** Running hunts on sample rows of a workspace. */
export function createKqlProving(environment: SentinelEnvironment): Proving {
  return provingOf(createSchema(environment));
}

/** Running hunts on sample rows of the tables of a schema. */
export function provingOf(schema: Schema): Proving {
  const evaluate = createKqlEvaluator(schema);
  return {
    schema: 'tables',
    complete: (table, fields, context) => completeRow(table, fields, context, schema.tables),
    run: (query, data, now) => evaluate(overRange(query, now), data, { now }),
    prepare(query, now) {
      const text = overRange(query, now);
      const analysis = analysed(text, schema);
      if (!analysis) return { sketch: null, run: (data) => evaluate(text, data, { now }) };
      return prepareKql(analysis, schema, now);
    },
    lookback: ({ lookbackSeconds = null }) => lookbackSeconds,
    allowed: ({ text }) => allowedValues(text, schema),
  };
}

/** How far back the hunting page looks unless somebody chooses otherwise. */
const PAGE_SECONDS = 86_400;

/** A query that reads the hunting page's time range, over a range that ends now and is as long as the one that it was written for. */
function overRange({ text, rangeSeconds = PAGE_SECONDS }: RunnableQuery, now: Date): string {
  if (!readsBladeRange(text)) return text;
  const start = new Date(now.getTime() - rangeSeconds * 1000);
  return fillBladeRange(text, { start, end: now });
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
