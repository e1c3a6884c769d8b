import type { Checked } from '../checks/index.ts';
import type { SplEnvironment } from '../environment.ts';
import type { Edit } from './edits.ts';

/** A mechanical rewrite that makes a search run. It counts only where the result then passes every check. */
export interface Repair {
  /** Recorded on the hunt and shown in reports. */
  readonly name: string;
  /** Whether it rests on what the author probably meant, rather than on the text alone. */
  readonly judgement: boolean;
  /** What the rewrite preserves. */
  readonly preserves: string;
  /** What to change; empty where there is nothing to repair. */
  edits(checked: Checked, environment: SplEnvironment): readonly Edit[];
}
