import type { CheckedQuery } from '../sync/query.ts';
import { createSchema, type Schema, type SentinelEnvironment } from './schema.ts';
import { analyse } from './service.ts';
import { createSurveyor, type Survey } from './survey.ts';

/** Recorded on a hunt whose query leaves out what a watchlist has. */
export const ALLOW_LIST = 'allow-list';

/**
 * Columns of results that name whom or what a row is about: an account, a host, an address, a domain, a file. The first of each that
 * a result has is compared.
 * Microsoft's tables call them so (https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables-category).
 */
const SUBJECTS: readonly (readonly string[])[] = [
  [
    'UserPrincipalName',
    'AccountUpn',
    'AccountName',
    'UserId',
    'Caller',
    'Actor',
    'Account',
    'User',
    'UserName',
    'PrincipalEmail',
    'SenderFromAddress',
  ],
  ['DeviceName', 'Computer', 'Host', 'HostName'],
  ['IPAddress', 'RemoteIP', 'CallerIpAddress', 'SourceIP', 'ClientIP', 'SourceIpAddress'],
  ['UrlDomain', 'RemoteUrl', 'Peer'],
  ['SHA256', 'SHA1'],
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
  const { schema, survey } = workspaceOf(environment);
  const { columns } = survey(query.text);
  const subjects = SUBJECTS.flatMap((names) => names.filter((name) => columns.get(name) === 'string').slice(0, 1));
  if (subjects.length === 0) return query;
  const listed = `((_GetWatchlist('${alias}') | project tostring(SearchKey)))`;
  const conditions = subjects.map((column) => `${column} in~ ${listed}`);
  const text = append(query.text, `| where not(${conditions.join(' or ')})`);
  const analysis = analyse(text, schema);
  if (analysis.errors.length > 0 || analysis.nodes(...LAST).length > 0) return query;
  return { ...query, text, additions: [...(query.additions ?? []), ALLOW_LIST] };
}

interface Workspace {
  readonly schema: Schema;
  readonly survey: (query: string) => Survey;
}

const workspaces = new WeakMap<SentinelEnvironment, Workspace>();

/** A schema takes longer to make than a hundred queries to bind. */
function workspaceOf(environment: SentinelEnvironment): Workspace {
  const known = workspaces.get(environment);
  if (known) return known;
  const made = { schema: createSchema(environment), survey: createSurveyor(environment) };
  workspaces.set(environment, made);
  return made;
}

/** On a line of its own, in front of a semicolon that ends the text. */
function append(text: string, line: string): string {
  const bare = text.trimEnd();
  return bare.endsWith(';') ? `${bare.slice(0, -1)}\n${line};` : `${bare}\n${line}`;
}
