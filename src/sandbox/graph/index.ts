import { createTokens } from '../azure/auth.ts';
import { type AppRegistration, answerLogin } from '../azure/login.ts';
import type { Handler, StandInRequest, StandInResponse } from '../server.ts';
import { openStore, type Store } from '../store.ts';
import { admit, type Caller } from './access.ts';
import { failure, Refusal } from './answers.ts';
import { type CallLimit, createHunting, HUNTING_LIMIT } from './hunting.ts';
import type { HuntingLogs } from './logs.ts';
import { answerRules, isRulesPath, type RulesOptions } from './rules.ts';
import { answerSchema } from './schema.ts';
import { emptyGraphState, type GraphState } from './state.ts';

export interface GraphOptions {
  /** Default: in memory. */
  readonly store?: Store<GraphState>;
  /** Bearer tokens that are valid from the start, with every permission. */
  readonly tokens?: readonly string[];
  /** App registrations that the token endpoint knows; `roles` are their Graph permissions, all where not given. */
  readonly apps?: readonly AppRegistration[];
  /** What advanced hunting has. Default: nothing; a rule's query is then taken unread. */
  readonly logs?: HuntingLogs;
  /** Default: 45 calls a minute. */
  readonly huntingLimit?: CallLimit;
  /** How many rules a page of the list holds. Default 100. */
  readonly pageSize?: number;
  /** How line ends of queries and descriptions come back. Default: as they were sent. */
  readonly newlines?: RulesOptions['newlines'];
  readonly now?: () => Date;
}

const READ = ['CustomDetection.Read.All', 'CustomDetection.ReadWrite.All'];
const WRITE = ['CustomDetection.ReadWrite.All'];
const HUNT = ['ThreatHunting.Read.All'];
const RUN = /^\/(?:v1\.0|beta)\/security\/(?:microsoft\.graph\.security\.)?runHuntingQuery$/i;
const SCHEMA = /^\/beta\/security\/(?:microsoft\.graph\.security\.)?getHuntingSchema(?:\(\))?$/i;

/**
 * A stand-in for the parts of Microsoft Graph that Microsoft Defender XDR is reached by: custom detection rules and advanced hunting,
 * with Microsoft Entra ID's token endpoint on the same host.
 */
export function createGraph(options: GraphOptions = {}): { handler: Handler; state: GraphState } {
  const now = options.now ?? (() => new Date());
  const store = options.store ?? openStore(undefined, emptyGraphState());
  const tokens = createTokens(options.tokens ?? [], now);
  const { logs, newlines = 'kept', pageSize = 100 } = options;
  const rules: RulesOptions = { store, logs, pageSize, newlines, now };
  const hunt = createHunting({ logs, limit: options.huntingLimit ?? HUNTING_LIMIT, now });

  const guarded = (
    request: StandInRequest,
    permissions: readonly string[],
    answer: (caller: Caller) => StandInResponse,
  ): StandInResponse => {
    const caller = admit(request, tokens, permissions);
    if ('refused' in caller) return caller.refused;
    try {
      return answer(caller);
    } catch (error) {
      if (error instanceof Refusal) return failure(error.status, error.code, error.message);
      throw error;
    }
  };

  const handler: Handler = (request) => {
    const { method, path } = request;
    if (isRulesPath(path)) {
      return guarded(request, method === 'GET' ? READ : WRITE, (caller) => answerRules(request, caller, rules));
    }
    if (RUN.test(path) && method === 'POST') return guarded(request, HUNT, () => hunt(request));
    if (SCHEMA.test(path) && method === 'GET') {
      return guarded(request, HUNT, () => answerSchema(logs, request.headers.host));
    }
    return (
      answerLogin(request, options.apps ?? [], tokens) ??
      failure(404, 'ResourceNotFound', `Resource not found for the segment '${path.split('/').at(-1)}'.`)
    );
  };
  return { handler, state: store.state };
}

export { type CallLimit, HUNTING_LIMIT } from './hunting.ts';
export type { BoundQuery, HuntingLogs, ResultTable } from './logs.ts';
export { type DetectionRule, emptyGraphState, type GraphState, type RuleStatus } from './state.ts';
