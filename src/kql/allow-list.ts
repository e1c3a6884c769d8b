import type { CheckedQuery } from '../sync/query.ts';
import { createSchema, type SentinelEnvironment } from './schema.ts';
import { analyse } from './service.ts';
import { createSurveyor } from './survey.ts';

/** Recorded on a hunt whose query leaves out what a watchlist has. */
export const ALLOW_LIST = 'allow-list';

/**
 * Columns of results that name whom or what a row is about: accounts, hosts, addresses, in the order in which they are used.
 * Microsoft's tables call them so (https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables-category).
 */
const SUBJECTS: readonly (readonly string[])[] = [
  ['UserPrincipalName', 'AccountUpn', 'AccountName', 'UserId', 'Caller', 'Actor', 'Account', 'User'],
  ['DeviceName', 'Computer', 'Host', 'HostName'],
  ['IPAddress', 'RemoteIP', 'CallerIpAddress', 'SourceIP', 'ClientIP', 'SourceIpAddress'],
];

/** Operators behind which no row can be left out any more. */
const LAST = ['RenderOperator', 'ForkOperator', 'FacetOperator', 'ConsumeOperator', 'GetSchemaOperator'];

/**
 * The query without rows about what the environment's watchlist has as search keys
 * (https://learn.microsoft.com/en-us/azure/sentinel/watchlists-queries). As it is where its result names nobody, where no watchlist is
 * configured, or where the parser would not take it then.
 */
export function withAllowList(query: CheckedQuery, environment: SentinelEnvironment): CheckedQuery {
  const alias = environment.watchlists?.allow;
  if (alias === undefined) return query;
  const { columns } = createSurveyor(environment)(query.text);
  const subjects = SUBJECTS.flatMap((names) => names.filter((name) => columns.get(name) === 'string').slice(0, 1));
  if (subjects.length === 0) return query;
  const listed = `((_GetWatchlist('${alias}') | project tostring(SearchKey)))`;
  const conditions = subjects.map((column) => `${column} in~ ${listed}`);
  const text = append(query.text, `| where not(${conditions.join(' or ')})`);
  const analysis = analyse(text, createSchema(environment));
  if (analysis.errors.length > 0 || analysis.nodes(...LAST).length > 0) return query;
  return { ...query, text, additions: [...(query.additions ?? []), ALLOW_LIST] };
}

/** On a line of its own, in front of a semicolon that ends the text. */
function append(text: string, line: string): string {
  const bare = text.trimEnd();
  return bare.endsWith(';') ? `${bare.slice(0, -1)}\n${line};` : `${bare}\n${line}`;
}
