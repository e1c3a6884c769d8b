#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { type Command, CommanderError } from 'commander';
import { type Context, createContext } from './commands/context.ts';
import { reportError } from './commands/errors.ts';
import { createProgram } from './commands/program.ts';
import { compileLate } from './core/engine.ts';
import { EXIT, type ExitCode } from './core/errors.ts';
import { SIEMS } from './siems.ts';

// V8 lets a heap grow to four times what lives in it before it collects; memory is what a container has least of, so that twice is enough
// (https://nodejs.org/api/v8.html#v8setflagsfromstringflags, the flag: `node --v8-options`).
setFlagsFromString('--heap-growing-percent=100');

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

compileLate();
await main();
// Azure's HTTP client leaves the time-out timer of an aborted request behind: do not wait for it.
process.stdout.write('', () => process.exit());
