#!/usr/bin/env node
import { type Command, CommanderError } from 'commander';
import { type Context, createContext } from './commands/context.ts';
import { reportError } from './commands/errors.ts';
import { createProgram } from './commands/program.ts';
import { setEngineFlags } from './core/engine.ts';
import { EXIT, type ExitCode } from './core/errors.ts';
import { SIEMS } from './siems.ts';

async function main(): Promise<void> {
  let program: Command | undefined;
  const run = async (command: (context: Context) => Promise<ExitCode>): Promise<void> => {
    const { verbose, log } = program?.opts() ?? {};
    const context = createContext(process, { verbose: Boolean(verbose), log }, SIEMS);
    try {
      const code = await command(context);
      // A report that could not be written has set it already.
      process.exitCode ??= code;
    } catch (error) {
      process.exitCode = reportError(error, context.log);
    }
  };
  program = createProgram(run, SIEMS, process.argv[2]);
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}

setEngineFlags();
await main();
// Azure's HTTP client leaves the time-out timer of an aborted request behind: do not wait for it.
process.stdout.write('', () => process.exit());
