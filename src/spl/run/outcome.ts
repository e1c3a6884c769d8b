/** The evaluator does not know what Splunk would do here; caught at its edge and told as `not-evaluated`. */
export class NotEvaluated extends Error {
  override readonly name = 'NotEvaluated';
}

/** Splunk itself would stop here with an error; caught at the evaluator's edge and told as `failed`. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** Offset of what is wrong, where one place is: in the search, or in the pattern of a regular expression. */
  readonly at: number | undefined;

  constructor(message: string, at?: number) {
    super(message);
    this.at = at;
  }
}

/** More rows than any sample needs: a search that makes more is not run to its end. */
export const MAX_ROWS = 20_000;
/** More values in one field, or characters in one value, than any sample needs. */
export const MAX_VALUES = 10_000;
export const MAX_VALUE_LENGTH = 1_000_000;

/** Stops a search that multiplies rows (mvexpand, join, makeresults) before it fills the memory. */
export function boundRows(count: number): void {
  if (count > MAX_ROWS) throw new NotEvaluated(`more than ${MAX_ROWS} rows`);
}

/** Stops a search that multiplies a field's values. */
export function boundValues(count: number): void {
  if (count > MAX_VALUES) throw new NotEvaluated(`a field of more than ${MAX_VALUES} values`);
}

/** As much text as all rows of a run may get: a long one in each of many rows would fill the memory. */
const MAX_GIVEN_TEXT = 50_000_000;

/** Counts a text that a field gets. */
export function countText(given: { text: number }, text: string): void {
  given.text += text.length;
  if (given.text > MAX_GIVEN_TEXT) throw new NotEvaluated(`more than ${MAX_GIVEN_TEXT} characters in all rows`);
}

/** Stops a search that doubles a text over and over. */
export function boundText(text: string): string {
  if (text.length > MAX_VALUE_LENGTH) throw new NotEvaluated(`a text of more than ${MAX_VALUE_LENGTH} characters`);
  return text;
}
