import type { CodeOf } from '../core/codes.ts';
import type { Problem } from '../core/problem.ts';
import type { LEFT_OUT_REASONS } from './codes.ts';
import type { CheckedHunt } from './query.ts';

/** One file of an export. */
export interface ExportFile {
  /** Below the export's folder, with `/`; safe on Windows too. */
  readonly path: string;
  readonly content: string | Buffer;
}

/** A hunt, or one statement of it, that is not in an export. */
export interface LeftOut {
  readonly key: string;
  readonly name: string;
  readonly reason: CodeOf<typeof LEFT_OUT_REASONS>;
  readonly problems: readonly Problem[];
}

/**
 * An indicator that articles list but that is not published as a threat: a well-known platform, a reserved name, the name of a
 * file.
 */
export interface Unpublished {
  readonly type: string;
  readonly value: string;
}

/** What an exporter returns: data, which `src/exporters/write.ts` writes. */
export interface Exported {
  readonly files: readonly ExportFile[];
  /** Matches the paths that such an export can have: other matching files in the folder are left from an earlier one. */
  readonly ours: RegExp;
  /** Keys of the hunts that are in it, in whole or in part. */
  readonly hunts: ReadonlySet<string>;
  /** What is in it, for display: `{ 'saved searches': 12 }`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly leftOut: readonly LeftOut[];
  /** Only of an export that has indicators. */
  readonly unpublished?: readonly Unpublished[];
}

/** The exported hunts among these, and those without a single query that may be pushed, with what is against each. */
export function partHunts(hunts: readonly CheckedHunt[]): {
  readonly accepted: readonly CheckedHunt[];
  readonly leftOut: readonly LeftOut[];
} {
  const accepted: CheckedHunt[] = [];
  const leftOut: LeftOut[] = [];
  for (const checked of hunts) {
    const { hunt } = checked;
    const queries = Object.values(checked.queries).flat();
    if (queries.some(({ verdict }) => verdict !== 'rejected')) accepted.push(checked);
    else if (queries.length > 0) {
      const problems = queries.flatMap((query) => query.problems.filter(({ severity }) => severity === 'error'));
      leftOut.push({ key: hunt.key, name: hunt.title, reason: 'rejected', problems });
    }
  }
  return { accepted, leftOut };
}
