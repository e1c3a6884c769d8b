import { PlatformError } from '../../core/errors.ts';

export interface RoundDeps {
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1, to spread second tries. */
  random(): number;
}

/** How often a request is sent again after everything that the library does about it has failed. */
const ROUNDS = 3;
const PAUSE_MS = 5_000;

/**
 * Runs a request in rounds: the library has retried for some seconds when it gives up, which is too soon for a service
 * that restarts or a minute's limit. Null once it worked, else the failure. What is not a PlatformError is thrown.
 */
export async function inRounds(
  work: () => Promise<void>,
  { sleep, random }: RoundDeps,
  signal: AbortSignal | undefined,
): Promise<PlatformError | null> {
  for (let round = 1; ; round += 1) {
    try {
      await work();
      return null;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      if (signal?.aborted || isFinal(error) || round === ROUNDS) return error;
    }
    const pause = PAUSE_MS * 4 ** (round - 1) * (0.5 + random());
    if (await stopped(sleep(pause, signal), signal)) return new PlatformError('The run was stopped');
  }
}

/** A refusal that a second try meets again. Without a status no answer came, which may be over in a moment. */
function isFinal({ fatal, status }: PlatformError): boolean {
  return fatal || (status !== undefined && status < 500 && status !== 408 && status !== 429);
}

async function stopped(pause: Promise<void>, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await pause;
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  return signal?.aborted ?? false;
}
