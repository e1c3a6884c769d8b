import stringify from 'safe-stable-stringify';
import type { Phase } from '../briefing/article.ts';
import type { Hunt } from '../hunts/hunt.ts';
import { digestOf } from '../sync/marker.ts';
import type { Fields } from '../sync/types.ts';
import { label } from './describe.ts';

/**
 * What Enterprise Security reads of a saved search. `.enabled` is what makes it one of its own
 * (https://help.splunk.com/splunk-enterprise-security-7/administer/7.2/correlation-searches/list-correlation-searches-in-splunk-enterprise-security),
 * `.label` is its name there, `.annotations` is JSON, a list of strings a framework (https://github.com/splunk/contentctl,
 * savedsearches_detections.j2). None of this runs a search or makes it create findings: that takes a schedule and
 * `action.notable` or `action.risk`, which huntsync never sets. Verified against those two sources only, not against a live
 * Enterprise Security.
 */
export const SECURITY_FIELDS = [
  'action.correlationsearch.enabled',
  'action.correlationsearch.label',
  'action.correlationsearch.annotations',
] as const;

type SecurityField = (typeof SECURITY_FIELDS)[number];

const [ENABLED, LABEL, ANNOTATIONS] = SECURITY_FIELDS;

/** Those of them that only describe the hunt's name and articles. */
export const SECURITY_ABOUT: readonly SecurityField[] = [LABEL, ANNOTATIONS];

/**
 * Lockheed Martin's names, as Enterprise Security's own content spells them (https://github.com/splunk/contentctl, constants.py).
 */
const KILL_CHAIN: Readonly<Record<Phase, string>> = {
  recon: 'Reconnaissance',
  weapon: 'Weaponization',
  delivery: 'Delivery',
  exploit: 'Exploitation',
  install: 'Installation',
  c2: 'Command and Control',
  actions: 'Actions on Objectives',
};

/**
 * Prefix of our stories. A story's name links a search to the story of that name in the use case library, and the title of an
 * article may equal the name of one of Splunk's stories.
 */
const STORY = 'huntsync: ';

/** The fields of a hunt whose saved search is called `name`; `normalizeFields` normalises them. */
export function securityFields(hunt: Hunt, name: string): Record<SecurityField, string> {
  const [newest] = hunt.articles;
  const annotations = {
    analytic_story: [STORY + label(newest?.title ?? hunt.title)],
    kill_chain_phases: hunt.phase ? [KILL_CHAIN[hunt.phase]] : [],
    mitre_attack: hunt.techniques,
  };
  return { [ENABLED]: '1', [LABEL]: name, [ANNOTATIONS]: JSON.stringify(annotations) };
}

export function isSecurityField(field: string): field is SecurityField {
  return (SECURITY_FIELDS as readonly string[]).includes(field);
}

/** A value of one of these fields, normalised for comparison; empty if the option is off. */
export function normalizeSecurityField(field: SecurityField, text: string): string {
  if (field === ENABLED) return /^(1|true|t|yes|y)$/i.test(text) ? '1' : '';
  return field === ANNOTATIONS ? normalizeAnnotations(text) : text;
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
    return told.length === 0 ? '' : (stringify(Object.fromEntries(told)) ?? text);
  } catch {
    return text;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** What is wrong with a wanted object's fields; undefined if they are complete or all off. */
export function securityFault(fields: Fields): string | undefined {
  const [enabled, name, annotations] = SECURITY_FIELDS.map((field) => fields[field] ?? '');
  if (enabled === '')
    return name === '' && annotations === '' ? undefined : 'has a label or annotations and is not enabled';
  if (!name) return 'needs a label';
  return annotations?.startsWith('{') ? undefined : 'needs annotations that are a JSON object';
}

/** Fields as arguments: what is off is spelt as in splunkd's conf files, and no alert action of this name runs. */
export function securityArgs(fields: Fields): Record<string, string> {
  const enabled = fields[ENABLED];
  if (enabled === undefined) return { ...fields };
  return { ...fields, [ENABLED]: enabled || '0', ...(enabled ? { 'action.correlationsearch': '0' } : {}) };
}

const NOTHING = digestOf('');

/**
 * `Marker.written` as it is stored: without these fields where huntsync has not set them or has removed them. Such an object
 * equals one written before the fields existed, so that nothing is updated for their sake.
 */
export function withoutReleased(written: Fields): Fields {
  const entries = Object.entries(written);
  return Object.fromEntries(entries.filter(([field, digest]) => !isSecurityField(field) || digest !== NOTHING));
}

/** What `withoutReleased` left out. */
export function withReleased(written: Fields): Fields {
  return { ...Object.fromEntries(SECURITY_FIELDS.map((field) => [field, NOTHING])), ...written };
}

/**
 * An object's content as huntsync sees it while the option is off: without fields that it never set, which belong to the analyst.
 * Those that it did set are visible, and so get removed.
 */
export function hideForeign(
  content: Readonly<Record<string, unknown>>,
  written: Fields,
): Readonly<Record<string, unknown>> {
  const hidden = SECURITY_FIELDS.filter((field) => (written[field] ?? NOTHING) === NOTHING);
  return { ...content, ...Object.fromEntries(hidden.map((field) => [field, ''])) };
}
