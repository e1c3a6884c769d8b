import type { Environment } from '../../src/config/schema.ts';
import { checkSpl } from '../../src/spl/check.ts';
import type { SplunkQuery } from '../../src/sync/query.ts';

/** A platform with nothing beyond Splunk, CIM and our own app. */
export const NO_EXTRAS: Environment['splunk'] = { macros: [], commands: [], lookups: [], dataModels: {} };

export function check(source: string, extras: Partial<Environment['splunk']> = {}): SplunkQuery {
  return checkSpl(source, { environment: { ...NO_EXTRAS, ...extras } });
}

/** `line:column code` of every problem, in the order of the text. */
export function problems(query: SplunkQuery): string[] {
  return query.problems.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

/** A search over Endpoint.Processes, with more commands behind it. */
export function processes(where: string, rest = ''): string {
  return `| tstats \`summariesonly\` count from datamodel=Endpoint.Processes where ${where} by Processes.dest Processes.user | \`drop_dm_object_name(Processes)\`${rest}`;
}
