import type { Node } from './kusto.ts';
import { placeholdersIn } from './placeholders.ts';
import type { Schema } from './schema.ts';
import { type Analysis, childAt, childrenOf, isKind, textOf } from './service.ts';

/*
 * What must never reach a workspace: articles are untrusted. Decided on the syntax tree, so that comments, strings and spacing
 * neither hide anything nor cause false alarms. Where possible the rule is an allow-list: a plugin or statement that Microsoft
 * adds tomorrow is refused until it has been reviewed.
 */

export interface PolicyRefusal {
  readonly code: RefusalCode;
  readonly message: string;
  /** Offset in the analysed text. */
  readonly start: number;
}

export const REFUSALS = {
  'kql-control-command': 'A command (leading dot) changes or reads the service itself; a hunt is a query.',
  'kql-directive': 'A directive (leading #) is for a client program, such as which cluster to connect to.',
  'kql-statement':
    'Only let and one query are allowed: set, alias, declare and restrict change how the query runs or what it reads.',
  'kql-external-data': 'externaldata and external tables fetch from an address that the article chose.',
  'kql-plugin': 'evaluate may only call plugins that compute: others send requests, run code or read other services.',
  'kql-other-scope':
    'The query leaves the workspace (workspace, cluster, database, app, resource, adx, arg, …). List the function in environment.sentinel.functions if yours may.',
  'kql-unnamed-table': 'table() and its like must name the table as plain text, so that it can be checked.',
  'kql-client-parameter': 'A parameter in braces is filled in by a client program; in a workspace nothing fills it in.',
  'kql-placeholder': 'An indicator is a placeholder: the hunt would look like coverage and find nothing.',
  'kql-empty': 'There is no query, only white space or comments.',
  'kql-two-statements': 'A saved query is one query.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** Refusals of a single query; any other refuses the whole block. */
const OWN_FAULT = new Set<RefusalCode>(['kql-empty', 'kql-two-statements', 'kql-placeholder', 'kql-client-parameter']);

export function isHostile({ code }: PolicyRefusal): boolean {
  return !OWN_FAULT.has(code);
}

/** Plugins that compute on the rows which they are given (https://learn.microsoft.com/kusto/query/evaluate-operator). */
const PLUGINS = new Set(
  `bag_unpack narrow pivot preview autocluster basket diffpatterns diffpatterns_text dcount_intersect rolling_percentile
   rows_near sequence_detect session_count sliding_window_counts activity_counts_metrics activity_engagement
   activity_metrics active_users_count funnel_sequence funnel_sequence_completion new_activity_metrics ipv4_lookup
   ipv6_lookup schema_merge`.split(/\s+/),
);

/** Functions that reach beyond the workspace or the schema used for checking. Names are compared case-insensitively. */
const SCOPES = new Set(
  `workspace cluster database db app resource adx arg external_table materialized_view stored_query_result entity_group
   cluster_group graph graph_model graph_snapshot inline_external_table external_data externaldata current_cluster_endpoint_table
   http_request http_request_post sql_request python r cosmosdb_sql_request`.split(/\s+/),
);

const EXTERNAL = [
  'ExternalDataExpression',
  'InlineExternalTableExpression',
  'ContextualDataTableExpression',
  'MaterializedViewCombineExpression',
];
const SCOPE_NODES = ['EntityGroupExpression', 'MacroExpandOperator', 'ExecuteAndCacheOperator', 'DataScopeExpression'];
const COMMANDS = [
  'CommandBlock',
  'BadCommand',
  'UnknownCommand',
  'CustomCommand',
  'PartialCommand',
  'CommandAndSkippedTokens',
];
const STATEMENTS = ['LetStatement', 'ExpressionStatement'];

function refusal(code: RefusalCode, node: Node | number, detail?: string): PolicyRefusal {
  const message = detail === undefined ? REFUSALS[code] : `${detail}: ${REFUSALS[code]}`;
  return { code, message, start: typeof node === 'number' ? node : node.TextStart };
}

/** All reasons to refuse a query; none means that it may be pushed, if the parser finds no error in it. */
export function refusals(analysis: Analysis, schema: Schema): PolicyRefusal[] {
  const found: PolicyRefusal[] = [];
  if (!analysis.isQuery || analysis.nodes(...COMMANDS).length > 0) found.push(refusal('kql-control-command', 0));
  for (const node of analysis.nodes('Directive', 'DirectiveBlock', 'DirectiveToken'))
    found.push(refusal('kql-directive', node));
  if (/^\s*#/m.test(analysis.text) && !analysis.isQuery) found.push(refusal('kql-directive', 0));
  found.push(...statementRefusals(analysis));
  for (const node of analysis.nodes(...EXTERNAL)) found.push(refusal('kql-external-data', node));
  for (const node of analysis.nodes(...SCOPE_NODES)) found.push(refusal('kql-other-scope', node));
  for (const node of analysis.nodes('EvaluateOperator')) found.push(...pluginRefusals(analysis, node));
  for (const node of analysis.nodes('FunctionCallExpression')) found.push(...callRefusals(analysis, node, schema));
  for (const node of analysis.nodes('BracedName'))
    found.push(refusal('kql-client-parameter', node, textOf(analysis, node)));
  for (const node of placeholdersIn(analysis)) found.push(refusal('kql-placeholder', node, textOf(analysis, node)));
  return found.sort((a, b) => a.start - b.start);
}

function statementRefusals(analysis: Analysis): PolicyRefusal[] {
  const queries = analysis.nodes('ExpressionStatement');
  const found: PolicyRefusal[] = [];
  if (analysis.isQuery && queries.length === 0) found.push(refusal('kql-empty', 0));
  if (queries.length > 1 && analysis.errors.length === 0) found.push(refusal('kql-two-statements', queries[1] as Node));
  for (const node of analysis.nodes(
    'AliasStatement',
    'RestrictStatement',
    'SetOptionStatement',
    'PatternStatement',
    'QueryParametersStatement',
  )) {
    found.push(refusal('kql-statement', node, textOf(analysis, node).split(/\s/, 1)[0]));
  }
  // A kind of statement that is not known here.
  for (const element of analysis.nodes('QueryBlock').flatMap(childrenOf).flatMap(childrenOf)) {
    const statement = childAt(element, 0);
    const known = isKind(statement, 'SkippedTokens', ...STATEMENTS) || !isKind(element, 'SeparatedElement');
    if (statement && !known && found.every(({ start }) => start !== statement.TextStart)) {
      found.push(refusal('kql-statement', statement));
    }
  }
  // A dot where a statement starts is no query, even where the parser only finds junk there.
  for (const skipped of analysis.nodes('SkippedTokens')) {
    if (textOf(analysis, skipped).startsWith('.')) found.push(refusal('kql-control-command', skipped));
  }
  return found;
}

function pluginRefusals(analysis: Analysis, node: Node): PolicyRefusal[] {
  const calls = analysis
    .nodes('FunctionCallExpression')
    .filter((call) => call.TextStart >= node.TextStart && call.End <= node.End);
  const plugin = childAt(calls[0], 0);
  const name = plugin?.SimpleName ?? '';
  return PLUGINS.has(name) ? [] : [refusal('kql-plugin', plugin ?? node, name || 'evaluate')];
}

function callRefusals(analysis: Analysis, call: Node, schema: Schema): PolicyRefusal[] {
  const name = childAt(call, 0)?.SimpleName ?? '';
  const lower = name.toLowerCase();
  if (schema.functions.has(name)) return [];
  if (SCOPES.has(lower))
    return [
      refusal(/^(?:external|inline_ext)/.test(lower) ? 'kql-external-data' : 'kql-other-scope', call, `${name}()`),
    ];
  if (lower !== 'table') return [];
  const argument = childAt(call, 1, 1, 0, 0);
  const isPlain = isKind(argument, 'StringLiteralExpression', 'CompoundStringLiteralExpression');
  const table = isPlain ? textOf(analysis, argument as Node).replace(/^[hH@]*["']|["']$/g, '') : '';
  return Object.hasOwn(schema.tables, table) ? [] : [refusal('kql-unnamed-table', call)];
}
