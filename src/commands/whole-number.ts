import { UsageError } from '../core/errors.ts';

/** The number that an option counts with, from 1. Throws UsageError for anything else. */
export function wholeNumber(text: string, option: string, example: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < 1) {
    throw new UsageError(`${option} ${text} is not a whole number.`, `Give 1 or more, such as ${example}.`);
  }
  return number;
}
