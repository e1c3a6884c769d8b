import type { SplCommand, SplPipeline } from '../parse.ts';
import type { FieldsAt } from './fields.ts';

/** How a command uses a field that is not there. */
export type Use =
  /** A comparison of where or search, which is then never true. */
  | 'filter'
  /** Something is made of it, which then stays empty. */
  | 'value'
  /** Rows are grouped or told apart by it; those without it are dropped. */
  | 'group'
  /** An argument of an aggregation, whose result then stays empty. */
  | 'function'
  /** Rows are matched by it. */
  | 'key'
  /** `rename missing AS present`: the one that is there loses its values. */
  | 'rename';

/** A field that a command uses and that is not among its rows' fields. */
export interface Loss {
  readonly name: string;
  /** Of the name in the text. */
  readonly start: number;
  readonly length: number;
  readonly use: Use;
  readonly command: SplCommand;
  /** Its pipeline: where the lost field could be kept. */
  readonly pipeline: SplPipeline;
  /** What there is in front of the command. */
  readonly fields: FieldsAt;
  /** Written where a name with a dot has to stand in single quotes (eval, where). */
  readonly inExpression: boolean;
  /** Under NOT, or compared with !=. */
  readonly negated: boolean;
  /** The subsearch that lacks the key of a join; its end is where it could be renamed. */
  readonly side?: SplPipeline;
  /** `rename … AS target`. */
  readonly target?: string;
}

/** A condition of where or search that no row can fulfil. */
export interface Dead {
  readonly command: SplCommand;
  readonly start: number;
}

/** `a.b` outside quotes in an expression: the text of a and b joined, where the field was meant. */
export interface Dotted {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

/** What a walk along the pipelines collects. */
export interface Findings {
  readonly losses: Loss[];
  readonly dead: Dead[];
  readonly dotted: Dotted[];
  /** What there is in front of each command. */
  readonly before: Map<SplCommand, FieldsAt>;
  /** What the search returns. */
  end: FieldsAt;
}
