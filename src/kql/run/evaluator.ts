import type { Evaluation, Evaluator, Row, RunOptions, SampleData, Value } from '../../prove/language.ts';
import type { Schema } from '../schema.ts';
import { type Analysis, analyse } from '../service.ts';
import type { Cells, Column } from './cells.ts';
import { compilePlan, type Plan } from './compiler.ts';
import { NotEvaluated, QueryFailure } from './errors.ts';
import { type Relation, type Run, ShapeWanted } from './plan.ts';
import { ticksOfDate } from './ticks.ts';
import { valueOfCell } from './values.ts';

/** Runs one query, as often as there are data. Pure; never throws. */
export type CompiledKql = (data: SampleData, options: RunOptions) => Evaluation;

/** Rows that a run may make in all. */
const MAX_ROWS = 200_000;
/** Relations of one query whose columns data have to tell. */
const MAX_SHAPES = 16;

/**
 * Compiles a query once, to run it on many sets of rows. Its tables and their columns are those of the schema: Log
 * Analytics' or Defender's. Never throws on any text.
 */
export function compileKql(query: string, schema: Schema): CompiledKql {
  const analysis = attempt(() => analyse(query, schema));
  return 'status' in analysis ? () => analysis : compileAnalysed(analysis, schema);
}

/** The same for a query that was analysed by the same schema. */
export function compileAnalysed(analysis: Analysis, schema: Schema): CompiledKql {
  if (!analysis.isQuery) return () => ({ status: 'failed', message: 'A control command is no query.' });
  const [error] = analysis.errors;
  if (error) return () => ({ status: 'failed', message: error.message });

  // Where no columns hang on the data, this is the only plan.
  let fixed: Plan | Evaluation | null = null;
  try {
    fixed = compilePlan(analysis, schema, new Map());
  } catch (thrown) {
    if (!(thrown instanceof ShapeWanted)) fixed = outcomeOf(thrown);
  }
  if (fixed && 'status' in fixed) {
    const failure = fixed;
    return () => failure;
  }
  const plan = fixed;
  return (data, options) => {
    const run = (): Evaluation => execute(plan ?? shapedPlan(analysis, schema, data, options), data, options);
    return attempt(run);
  };
}

/** Runs KQL in memory, on rows of the schema's tables. Compiled queries are kept. */
export function createKqlEvaluator(schema: Schema): Evaluator {
  const compiled = new Map<string, CompiledKql>();
  return (query, data, options) => {
    let known = compiled.get(query);
    if (!known) {
      if (compiled.size >= MAX_KEPT) compiled.clear();
      known = compileKql(query, schema);
      compiled.set(query, known);
    }
    return known(data, options);
  };
}

const MAX_KEPT = 5_000;

/** Asks the data for columns until all are known. */
function shapedPlan(analysis: Analysis, schema: Schema, data: SampleData, options: RunOptions): Plan {
  const shapes = new Map<unknown, readonly Column[]>();
  for (let round = 0; round < MAX_SHAPES; round++) {
    try {
      return compilePlan(analysis, schema, shapes);
    } catch (thrown) {
      if (!(thrown instanceof ShapeWanted)) throw thrown;
      shapes.set(thrown.node, thrown.columns(createRun(data, options)));
    }
  }
  throw new NotEvaluated('a query with so many tables whose columns hang on data');
}

export function createRun(data: SampleData, options: RunOptions): Run {
  let rows = 0;
  return {
    now: ticksOfDate(options.now),
    data,
    options,
    slots: [],
    window: null,
    spend(more) {
      rows += more;
      if (rows > MAX_ROWS) throw new NotEvaluated(`more than ${MAX_ROWS} rows`);
    },
  };
}

function execute({ relation, reasons }: Plan, data: SampleData, options: RunOptions): Evaluation {
  if (reasons.length > 0) return { status: 'not-evaluated', reasons };
  if (!relation) return { status: 'not-evaluated', reasons: ['a query without a last expression'] };
  const rows = relation.run(createRun(data, options));
  return {
    status: 'evaluated',
    columns: relation.columns.map(({ name }) => name),
    types: relation.columns.map(({ type }) => type),
    rows: rowsOf(relation, rows),
  };
}

function rowsOf({ columns }: Relation, rows: readonly Cells[]): Row[] {
  return rows.map((cells) =>
    Object.fromEntries(
      columns.map(({ name, type }, at): [string, Value] => [name, valueOfCell(cells[at] ?? null, type)]),
    ),
  );
}

function attempt<T>(work: () => T): T | Evaluation {
  try {
    return work();
  } catch (thrown) {
    return outcomeOf(thrown);
  }
}

function outcomeOf(thrown: unknown): Evaluation {
  if (thrown instanceof QueryFailure) return { status: 'failed', message: thrown.message };
  if (thrown instanceof NotEvaluated) return { status: 'not-evaluated', reasons: [thrown.message] };
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return { status: 'not-evaluated', reasons: [`evaluator error: ${reason.split('\n', 1)[0]}`] };
}
