import { createContext, Script } from 'node:vm';

/** Work took longer than it was given. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';

  constructor(ms: number) {
    super(`it takes longer than ${ms / 1000} s`);
  }
}

let runner: { readonly box: { work: () => unknown }; readonly script: Script; readonly context: object } | undefined;

/**
 * Does work whose length a stranger's text decides, and stops it in the middle, in a regular expression too, where it takes too long
 * (https://nodejs.org/api/vm.html#scriptrunincontextcontextifiedobject-options). What is stopped runs neither its `catch` nor its `finally`: it
 * may leave nothing behind that others rely on. One piece of such work may do another.
 *
 * @param ms real time: choose many times as much as an honest text takes.
 * @throws TimeLimitError, and whatever the work throws.
 */
export function withinTime<T>(ms: number, work: () => T): T {
  runner ??= makeRunner();
  const { box, script, context } = runner;
  box.work = work;
  try {
    return script.runInContext(context, { timeout: ms, displayErrors: false }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TimeLimitError(ms);
    throw error;
  } finally {
    box.work = NOTHING;
  }
}

const NOTHING = () => undefined;

function makeRunner(): NonNullable<typeof runner> {
  const box = { work: NOTHING as () => unknown };
  return { box, script: new Script('box.work()'), context: createContext({ box }) };
}
