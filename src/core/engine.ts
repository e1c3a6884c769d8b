import { setFlagsFromString } from 'node:v8';

/** Node 22 and later: V8 counts how often a function is called. */
const CALLS = ['--invocation-count-for-maglev=2000', '--invocation-count-for-turbofan=12000'];

/**
 * Flags of V8 with which a function is compiled to machine code some eight times later than usual, by V8's major version; they differ,
 * and V8 complains of one that it does not know (https://nodejs.org/api/v8.html#v8setflagsfromstringflags).
 */
const LATE: Readonly<Record<string, readonly string[]>> = {
  11: ['--interrupt-budget=1000000'],
  12: CALLS,
  13: CALLS,
  14: CALLS,
};

/** None for a version of V8 that has not been tried. */
export function lateFlags(v8: string): readonly string[] {
  return LATE[v8.split('.', 1)[0] ?? ''] ?? [];
}

/**
 * For a program that runs for some seconds: most of what V8 compiles in them is done before it has paid off, in threads beside this one.
 * The whole process is set, so this is for its owner to call, before its threads start.
 */
export function compileLate(): void {
  for (const flag of lateFlags(process.versions.v8)) setFlagsFromString(flag);
}
