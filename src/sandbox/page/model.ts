import type { AzureState } from '../azure/index.ts';
import type { GraphState } from '../graph/index.ts';
import type { SplunkdState } from '../splunkd/index.ts';
import { webAddress } from './html.ts';

/** In the order of the page. */
export const PLATFORMS = ['splunk', 'sentinel', 'defender'] as const;

export type PlatformName = (typeof PLATFORMS)[number];

/** A stored search as the page shows it, read from what the platform holds and nothing else. */
export interface HuntView {
  readonly platform: PlatformName;
  readonly id: string;
  readonly name: string;
  /** Written by a sync, not by hand: it carries custom metadata. */
  readonly managed: boolean;
  readonly inUse: boolean;
  /** As stored; empty where nothing says. */
  readonly severity: string;
  readonly phase: string;
  readonly techniques: readonly string[];
  readonly articles: readonly string[];
  /** Web addresses in its description and metadata. */
  readonly links: readonly string[];
  readonly description: string;
  readonly query: string;
  /** Everything else that is stored, in its order: settings or tags. */
  readonly details: readonly (readonly [name: string, value: string])[];
}

/** Custom metadata of a saved search lives in its alert action parameters, of a hunting query in its tags. */
const METADATA = /^(action\.)?huntsync\b/i;
const HUNTING_CATEGORY = 'hunting queries';

/** Every saved search; `disabled` is how Splunk takes one out of use. */
export function splunkHunts(state: SplunkdState): HuntView[] {
  return Object.entries(state.confs['savedsearches'] ?? {}).map(([id, object]) => {
    const { search = '', description = '', disabled = '0', ...rest } = object.settings;
    const details = Object.entries(rest);
    const fixed = [
      ['app', object.app],
      ['owner', object.owner],
      ['updated', object.updated],
    ] as const;
    return {
      platform: 'splunk',
      id,
      name: object.name,
      inUse: !/^(1|true)$/i.test(disabled),
      description,
      query: search,
      details: [...fixed, ...details],
      ...metadata(details, description),
    };
  });
}

/** Every saved search of every workspace; the portal's hunting page shows those in the category `Hunting Queries`. */
export function sentinelHunts(state: AzureState): HuntView[] {
  return Object.entries(state.savedSearches).map(([id, { id: name, etag, properties }]) => {
    const tags = (properties.tags ?? []).map((tag) => [tag.name, tag.value] as const);
    const description = tags.find(([tag]) => tag.toLowerCase() === 'description')?.[1] ?? '';
    return {
      platform: 'sentinel',
      id,
      name: properties.displayName,
      inUse: properties.category.toLowerCase() === HUNTING_CATEGORY,
      description,
      query: properties.query,
      details: [['id', name], ['category', properties.category], ['etag', etag], ...tags],
      ...metadata(tags, description),
    };
  });
}

/** Custom metadata of a rule stands in its description: `[huntsync key=uc%3AA use=hunting]`. */
const BRACKETS = /\[huntsync ([^\]]*)\]/;

/**
 * Every custom detection rule. A managed one may be switched off and still be in use, as a hunt that is only run on request: its
 * metadata says which.
 */
export function defenderHunts({ rules }: GraphState): HuntView[] {
  return Object.entries(rules).map(([id, rule]) => {
    const alert = rule.detectionAction.alertTemplate;
    const [, held = ''] = BRACKETS.exec(rule.description ?? '') ?? [];
    const pairs = held.split(/\s+/).flatMap((pair) => {
      const [name = '', value] = pair.split('=', 2);
      return value === undefined ? [] : [[`huntsync-${name}`, decoded(value)] as const];
    });
    const use = pairs.find(([name]) => name === 'huntsync-use')?.[1];
    const techniques = JSON.stringify(alert.tactics ?? []).match(/T\d{4}(\.\d{3})?/g) ?? [];
    const fixed = [
      ['id', rule.id],
      ['status', rule.status],
      ['frequency', rule.schedule.frequency],
      ['severity', alert.severity],
      ['techniques', techniques.join(', ')],
      ['created', `${rule.createdDateTime} by ${rule.createdBy}`],
      ['modified', `${rule.lastModifiedDateTime} by ${rule.lastModifiedBy}`],
      ['entity mappings', JSON.stringify(alert.entityMappings ?? {})],
      ['custom details', JSON.stringify(alert.customDetails ?? {})],
    ] as const;
    const description = alert.description ?? rule.description ?? '';
    return {
      platform: 'defender',
      id,
      name: rule.displayName,
      inUse: use === undefined ? rule.status === 'enabled' : use !== 'retired',
      description,
      query: rule.queryCondition.queryText,
      details: [...fixed, ...pairs],
      ...metadata([...pairs, ...fixed], description),
    };
  });
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

type Pairs = readonly (readonly [name: string, value: string])[];

function metadata(pairs: Pairs, description: string) {
  const articles = valuesOf(pairs, /^articles?$/).flatMap(items);
  const techniques = valuesOf(pairs, /^(sub)?techniques?$/).flatMap((value) => value.match(/T\d{4}(\.\d{3})?/g) ?? []);
  // One tag may say it all, `CRIT / exploit / High`: a saved search has room for 15 tags only.
  const [severity = '', secondWord = ''] = (valuesOf(pairs, /^severity$/)[0] ?? '').split(/\s*\/\s*/);
  const texts = [description, ...pairs.map(([, value]) => value)];
  const addresses = texts.flatMap((text) => text.match(/\bhttps?:\/\/[^\s<>"'`\\,;()[\]{}|]+/gi) ?? []);
  return {
    managed: pairs.some(([name, value]) => METADATA.test(name) || (name === 'alert.managedBy' && value !== '')),
    severity,
    phase: valuesOf(pairs, /^phases?$/).join(', ') || secondWord,
    // A technique goes without saying where one of its sub-techniques is named.
    techniques: [...new Set(techniques)].filter((id) => !techniques.some((other) => other.startsWith(`${id}.`))),
    articles: [...new Set(articles)],
    links: [...new Set(addresses.flatMap((address) => webAddress(address.replace(/[.:!?]+$/, '')) ?? []))],
  };
}

/** Values whose name's last word fits: `action.huntsync.severity`, `huntsync-severity`, `Severity`; `articles2` counts too. */
function valuesOf(pairs: Pairs, word: RegExp): string[] {
  return pairs.flatMap(([name, value]) => {
    if (/^alert\./.test(name)) return [];
    const last = (
      name
        .toLowerCase()
        .split(/[.:_/-]/)
        .at(-1) ?? ''
    ).replace(/\d+$/, '');
    return word.test(last) && value !== '' ? [value] : [];
  });
}

/** The items of a list stored as text: a JSON array, or words between spaces, commas or semicolons. */
function items(value: string): string[] {
  if (value.startsWith('[')) {
    try {
      return (JSON.parse(value) as unknown[]).map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
    } catch {
      // Not JSON after all: read as words.
    }
  }
  return value.split(/[\s,;|]+/).filter((item) => item !== '');
}
