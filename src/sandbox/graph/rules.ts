import type { StandInRequest, StandInResponse } from '../server.ts';
import type { Store } from '../store.ts';
import type { Caller } from './access.ts';
import { failure, isObject, json, Refusal, readObject, refuse } from './answers.ts';
import { type Entity, pageOf } from './list.ts';
import type { HuntingLogs } from './logs.ts';
import { checkRule } from './query-rules.ts';
import { DETECTION_RULE, READ_ONLY } from './rule-type.ts';
import type { DetectionRule, GraphState, RuleContent } from './state.ts';
import { readProperties } from './types.ts';

export interface RulesOptions {
  readonly store: Store<GraphState>;
  readonly logs?: HuntingLogs | undefined;
  /** How many rules a page of the list holds. */
  readonly pageSize: number;
  /** `crlf`: queries and descriptions come back with other line ends than they were sent with. */
  readonly newlines: 'kept' | 'crlf';
  readonly now: () => Date;
}

const PATH = /^\/v1\.0\/security\/rules\/detectionRules(?:\/([^/]+)|\('([^']+)'\))?$/i;

export function isRulesPath(path: string): boolean {
  return PATH.test(path);
}

/**
 * Custom detection rules of v1.0 (https://learn.microsoft.com/graph/api/resources/security-detectionrule?view=graph-rest-1.0): list,
 * get, create (201), update (200) and delete (204).
 *
 * @throws Refusal where a request is refused for what it says.
 */
export function answerRules(request: StandInRequest, caller: Caller, options: RulesOptions): StandInResponse {
  const [, segment, quoted] = PATH.exec(request.path) ?? [];
  const id = decodeURIComponent(segment ?? quoted ?? '');
  if (id === '') {
    if (request.method === 'GET') return list(request, options);
    if (request.method === 'POST') return create(request, caller, options);
  } else {
    const rule = options.store.state.rules[`/${id}`];
    if (!rule) return failure(404, 'NotFound', `The detection rule '${id}' was not found.`);
    if (request.method === 'GET') return json(200, entityOf(request, rule, options));
    if (request.method === 'PATCH') return update(request, rule, caller, options);
    if (request.method === 'DELETE') return remove(rule, options);
  }
  return failure(405, 'MethodNotAllowed', `The method ${request.method} is not allowed at this address.`);
}

function list(request: StandInRequest, options: RulesOptions): StandInResponse {
  const rules = Object.values(options.store.state.rules).map((rule) => render(rule, options));
  const { value, count, next } = pageOf(rules, request.query, options.pageSize);
  const origin = `https://${request.headers.host ?? 'localhost'}`;
  return json(200, {
    '@odata.context': `${origin}/v1.0/$metadata#security/rules/detectionRules`,
    ...(count === undefined ? {} : { '@odata.count': count }),
    ...(next === undefined ? {} : { '@odata.nextLink': `${origin}${request.path}?${next}` }),
    value,
  });
}

function create(request: StandInRequest, caller: Caller, options: RulesOptions): StandInResponse {
  const { id, status = 'enabled', ...rest } = readRule(request, true) as unknown as RuleContent & { id: string };
  const { state } = options.store;
  if (state.rules[`/${id}`]) throw new Refusal(409, 'Conflict', `A detection rule with the id '${id}' already exists.`);
  const content: RuleContent = { ...rest, status };
  check(id, content, options);
  const at = timeOf(options.now());
  const by = nameOf(caller);
  const rule: DetectionRule = {
    id,
    ...content,
    createdBy: by,
    createdDateTime: at,
    lastModifiedBy: by,
    lastModifiedDateTime: at,
  };
  state.rules[`/${id}`] = rule;
  options.store.changed();
  return json(201, entityOf(request, rule, options));
}

/**
 * The properties that are named change, those of a complex one too; null empties one that may be empty
 * (https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity).
 */
function update(request: StandInRequest, rule: DetectionRule, caller: Caller, options: RulesOptions): StandInResponse {
  const { id, ...changes } = readRule(request, false);
  if (id !== undefined && id !== rule.id) refuse("The property 'id' cannot be changed.");
  const changed = merge(rule, changes) as unknown as DetectionRule;
  check(rule.id, changed, options);
  const next = { ...changed, lastModifiedBy: nameOf(caller), lastModifiedDateTime: timeOf(options.now()) };
  options.store.state.rules[`/${rule.id}`] = next;
  options.store.changed();
  return json(200, entityOf(request, next, options));
}

function remove(rule: DetectionRule, options: RulesOptions): StandInResponse {
  delete options.store.state.rules[`/${rule.id}`];
  options.store.changed();
  return { status: 204 };
}

function readRule(request: StandInRequest, whole: boolean): Record<string, unknown> {
  const body = readObject(request.body, request.headers['content-type']);
  const written = Object.entries(body).filter(([name]) => !READ_ONLY.includes(name));
  return readProperties(Object.fromEntries(written), DETECTION_RULE, '', whole);
}

/**
 * Names of rules and titles of alerts are unique (https://learn.microsoft.com/defender-xdr/custom-detection-rules); the statuses
 * are not documented and were seen in https://github.com/Tim10F8/security-investigator.
 */
function check(id: string, content: RuleContent, options: RulesOptions): void {
  checkRule(content, options.logs);
  for (const other of Object.values(options.store.state.rules)) {
    if (other.id === id) continue;
    if (other.displayName === content.displayName) {
      throw new Refusal(409, 'Conflict', 'A detection rule with this name already exists. Please rename your rule.');
    }
    if (other.detectionAction.alertTemplate.title === content.detectionAction.alertTemplate.title) {
      refuse('A detection rule with this alert title already exists. Please rename your alert.');
    }
  }
}

function merge(target: object, changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...target };
  for (const [name, value] of Object.entries(changes)) {
    const before = merged[name];
    if (value === null) delete merged[name];
    else merged[name] = isObject(value) && isObject(before) ? merge(before, value) : value;
  }
  return merged;
}

function entityOf(request: StandInRequest, rule: DetectionRule, options: RulesOptions): Entity {
  const context = `https://${request.headers.host ?? 'localhost'}/v1.0/$metadata#security/rules/detectionRules/$entity`;
  return { '@odata.context': context, ...render(rule, options) };
}

/** What was never given comes as null. */
function render(rule: DetectionRule, { newlines }: RulesOptions): Entity {
  const { alertTemplate, automatedActions = null, organizationalScope = null } = rule.detectionAction;
  const text = (value: string | null | undefined) =>
    newlines === 'crlf' ? (value?.replace(/\r?\n/g, '\r\n') ?? null) : (value ?? null);
  return {
    '@odata.type': '#microsoft.graph.security.detectionRule',
    ...rule,
    description: text(rule.description),
    queryCondition: { queryText: text(rule.queryCondition.queryText) },
    detectionAction: {
      alertTemplate: {
        recommendedActions: null,
        tactics: [],
        entityMappings: null,
        customDetails: null,
        ...alertTemplate,
        description: text(alertTemplate.description),
      },
      automatedActions,
      organizationalScope,
    },
  };
}

/** .NET's seven digits of a second. */
function timeOf(date: Date): string {
  return date.toISOString().replace('Z', '0000Z');
}

function nameOf({ clientId }: Caller): string {
  return clientId ?? 'sandbox';
}
