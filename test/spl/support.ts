import { checkSpl } from '../../src/spl/check.ts';
import type { CheckedQuery } from '../../src/sync/query.ts';
import { NO_EXTRAS } from '../support/siems.ts';

export { NO_EXTRAS };

export function check(source: string, extras: Partial<typeof NO_EXTRAS> = {}): CheckedQuery {
  return checkSpl(source, { environment: { ...NO_EXTRAS, ...extras } });
}

/** `line:column code` of every problem, in the order of the text. */
export function problems(query: CheckedQuery): string[] {
  return query.problems.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

/** A search over Endpoint.Processes, with more commands behind it. */
export function processes(where: string, rest = ''): string {
  return `| tstats \`summariesonly\` count from datamodel=Endpoint.Processes where ${where} by Processes.dest Processes.user | \`drop_dm_object_name(Processes)\`${rest}`;
}
