/**
 * Something that is wrong with an input, described so that it can be found and fixed. Never an exception.
 *
 * @typeParam C the codes that a room's problems may have (`codes.ts` of the room).
 */
export interface Problem<C extends string = string> {
  /** Stable, kebab-case, one per kind of problem: `unclosed-fence`. `huntsync explain CODE` says what it means. */
  readonly code: C;
  /** One sentence: what is wrong and, where it is not obvious, what to do. */
  readonly message: string;
  /** File, feed or object that the problem is in. */
  readonly path?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based, in UTF-16 units. */
  readonly column?: number;
}

/** `path:line:column code: message`, leaving out what is not known. */
export function formatProblem(problem: Problem): string {
  const place = [problem.path, problem.line, problem.line === undefined ? undefined : problem.column]
    .filter((part) => part !== undefined)
    .join(':');
  return `${place ? `${place} ` : ''}${problem.code}: ${problem.message}`;
}

/** The files, feeds and objects that problems are in, each once. */
export function filesIn(problems: readonly Problem[]): string[] {
  return [...new Set(problems.flatMap(({ path }) => path ?? []))];
}
