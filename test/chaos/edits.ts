import type { Sandbox } from '../../src/sandbox/index.ts';
import { defenderIds, editDefender, ruleFields } from './rules.ts';

export const PLATFORMS = ['splunk', 'sentinel', 'defender'] as const;

/** What an analyst did on a platform, by hand. */
export interface Edit {
  readonly platform: (typeof PLATFORMS)[number];
  /** Key of the object in a snapshot. */
  readonly id: string;
  /** `deleted`: the object itself. */
  readonly field: string;
  readonly value: unknown;
}

/** The objects that an analyst may edit on a platform: ours. */
export function idsOn(platform: Edit['platform'], sandbox: Sandbox): string[] {
  return { splunk: splunkIds, sentinel: sentinelIds, defender: defenderIds }[platform](sandbox);
}

/** Edits an object, the n-th edit of a round; empty where it is gone. */
export function editOn(platform: Edit['platform'], sandbox: Sandbox, id: string, n: number): readonly Edit[] {
  if (platform === 'defender') return editDefender(sandbox, id, n);
  return (platform === 'splunk' ? editSplunk : editSentinel)(sandbox, id, n) ?? [];
}

const SPLUNK_EDITS: readonly ((old: Readonly<Record<string, string>>, n: number) => readonly [string, string])[] = [
  ({ search = '' }, n) => ['search', `${search}\n\`\`\` tuned ${n} \`\`\``],
  (_, n) => ['description', `Tuned by an analyst (${n})`],
  (_, n) => ['dispatch.earliest_time', `-${2 + (n % 90)}d@d`],
  (_, n) => ['action.email.to', `analyst-${n}@soc.example`],
];

/** Ours only, and each time another text, so that a lost edit is not covered by an equal one. */
function splunkIds({ states }: Sandbox): string[] {
  const all = Object.entries(states.splunk.confs['savedsearches'] ?? {});
  return all.filter(([, { settings }]) => settings['alert.managedBy'] === 'huntsync').map(([id]) => id);
}

function sentinelIds({ states }: Sandbox): string[] {
  const all = Object.entries(states.azure.savedSearches);
  return all
    .filter(([, { properties }]) => properties.tags?.some(({ name }) => name === 'huntsync.key'))
    .map(([id]) => id);
}

function editSplunk({ states }: Sandbox, id: string, n: number): Edit[] | undefined {
  const object = states.splunk.confs['savedsearches']?.[id];
  const edit = SPLUNK_EDITS[n % SPLUNK_EDITS.length];
  if (!object || !edit) return undefined;
  const [field, value] = edit(object.settings, n);
  object.settings = { ...object.settings, [field]: value };
  object.updated = new Date().toISOString();
  return [{ platform: 'splunk', id, field, value }];
}

function editSentinel({ states }: Sandbox, id: string, n: number): Edit[] | undefined {
  const object = states.azure.savedSearches[id];
  if (!object) return undefined;
  const { properties } = object;
  const tag = (name: string, value: string) => ({
    ...properties,
    tags: [...(properties.tags ?? []).filter((one) => one.name !== name), { name, value }],
  });
  const value = `tuned ${n}`;
  const edits = [
    ['query', `${properties.query}\n| where true // ${value}`],
    ['displayName', `${properties.displayName.replace(/ \(tuned \d+\)$/, '')} (${value})`],
    ['tag owner', value],
    ['tag description', value],
  ] as const;
  const [field, text] = edits[n % edits.length] as (typeof edits)[number];
  states.azure.revision += 1;
  object.etag = `W/"by-an-analyst-${n}-${states.azure.revision}"`;
  object.properties = field.startsWith('tag ')
    ? { ...tag(field.slice(4), text), version: properties.version + 1 }
    : { ...properties, [field]: text, version: properties.version + 1 };
  return [{ platform: 'sentinel', id, field, value: text }];
}

/** What stands in the edited place now; undefined where the object or the place is gone. */
export function valueAt({ states }: Sandbox, { platform, id, field }: Edit): unknown {
  if (platform === 'defender') {
    const rule = states.graph.rules[id.replace(/^graph /, '')];
    return rule && ruleFields(rule)[field];
  }
  if (platform === 'splunk') return states.splunk.confs['savedsearches']?.[id]?.settings[field];
  const properties = states.azure.savedSearches[id]?.properties;
  if (!field.startsWith('tag ')) return properties?.[field as 'query' | 'displayName'];
  return properties?.tags?.find(({ name }) => name === field.slice(4))?.value;
}
