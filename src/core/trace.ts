/** Counts and names; never a text of an article, of a query or of a platform. */
export type TraceAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions<T> {
  /** Known at the start. */
  readonly about?: TraceAttributes;
  /** Known by the result. */
  readonly tells?: (result: T) => TraceAttributes;
  /** Whether a result is a failure that was not thrown. */
  readonly isFailure?: (result: T) => boolean;
}

/** Tells an observer when a step began and ended, and what it counted. */
export interface Trace {
  /** Does the work as one step; `within` is for the steps that it consists of. Hands on what the work gives or throws. */
  span<T>(name: string, work: (within: Trace) => Promise<T>, options?: SpanOptions<T>): Promise<T>;
}

/** Nobody observes. */
export const NO_TRACE: Trace = { span: (_, work) => work(NO_TRACE) };
