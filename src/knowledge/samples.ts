import type { EventKind } from '../quoting/events/index.ts';

/** A value as JSON has it. */
export type SampleValue =
  | null
  | boolean
  | number
  | string
  | readonly SampleValue[]
  | { readonly [name: string]: SampleValue };

export type SampleFields = Readonly<Record<string, SampleValue>>;

/** One event, or row, that happens again and again. In its texts `{n}` is the number of the occurrence, from 1. */
export interface Repeat {
  readonly times: number;
  /** From one occurrence to the next, towards now; 0 where they happen at once. */
  readonly everyMinutes: number;
  /** How far an occurrence may be early or late, as a share of that time: 0.2 for a fifth. */
  readonly jitter: number;
}

/** When something happens, before the hunt runs. */
export interface Timed {
  readonly minutesAgo: number;
  readonly repeat?: Repeat | undefined;
}

/** An event in neutral words: a kind and fields of `src/quoting/events`. */
export interface SampleEvent extends Timed {
  readonly kind: EventKind;
  readonly fields: SampleFields;
  /** Fields in a language's own names beside those, by the language's id. */
  readonly native: Readonly<Record<string, SampleFields>>;
}

/** A row in a language's own names, where neutral words do not suffice. */
export interface SampleRow extends Timed {
  /** What the query reads: a table, a dataset of a data model, `events`. */
  readonly table: string;
  readonly row: SampleFields;
}

/** What a log shows of one thing that happened. */
export interface Sample {
  readonly name: string;
  /** The test of Atomic Red Team that it stands for: its technique there, and its name. */
  readonly atomic?: string | undefined;
  readonly events: readonly SampleEvent[];
  /** By the id of the language. */
  readonly rows: Readonly<Record<string, readonly SampleRow[]>>;
  /** What is in lookups and watchlists, by the id of the language and their names. */
  readonly lookups: Readonly<Record<string, Readonly<Record<string, readonly SampleFields[]>>>>;
}

/** Things that happen, and whether a use case finds them. */
export interface Samples {
  /** Each must be found, but for those that the use case's `doesNotCover` names. */
  readonly fires: readonly Sample[];
  /** What looks like it and is none of it: none may be found. */
  readonly quiet: readonly Sample[];
  /**
   * How old what a hit tells of may be, in days; undefined where it is as old as what the query reads. A hunt for what was never
   * seen before reads a month and tells of a day.
   */
  readonly reportsOverDays?: number | undefined;
}

export const NO_SAMPLES: Samples = { fires: [], quiet: [] };

/** So many samples of each kind tell that somebody has thought about it. */
export const LEAST_SAMPLES = { fires: 3, quiet: 2 } as const;
