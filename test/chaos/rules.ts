import type { DetectionRule } from '../../src/sandbox/graph/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { Edit } from './edits.ts';

/*
 * Defender's custom detection rules, as an analyst sees and edits them. A key is `graph /ID`.
 */

const MARKER = /\[huntsync ([^\]]*)\]/;
/** The columns that are added behind a query for an alert's details. */
const DETAILS = /\n\| extend HuntKey = [^\n]*$/;

/** Of ours only. */
export function defenderIds({ states }: Sandbox): string[] {
  return Object.keys(states.graph.rules)
    .filter((id) => MARKER.test(states.graph.rules[id]?.description ?? ''))
    .map((id) => `graph ${id}`);
}

/** What a rule's marker says by name; undefined where it has none. */
export function markerOf({ description }: DetectionRule): Readonly<Record<string, string>> | undefined {
  const [, body] = MARKER.exec(description ?? '') ?? [];
  return body === undefined ? undefined : Object.fromEntries(body.split(' ').map((pair) => [pair.split('=')[0], pair]));
}

/** Everything that an analyst may edit, field by field. */
export function ruleFields(rule: DetectionRule): Readonly<Record<string, unknown>> {
  const { displayName, status, queryCondition, schedule, detectionAction, description } = rule;
  const { alertTemplate, automatedActions, organizationalScope } = detectionAction;
  const {
    title,
    severity,
    description: told,
    recommendedActions,
    tactics,
    entityMappings,
    customDetails,
  } = alertTemplate;
  const { queryText } = queryCondition;
  return {
    displayName,
    status,
    query: queryText.replace(DETAILS, ''),
    details: DETAILS.exec(queryText)?.[0] ?? '',
    frequency: schedule.frequency,
    alertTitle: title,
    alertSeverity: severity,
    alertDescription: told,
    triage: recommendedActions,
    tactics,
    entities: entityMappings,
    customDetails,
    words: description?.replace(MARKER, ''),
    actions: actionsOf(automatedActions),
    scope: organizationalScope,
  };
}

function actionsOf(actions: unknown): string {
  return actions ? JSON.stringify(actions) : '';
}

/** Whether a rule does something by itself, so that no article may decide on what. */
export function actsByItself({ states }: Sandbox, id: string): boolean {
  const rule = states.graph.rules[id.replace(/^graph /, '')];
  return rule !== undefined && actionsOf(rule.detectionAction.automatedActions) !== '';
}

/** What automated actions hang on: it must stay as it was when they were given. */
const STEERING = ['query', 'entities', 'status', 'frequency'] as const;

/** An edit, and what it says of other fields; empty where there is no such rule. */
export function editDefender(sandbox: Sandbox, id: string, n: number): Edit[] {
  const { rules } = sandbox.states.graph;
  const path = id.replace(/^graph /, '');
  const rule = rules[path];
  const kind = KINDS[n % KINDS.length];
  if (!rule || !kind) return [];
  if (kind === 'deletion') {
    delete rules[path];
    return [{ platform: 'defender', id, field: 'deleted', value: 'yes' }];
  }
  const changed = EDITS[kind](rule, n);
  // A time with seven digits, as Graph has it, that no write of ours in the same millisecond shares.
  const lastModifiedDateTime = new Date().toISOString().replace('Z', `${String(1 + (n % 9999)).padStart(4, '0')}Z`);
  rules[path] = { ...changed, lastModifiedBy: 'an analyst', lastModifiedDateTime };
  const [before, after] = [ruleFields(rule), ruleFields(changed)];
  const fields = Object.keys(after).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const held = kind === 'actions' ? [...fields, ...STEERING] : fields;
  return held.map((field) => ({ platform: 'defender', id, field, value: after[field] }));
}

type RuleEdit = (rule: DetectionRule, n: number) => DetectionRule;

function inTemplate(
  rule: DetectionRule,
  change: Partial<DetectionRule['detectionAction']['alertTemplate']>,
): DetectionRule {
  const { detectionAction } = rule;
  const alertTemplate = { ...detectionAction.alertTemplate, ...change };
  return { ...rule, detectionAction: { ...detectionAction, alertTemplate } };
}

function withQuery(rule: DetectionRule, queryText: string): DetectionRule {
  return { ...rule, queryCondition: { queryText } };
}

const SEVERITIES = ['informational', 'low', 'medium', 'high'] as const;
const STATUSES = ['enabled', 'disabled', 'autoDisabled'] as const;

const EDITS: Readonly<Record<Exclude<(typeof KINDS)[number], 'deletion'>, RuleEdit>> = {
  query(rule, n) {
    const { query, details } = ruleFields(rule) as { query: string; details: string };
    return withQuery(rule, `${query}\n| where true // tuned ${n}${details}`);
  },
  // Behind the columns for the details, so that these belong to the analyst from now on.
  end: (rule, n) => withQuery(rule, `${rule.queryCondition.queryText}\n| where true // tuned ${n}`),
  name: (rule, n) => ({ ...rule, displayName: `Tuned ${n}` }),
  title: (rule, n) => inTemplate(rule, { title: `Tuned ${n}` }),
  told: (rule, n) => inTemplate(rule, { description: `Told by an analyst (${n})` }),
  severity: (rule, n) =>
    inTemplate(rule, { severity: other(SEVERITIES, rule.detectionAction.alertTemplate.severity, n) }),
  // An analyst switches it on or off; Defender itself does where the query keeps failing.
  status: (rule, n) => ({ ...rule, status: other(STATUSES, rule.status, n) }),
  words: (rule, n) => ({ ...rule, description: rule.description?.replace(/^[^[]*/, `Watched by tier ${n}. `) ?? null }),
  actions: (rule, n) => ({
    ...rule,
    detectionAction: {
      ...rule.detectionAction,
      automatedActions: {
        isolateDevices: [{ isolationType: n % 2 === 0 ? 'full' : 'selective', deviceIdColumn: 'DeviceId' }],
      },
    },
  }),
};

const KINDS = ['query', 'end', 'name', 'title', 'told', 'severity', 'status', 'words', 'actions', 'deletion'] as const;

function other<T extends string>(all: readonly T[], now: string, n: number): T {
  const rest = all.filter((one) => one !== now);
  return rest[n % rest.length] as T;
}
