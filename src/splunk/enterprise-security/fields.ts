import { sortedJson } from '../../core/hash.ts';
import { oneLine } from '../../core/text.ts';
import type { Hunt } from '../../hunts/hunt.ts';
import type { Fields } from '../../sync/types.ts';
import { label } from '../describe.ts';
import { annotationsOf } from './annotations.ts';
import { drilldownsOf } from './drilldowns.ts';
import { RISK_SCORE, SECURITY_SEVERITY } from './severity.ts';
import type { Subject } from './subject.ts';

/**
 * What Enterprise Security reads of a saved search, by the names of https://github.com/splunk/contentctl
 * (savedsearches_detections.j2). `.enabled` is what makes it one of its own
 * (https://help.splunk.com/splunk-enterprise-security-7/administer/7.2/correlation-searches/list-correlation-searches-in-splunk-enterprise-security).
 * The parameters of `notable` and `risk` say what a finding would be called, how severe it is, what to click on, and whom it puts
 * risk on. None of this runs a search or makes it create findings: that takes a schedule with an output (`output.ts`). Verified
 * against these sources only, not against a live Enterprise Security.
 */
export const SECURITY_FIELDS = [
  'action.correlationsearch.enabled',
  'action.correlationsearch.label',
  'action.correlationsearch.annotations',
  'action.notable.param.rule_title',
  'action.notable.param.rule_description',
  'action.notable.param.security_domain',
  'action.notable.param.severity',
  'action.notable.param.drilldown_searches',
  'action.risk.param._risk_message',
  'action.risk.param._risk',
] as const;

type SecurityField = (typeof SECURITY_FIELDS)[number];

const [ENABLED, LABEL, ANNOTATIONS, TITLE, DESCRIPTION, DOMAIN, SEVERITY, DRILLDOWNS, MESSAGE, RISK] = SECURITY_FIELDS;

export const DRILLDOWNS_FIELD = DRILLDOWNS;
export const ANNOTATIONS_FIELD = ANNOTATIONS;

/** Those of them that tell of the hunt and change nothing of what it finds, and when. */
export const SECURITY_ABOUT: readonly SecurityField[] = SECURITY_FIELDS.filter((field) => field !== ENABLED);

/** JSON, compared whatever the order of its keys. */
const JSON_FIELDS: readonly string[] = [ANNOTATIONS, DRILLDOWNS, RISK];

/**
 * Longest name of a search that can be copied in Enterprise Security, which puts its domain round it and refuses what is longer
 * than 99 characters then: `Endpoint - NAME - Rule` (https://github.com/splunk/security_content/issues/1899;
 * https://github.com/splunk/contentctl, objects/constants.py).
 */
export const MAX_SECURITY_NAME = 99 - 'Endpoint -  - Rule'.length;

/** The fields of a hunt whose saved search is called `name`; `normalizeFields` normalises them. */
export function securityFields(
  hunt: Hunt,
  { name, search, subject }: { readonly name: string; readonly search: string; readonly subject: Subject },
): Record<SecurityField, string> {
  const title = withoutTokens(label(hunt.title)) || name;
  return {
    [ENABLED]: '1',
    [LABEL]: name,
    [ANNOTATIONS]: annotationsOf(hunt, subject),
    [TITLE]: title,
    [DESCRIPTION]: withoutTokens(callers(hunt)),
    [DOMAIN]: subject.domain,
    [SEVERITY]: SECURITY_SEVERITY[hunt.severity],
    [DRILLDOWNS]: JSON.stringify(drilldownsOf(search, subject)),
    [MESSAGE]: subject.riskObjects.length === 0 ? '' : `${title}: ${tokens(subject)}`,
    [RISK]: riskOf(hunt, subject),
  };
}

const MAX_STEP = 300;

/** The newest article, and what to look at first, because a finding's page is read before the hunt's. */
function callers({ title, articles: [newest], advice }: Hunt): string {
  const called = newest ? [`Called for by '${label(newest.title)}'.`] : [];
  const triage = (advice?.triage ?? []).map((step, index) => `${index + 1}. ${label(step, MAX_STEP)}`);
  return [`${label(title)}.`, ...called, ...triage].join(' ');
}

function tokens({ riskObjects }: Subject): string {
  return riskObjects.map(({ field, type }) => `${type} $${field}$`).join(', ');
}

/** Between two `$` Enterprise Security reads a field's name; a title has none. */
function withoutTokens(text: string): string {
  return oneLine(text.replaceAll('$', ' '));
}

function riskOf({ severity }: Hunt, { riskObjects, threatObjects }: Subject): string {
  if (riskObjects.length === 0) return '';
  return JSON.stringify([
    ...riskObjects.map(({ field, type }) => ({
      risk_object_field: field,
      risk_object_type: type,
      risk_score: RISK_SCORE[severity],
    })),
    ...threatObjects.map(({ field, type }) => ({ threat_object_field: field, threat_object_type: type })),
  ]);
}

const NAMES: ReadonlySet<string> = new Set(SECURITY_FIELDS);

export function isSecurityField(field: string): field is SecurityField {
  return NAMES.has(field);
}

/** A value of one of these fields, normalised for comparison; empty if the option is off. */
export function normalizeSecurityField(field: SecurityField, text: string): string {
  if (field === ENABLED) return /^(1|true|t|yes|y)$/i.test(text) ? '1' : '';
  if (field === ANNOTATIONS) return normalizeAnnotations(text);
  return JSON_FIELDS.includes(field) ? normalizeJson(text) : text;
}

/**
 * Annotations in canonical form: sorted keys and lists, none of them empty. Enterprise Security rewrites all of them in its own
 * order when somebody saves the search in its editor, which alone is no edit. Any other text is kept.
 */
function normalizeAnnotations(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return text;
    const entries = Object.entries(value).map(([key, item]) => [key, isTexts(item) ? [...new Set(item)].sort() : item]);
    const told = entries.filter(([, item]) => !Array.isArray(item) || item.length > 0);
    return told.length === 0 ? '' : (sortedJson(Object.fromEntries(told)) ?? text);
  } catch {
    return text;
  }
}

function normalizeJson(text: string): string {
  try {
    return sortedJson(JSON.parse(text)) ?? text;
  } catch {
    return text;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** What is wrong with a wanted object's fields; undefined if they are complete or all off. */
export function securityFault(fields: Fields): string | undefined {
  const told = SECURITY_FIELDS.filter((field) => (fields[field] ?? '') !== '');
  if (!told.includes(ENABLED)) return told.length === 0 ? undefined : `has ${told.join(', ')} and is not enabled`;
  const name = fields[LABEL] ?? '';
  if (name === '') return 'needs a label';
  if (name.length > MAX_SECURITY_NAME) return `has a label of ${name.length} characters (${MAX_SECURITY_NAME} at most)`;
  if (!fields[ANNOTATIONS]?.startsWith('{')) return 'needs annotations that are a JSON object';
  const lists = [DRILLDOWNS, RISK].filter((field) => !/^(?:\[[\s\S]*\])?$/.test(fields[field] ?? ''));
  if (lists.length > 0) return `needs ${lists.join(' and ')} to be a JSON list`;
  const missing = [TITLE, DOMAIN, SEVERITY].filter((field) => !told.includes(field));
  return missing.length === 0 ? undefined : `needs ${missing.join(', ')}`;
}

/** Fields as arguments: what is off is spelt as in splunkd's conf files, and no alert action of this name runs. */
export function securityArgs(fields: Fields): Record<string, string> {
  const enabled = fields[ENABLED];
  if (enabled === undefined) return { ...fields };
  return { ...fields, [ENABLED]: enabled || '0', ...(enabled ? FIXED : {}) };
}

/** No action of this name runs, and the points are those of each risk object. */
const FIXED = {
  'action.correlationsearch': '0',
  'action.risk.param._risk_score': '0',
  'action.risk.param.verbose': '0',
};
