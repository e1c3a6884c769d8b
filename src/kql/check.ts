import { deadProblem } from '../prove/dead.ts';
import type { QueryProof } from '../prove/query.ts';
import type { CheckedQuery, NativePolicy, QueryProblem } from '../sync/query.ts';
import { extended } from './additions/index.ts';
import { readyForAlerts } from './alerts/index.ts';
import { cleaned, mendStrings, type QueryAttempt, repaired, translated } from './attempt.ts';
import { faultsOf } from './checks/faults.ts';
import { type Draft, positionAt, sourceOffset } from './draft.ts';
import { isHostile, refusals } from './policy.ts';
import { proveKql } from './prove/index.ts';
import { scan } from './scan.ts';
import { createSchema, EMPTY_ENVIRONMENT, type Schema, type SentinelEnvironment } from './schema.ts';
import { splitStatements } from './statements.ts';
import { LONG_LOOKBACK_SECONDS, lookback } from './time.ts';
import { isPlain, plainRename } from './timestamp.ts';
import { defenderOnly, longLookback, problemOf, renamedTables, workspaceOnly } from './told.ts';

export interface CheckOptions {
  /** `environment.sentinel` of the configuration, or a schema made of it (make it once for many queries). */
  readonly environment?: SentinelEnvironment;
  readonly schema?: Schema;
  /** When it is run on made rows; not at all where not given. */
  readonly proveAt?: Date | undefined;
  /** What to add for the platform's pages to what passes; nothing where not given. */
  readonly native?: NativePolicy | undefined;
}

/** What is done with a query beside the checks. */
type Asked = Pick<CheckOptions, 'proveAt' | 'native'>;

/**
 * Longest query of an analytics rule (https://learn.microsoft.com/azure/sentinel/create-analytics-rules); the portal has refused to
 * save a hunting query for its length, too (https://github.com/Azure/Azure-Sentinel/issues/1517). The API takes longer ones.
 */
const MAX_PORTAL_LENGTH = 10_000;

/** A query longer than this is no hunt; the longest of 799 real ones has 2,643 characters. */
const MAX_LENGTH = 50_000;

interface Judged {
  readonly query: CheckedQuery;
  /** So that the whole block is. */
  readonly refused: boolean;
  readonly errors: number;
}

/**
 * Checks the KQL of a hunt against the workspace's schema, translates it from Defender and repairs what can be repaired
 * mechanically: one entry a query, in the order of the text. A query is only ready or repaired if the parser finds no
 * error in the text that would be pushed and policy refuses nothing in it; what is refused anywhere is refused whole.
 * Never throws on any text.
 */
export function checkKql(source: string, options: CheckOptions = {}): CheckedQuery[] {
  const schema = options.schema ?? createSchema(options.environment ?? EMPTY_ENVIRONMENT);
  const text = source.replace(/\r\n?/g, '\n');
  if (text.length > MAX_LENGTH)
    return [
      failed(text, 'kql-too-long', `The query has ${text.length} characters; at most ${MAX_LENGTH} are checked.`),
    ];
  try {
    return checkBlock(text, schema, options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [failed(text, 'kql-unreadable', `The parser could not work on this text (${reason.split('\n', 1)[0]}).`)];
  }
}

function failed(text: string, code: string, message: string): CheckedQuery {
  return {
    text,
    verdict: 'rejected',
    repairs: [],
    problems: [{ code, message, line: 1, column: 1, severity: 'error' }],
    lookbackSeconds: null,
  };
}

function checkBlock(text: string, schema: Schema, asked: Asked): CheckedQuery[] {
  const { draft, repairs } = cleaned(text);
  const { parts, semicolons } = splitStatements(draft, scan(draft.text), schema.tables);
  if (parts.length === 1 && !semicolons) return [judge(draft, text, schema, repairs, asked).query];

  const names = [
    ...repairs,
    ...(parts.length > 1 ? ['split-statements'] : []),
    ...(semicolons ? ['let-semicolon'] : []),
  ];
  const judged = parts.map((part) => judge(part, text, schema, names, asked));
  if (judged.some(({ refused }) => refused)) {
    return judged.map(({ query, refused }) => (refused ? query : refusedWith(query)));
  }
  const errors = judged.reduce((sum, one) => sum + one.errors, 0);
  if (errors === 0) return judged.map(({ query }) => query);
  // A wrong guess about where a statement starts makes new errors: then the block stays whole.
  const whole = judge(draft, text, schema, repairs, asked);
  return whole.errors <= errors ? [whole.query] : judged.map(({ query }) => query);
}

/** What stands beside something hostile is not pushed either. */
function refusedWith(query: CheckedQuery): CheckedQuery {
  const problem: QueryProblem = {
    code: 'kql-refused-neighbour',
    message: 'Another query of the same block is refused.',
    line: 1,
    column: 1,
    severity: 'error',
  };
  return { ...query, verdict: 'rejected', repairs: [], problems: [...query.problems, problem] };
}

function judge(
  draft: Draft,
  source: string,
  schema: Schema,
  names: readonly string[],
  { proveAt, native }: Asked,
): Judged {
  const mended = mendStrings(draft);
  const first = translated(mended.draft, mended.tokens, schema, [...names, ...mended.repairs], 'usual');
  let last = repaired(first, schema);
  const aliased = last.repairs.includes('timestamp-alias') || schema.product === 'defender';
  if (!aliased && plainRename(mended.tokens, schema)?.length && !isPlain(last.analysis)) {
    // Only the mended text shows that a Timestamp is the query's own.
    last = repaired(translated(mended.draft, mended.tokens, schema, [...names, ...mended.repairs], 'exact'), schema);
  }
  const refused = refusals(last.analysis, schema);
  const clean = last.analysis.errors.length === 0;
  // A tree with errors in it is not what the text will be.
  const faults = clean ? faultsOf(last.analysis) : [];
  const warnings = last.analysis.diagnostics.filter(({ severity }) => severity === 'warning');
  const back = lookback(last.analysis);

  if (clean && refused.length === 0 && faults.length === 0) {
    const problems = warnings.map((diagnostic) => problemOf(diagnostic, last.draft, source));
    if (back !== null && back > LONG_LOOKBACK_SECONDS) problems.push(longLookback(back, last.draft, source, schema));
    const proof = proveAt && proveKql(last.analysis, schema, proveAt);
    const query = accepted(last, problems, back, proof, draft, source);
    const isPushed = query.verdict !== 'rejected' && native;
    if (!isPushed) return { query: withLength(query), refused: false, errors: 0 };
    const add = schema.product === 'defender' ? forAlerts : withAdditions;
    return { query: withLength(add(query, last, schema, native, source)), refused: false, errors: 0 };
  }

  // What its author has to mend is in the text as written: only the translation is taken as given.
  const asWritten = clean ? last : translated(draft, scan(draft.text), schema, [], 'usual');
  const told: QueryAttempt = asWritten.analysis.errors.length > 0 ? asWritten : last;
  const problems: QueryProblem[] = [
    ...[...refused, ...faults].map(({ code, message, start }) => ({
      code,
      message,
      ...positionAt(source, sourceOffset(last.draft, start)),
      severity: 'error' as const,
    })),
    ...told.analysis.errors.map((diagnostic) => problemOf(diagnostic, told.draft, source)),
    ...(schema.product === 'defender' ? workspaceOnly(last, schema, source) : defenderOnly(last, source)),
    ...renamedTables(told, source),
  ];
  return {
    query: { text: draft.text, verdict: 'rejected', repairs: [], problems, lookbackSeconds: back },
    refused: refused.some(isHostile),
    errors: told.analysis.errors.length,
  };
}

/** A query that runs, unless it can never hit. */
function accepted(
  { draft: { text }, repairs }: QueryAttempt,
  problems: readonly QueryProblem[],
  lookbackSeconds: number | null,
  proof: QueryProof | undefined,
  written: Draft,
  source: string,
): CheckedQuery {
  if (proof?.verdict === 'dead') {
    const found = [deadProblem(proof, source), ...problems];
    return { text: written.text, verdict: 'rejected', repairs: [], problems: found, lookbackSeconds, proof };
  }
  const names = [...new Set(repairs)];
  const verdict = names.length > 0 ? 'repaired' : 'ready';
  return { text, verdict, repairs: names, problems, lookbackSeconds, ...(proof ? { proof } : {}) };
}

/** A query that is pushed, in its native form. */
function withAdditions(
  query: CheckedQuery,
  { analysis, draft }: QueryAttempt,
  schema: Schema,
  native: NativePolicy,
  source: string,
): CheckedQuery {
  const { text, additions, omissions, rangeSeconds } = extended(analysis, schema, native);
  const notes = omissions.map(({ code, message, start }) => ({
    code,
    message,
    ...positionAt(source, sourceOffset(draft, start)),
    severity: 'warning' as const,
  }));
  const problems = [...query.problems, ...notes];
  if (additions.length === 0) return { ...query, problems };
  return { ...query, text, additions, problems, ...(rangeSeconds === undefined ? {} : { rangeSeconds }) };
}

/** Tells of a query that can be pushed, and perhaps not be edited afterwards. */
function withLength(query: CheckedQuery): CheckedQuery {
  const { text, verdict, problems } = query;
  if (verdict === 'rejected' || text.length <= MAX_PORTAL_LENGTH) return query;
  const problem: QueryProblem = {
    code: 'kql-long-query',
    message: `The query has ${text.length} characters; it is pushed, but with more than ${MAX_PORTAL_LENGTH} it is too long for an analytics rule, and the portal may refuse to save an edit of it.`,
    line: 1,
    column: 1,
    severity: 'warning',
  };
  return { ...query, problems: [...problems, problem] };
}

/** A query with the columns that a rule must return; where they cannot be had it may only be run. */
function forAlerts(
  query: CheckedQuery,
  { analysis, draft }: QueryAttempt,
  schema: Schema,
  native: NativePolicy,
  source: string,
): CheckedQuery {
  const { text, additions, alert } = readyForAlerts(analysis, schema, native);
  if (alert.lacks !== undefined) {
    const place = positionAt(source, sourceOffset(draft, 0));
    const message = `Can be run, but no rule can be made of it: ${alert.lacks}.`;
    const problem = { code: 'kql-run-only', message, ...place, severity: 'warning' as const };
    return { ...query, alert, problems: [...query.problems, problem] };
  }
  return { ...query, text, alert, ...(additions.length > 0 ? { additions } : {}) };
}
