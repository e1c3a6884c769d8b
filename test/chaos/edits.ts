import type { Sandbox } from '../../src/sandbox/index.ts';

/** What an analyst did on a platform, by hand. */
export interface Edit {
  readonly platform: 'splunk' | 'sentinel';
  /** Key of the object in the stand-in. */
  readonly id: string;
  readonly field: string;
  readonly value: string;
}

const SPLUNK_EDITS: readonly ((old: Readonly<Record<string, string>>, n: number) => readonly [string, string])[] = [
  ({ search = '' }, n) => ['search', `${search}\n\`\`\` tuned ${n} \`\`\``],
  (_, n) => ['description', `Tuned by an analyst (${n})`],
  (_, n) => ['dispatch.earliest_time', `-${2 + (n % 90)}d@d`],
  (_, n) => ['action.email.to', `analyst-${n}@soc.example`],
];

/** Ours only, and each time another text, so that a lost edit is not covered by an equal one. */
export function splunkIds({ states }: Sandbox): string[] {
  const all = Object.entries(states.splunk.confs['savedsearches'] ?? {});
  return all.filter(([, { settings }]) => settings['alert.managedBy'] === 'huntsync').map(([id]) => id);
}

export function sentinelIds({ states }: Sandbox): string[] {
  const all = Object.entries(states.azure.savedSearches);
  return all
    .filter(([, { properties }]) => properties.tags?.some(({ name }) => name === 'huntsync.key'))
    .map(([id]) => id);
}

export function editSplunk({ states }: Sandbox, id: string, n: number): Edit | undefined {
  const object = states.splunk.confs['savedsearches']?.[id];
  const edit = SPLUNK_EDITS[n % SPLUNK_EDITS.length];
  if (!object || !edit) return undefined;
  const [field, value] = edit(object.settings, n);
  object.settings = { ...object.settings, [field]: value };
  object.updated = new Date().toISOString();
  return { platform: 'splunk', id, field, value };
}

export function editSentinel({ states }: Sandbox, id: string, n: number): Edit | undefined {
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
  return { platform: 'sentinel', id, field, value: text };
}

/** What stands in the edited place now; undefined where the object or the place is gone. */
export function valueAt({ states }: Sandbox, { platform, id, field }: Edit): string | undefined {
  if (platform === 'splunk') return states.splunk.confs['savedsearches']?.[id]?.settings[field];
  const properties = states.azure.savedSearches[id]?.properties;
  if (!field.startsWith('tag ')) return properties?.[field as 'query' | 'displayName'];
  return properties?.tags?.find(({ name }) => name === field.slice(4))?.value;
}
