import { SAMPLE_HOUR } from '../../prove/clock.ts';
import type { CheckedQuery, NativePolicy } from '../../sync/query.ts';
import { checkKql } from '../check.ts';
import { createSchema, type Schema, type SentinelEnvironment } from '../schema.ts';

/** What a worker is told: first of all the environment, then one text after the other. */
export type WorkerInput =
  | { readonly environment: SentinelEnvironment }
  | { readonly number: number; readonly text: string; readonly native: NativePolicy | undefined };

/** What it says: null once it is ready, then the verdicts of each text with its number. */
export type WorkerOutput = null | readonly [number: number, checked: readonly CheckedQuery[]];

/** One side of a channel to a worker. */
export interface Channel {
  send(said: WorkerOutput): void;
  listen(listener: (told: WorkerInput) => void): void;
}

/** The work of a worker, in a thread or in a process. */
export function serveChecks({ send, listen }: Channel): void {
  let schema: Schema | undefined;
  listen((told) => {
    if ('environment' in told) {
      schema = createSchema(told.environment);
      // Loads the language service and compiles the first of it, while there may be nothing to do yet.
      checkKql('print 1', { schema });
      send(null);
      return;
    }
    if (schema === undefined) throw new Error('a text came before the environment');
    const { number, text, native } = told;
    send([number, checkKql(text, { schema, proveAt: SAMPLE_HOUR, native })]);
  });
}
