import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problem } from '../core/problem.ts';

/** A YAML file that was read by a schema. */
export interface YamlFile<T> {
  /** Null where there are problems. */
  readonly data: T | null;
  readonly problems: readonly Problem[];
  /** A problem where a key path stands, or the deepest part of it that there is. */
  problem(keys: readonly PropertyKey[], message: string): Problem;
}

/**
 * Reads a file's text by a schema; each problem has its line and key.
 *
 * @param path for the problems.
 * @param labelOf names what a key path is about, beside the path.
 */
export function parseYamlFile<T>(
  source: string,
  path: string,
  schema: z.ZodType<T>,
  labelOf: (value: unknown, keys: readonly PropertyKey[]) => string | undefined = () => undefined,
): YamlFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, code, pos }) => {
      const { line, col } = lines.linePos(pos[0]);
      return { code: 'yaml', message: message.split('\n')[0] ?? code, path, line, column: col };
    });
    return { data: null, problems, problem };
  }
  const value: unknown = document.toJS();
  const result = schema.safeParse(value);
  if (result.success) return { data: result.data, problems: [], problem };
  const problems = result.error.issues.map((issue) => {
    const label = labelOf(value, issue.path);
    const key = issue.path.join('.') || '(top level)';
    return problem(issue.path, `${key}${label === undefined ? '' : ` (${label})`}: ${issue.message}`);
  });
  return { data: null, problems, problem };

  function problem(keys: readonly PropertyKey[], message: string): Problem {
    return { code: 'catalogue', message, path, ...place(keys) };
  }

  /** Where the deepest existing node on a key path stands. */
  function place(keys: readonly PropertyKey[]): { line?: number; column?: number } {
    for (let length = keys.length; length >= 0; length -= 1) {
      const node = document.getIn(keys.slice(0, length), true) as { range?: number[] } | undefined;
      const offset = node?.range?.[0];
      if (offset === undefined) continue;
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    }
    return {};
  }
}
