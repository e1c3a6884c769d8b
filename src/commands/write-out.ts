import { statSync, writeFileSync } from 'node:fs';
import { HuntsyncError, messageOf } from '../core/errors.ts';
import { redact } from '../core/log.ts';
import { writeWhole } from '../core/write-whole.ts';
import type { Context } from './context.ts';

/** `-`, or an option without its value. */
export function isStdout(target: string | true): target is '-' | true {
  return target === '-' || target === true;
}

/** Writes a report to a file, whole or not at all, or to stdout. Throws HuntsyncError where it cannot be written. */
export async function writeOut(target: string | true, text: string, { print, log }: Context): Promise<void> {
  if (isStdout(target)) {
    print(text.replace(/\n$/, ''));
    return;
  }
  try {
    // What is there and no plain file, such as /dev/stderr, must not be replaced by one.
    if (statSync(target, { throwIfNoEntry: false })?.isFile() === false) writeFileSync(target, redact(text));
    else await writeWhole(target, redact(text));
  } catch (error) {
    throw new HuntsyncError(`${target} cannot be written: ${messageOf(error)}`, { cause: error });
  }
  log.info(`Wrote ${target}.`);
}
