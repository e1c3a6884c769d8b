import type { SplExtras } from '../environment.ts';
import type { SplCommand, SplPipeline } from '../parse.ts';
import type { Run, Stage, Table } from './run.ts';

/** What the compilers of commands need of the whole search. */
export interface Compiler {
  /** What the platform has beyond Splunk, CIM and our app. */
  readonly environment: SplExtras;
  /** The text that is compiled, macros expanded. */
  readonly source: string;
  /** Compiles a pipeline that starts from nothing. */
  subsearch(pipeline: SplPipeline): (run: Run) => Table;
  /** Compiles a pipeline that goes on from given results. */
  body(pipeline: SplPipeline): Stage;
  /** Offset just behind a command, for errors at its end. */
  end(command: SplCommand): number;
}

/** Makes a command's stage; `first` says that nothing stands before it. */
export type CommandCompiler = (command: SplCommand, compiler: Compiler, first: boolean) => Stage;
