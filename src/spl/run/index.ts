import type { Evaluation, Evaluator, RunOptions, SampleData } from '../../prove/language.ts';
import { isKnownCommand, placeOf } from '../commands.ts';
import type { SplExtras } from '../environment.ts';
import { parse, type SplCommand, type SplPipeline } from '../parse.ts';
import { COMMANDS } from './commands/index.ts';
import type { Compiler } from './compiler.ts';
import { expandMacros } from './expand.ts';
import { NotEvaluated, Refused } from './outcome.ts';
import { fieldNames, type Run, type Stage, type Table } from './run.ts';
import { writeRow } from './value.ts';

/** A search that is ready to run on rows, any number of times. */
export type CompiledSpl = (data: SampleData, options: RunOptions) => Evaluation;

/** Longer than any search that the checks let through (spl-too-long), macros included. */
const MAX_LENGTH = 500_000;

/**
 * Compiles a search. What it cannot run it names: `not-evaluated` for what is not known here, `failed` where Splunk would stop with
 * an error. Never throws; a compiled search that holds such a verdict gives it on any data.
 */
export function compileSpl(query: string, environment: SplExtras): CompiledSpl {
  try {
    return compile(query, environment);
  } catch (error) {
    const outcome = outcomeOf(error);
    return () => outcome;
  }
}

/** Runs searches of SPL in memory. Searches that it has seen are compiled once. */
export function createSplEvaluator(environment: SplExtras): Evaluator {
  const compiled = new Map<string, CompiledSpl>();
  return (query, data, options) => {
    let search = compiled.get(query);
    if (!search) {
      search = compileSpl(query, environment);
      if (compiled.size >= CACHE_SIZE) compiled.clear();
      compiled.set(query, search);
    }
    return search(data, options);
  };
}

const CACHE_SIZE = 5_000;

function outcomeOf(error: unknown): Evaluation {
  if (error instanceof Refused) return { status: 'failed', message: error.message };
  if (error instanceof NotEvaluated) return { status: 'not-evaluated', reasons: [error.message] };
  // A fault of the evaluator's own, or the end of the machine's stack: either way it cannot say what Splunk would do.
  return { status: 'not-evaluated', reasons: [`an error of the evaluator: ${String(error)}`] };
}

function compile(query: string, environment: SplExtras): CompiledSpl {
  if (query.length > MAX_LENGTH) throw new NotEvaluated(`a search of more than ${MAX_LENGTH} characters`);
  const unknown = new Set<string>();
  const source = expandMacros(query, unknown);
  if (unknown.size > 0) return () => ({ status: 'not-evaluated', reasons: [...unknown] });
  const tree = parse(source);
  const [fault] = tree.faults;
  if (fault) throw new Refused(`Error in 'SearchParser': a ${fault.kind} has no partner.`);
  const open = tree.tokens.find((token) => !token.closed || token.kind === 'odd');
  if (open) throw new Refused(`Error in 'SearchParser': unexpected ${JSON.stringify(open.text.slice(0, 20))}.`);
  const context = new Context(source, environment);
  const stage = context.pipeline(tree.main);
  const { failure, reasons } = context;
  if (failure) return () => ({ status: 'failed', message: failure });
  if (reasons.size > 0) return () => ({ status: 'not-evaluated', reasons: [...reasons] });
  return (data, options) => runStage(stage, data, options);
}

const NOTHING: Table = { rows: [], columns: [] };

function runStage(stage: Stage, data: SampleData, { now, window }: RunOptions): Evaluation {
  const run: Run = {
    now: now.getTime() / 1000,
    earliest: window ? window.earliest.getTime() / 1000 : null,
    latest: window ? window.latest.getTime() / 1000 : null,
    data,
    cache: new Map(),
    given: { text: 0 },
  };
  try {
    const table = stage(NOTHING, run);
    const columns = fieldNames(table).filter((name) => !name.startsWith('_') || name === '_time' || name === '_raw');
    return { status: 'evaluated', columns, rows: table.rows.map((fields) => writeRow(fields, columns)) };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Compiles pipelines and gathers what is wrong with them, so that every reason is told and not only the first. */
class Context implements Compiler {
  readonly source: string;
  readonly environment: SplExtras;
  readonly reasons = new Set<string>();
  failure: string | null = null;

  constructor(source: string, environment: SplExtras) {
    this.source = source;
    this.environment = environment;
  }

  pipeline(pipeline: SplPipeline, given = false): Stage {
    const stages = pipeline.commands.map((command, at) => this.command(command, at === 0 && !given, pipeline));
    return (table, run) => stages.reduce((results, stage) => stage(results, run), table);
  }

  subsearch(pipeline: SplPipeline): (run: Run) => Table {
    const stage = this.pipeline(pipeline);
    return (run) => stage(NOTHING, run);
  }

  body(pipeline: SplPipeline): Stage {
    return this.pipeline(pipeline, true);
  }

  end({ args, start, nested }: SplCommand): number {
    const last = args.at(-1);
    return Math.max(last ? last.start + last.text.length : start, ...nested.map((pipeline) => pipeline.start));
  }

  private command(command: SplCommand, first: boolean, pipeline: SplPipeline): Stage {
    try {
      return this.make(command, first, pipeline);
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome.status === 'failed') this.failure ??= outcome.message;
      else if (outcome.status === 'not-evaluated') for (const reason of outcome.reasons) this.reasons.add(reason);
      return (table) => table;
    }
  }

  private make(command: SplCommand, first: boolean, pipeline: SplPipeline): Stage {
    const { name, head } = command;
    if (!head) throw new Refused("Error in 'SearchParser': Missing a search command.");
    if (head.kind === 'open') throw new NotEvaluated('a subsearch as a command');
    if (name === '')
      throw new Refused(`Error in 'SearchParser': Missing a search command before ${JSON.stringify(head.text)}.`);
    if (!isKnownCommand(name, this.environment.commands)) throw new Refused(`Unknown search command '${name}'.`);
    const compiler = COMMANDS[name];
    if (!compiler) throw new NotEvaluated(`command ${name}`);
    const appends = command.args.some(
      (token, at) => token.text.toLowerCase() === 'append' && /^(?:t|true|1)$/i.test(command.args[at + 2]?.text ?? ''),
    );
    const place = placeOf(name, appends);
    if (place === 'first' && !first)
      throw new Refused(`Error in '${name}' command: This command must be the first command of a search.`);
    if (place === 'later' && first && !(pipeline.kind === 'main' && name === 'search')) {
      throw new Refused(`Error in '${name}' command: This command cannot be the first command of a search.`);
    }
    return compiler(command, this, first);
  }
}
