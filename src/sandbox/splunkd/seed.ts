import { objectKey } from './objects.ts';
import type { KnowledgeObject, SplunkdState } from './state.ts';

/** Two of the apps that every splunkd has. */
const BUILTIN_APPS: Record<string, string> = { search: 'Search & Reporting', launcher: 'Home' };

/** Saved searches that the search app ships, by name; the SPL is ours. */
const SEARCH_APP_SEARCHES: Record<string, string> = {
  'Errors in the last 24 hours': 'error OR failed OR severe',
  'Errors in the last hour': 'error OR failed OR severe',
  'Messages by minute last 3 hours': 'index=_internal | timechart span=1m count by component',
  'Splunk errors last 24 hours': 'index=_internal log_level=ERROR',
};

/** The app that brings the Common Information Model, its data models and the macro that many hunts call. */
const CIM_APP = 'Splunk_SA_CIM';

/** Adds what a fresh splunkd with these apps has; leaves what is there alone. */
export function seed(
  state: SplunkdState,
  apps: readonly string[],
  {
    macros = {},
    appSettings = {},
  }: {
    readonly macros?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
    readonly appSettings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  },
  now: Date,
): void {
  const updated = now.toISOString();
  for (const [name, label] of Object.entries(BUILTIN_APPS)) {
    state.apps[name] ??= { name, settings: { label, configured: '1' }, updated, builtin: true };
  }
  for (const name of apps) state.apps[name] ??= { name, settings: { ...appSettings[name] }, updated };
  for (const [name, search] of Object.entries(SEARCH_APP_SEARCHES)) {
    ship(state, 'savedsearches', { name, app: 'search', sharing: 'app', settings: { search } }, updated);
  }
  for (const [app, own] of Object.entries(macros)) {
    for (const [name, settings] of Object.entries(own)) {
      ship(state, 'macros', { name, app, sharing: 'app', settings: { iseval: '0', ...settings } }, updated);
    }
  }
  if (!apps.includes(CIM_APP)) return;
  const macro = { args: 'object', definition: 'rename "$object$.*" as *', iseval: '0' };
  ship(state, 'macros', { name: 'drop_dm_object_name(1)', app: CIM_APP, sharing: 'global', settings: macro }, updated);
  for (const name of CIM_DATA_MODELS) {
    ship(state, 'datamodels', { name, app: CIM_APP, sharing: 'global', settings: { displayName: name } }, updated);
  }
}

/** Adds the KV store collections that apps ship in collections.conf; what was changed or stored since stays. */
export function seedCollections(
  state: SplunkdState,
  collections: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>,
): void {
  for (const [app, own] of Object.entries(collections)) {
    for (const [name, settings] of Object.entries(own)) {
      if (name === 'default') continue;
      const there = state.kv[`${app}/${name}`];
      state.kv[`${app}/${name}`] = {
        name,
        app,
        settings: { ...settings, ...there?.settings },
        documents: there?.documents ?? {},
      };
    }
  }
}

/** Data models of the Common Information Model add-on (https://docs.splunk.com/Documentation/CIM/latest/User/Overview). */
const CIM_DATA_MODELS = [
  'Alerts',
  'Authentication',
  'Certificates',
  'Change',
  'Compute_Inventory',
  'DLP',
  'Data_Access',
  'Databases',
  'Email',
  'Endpoint',
  'Event_Signatures',
  'Interprocess_Messaging',
  'Intrusion_Detection',
  'JVM',
  'Malware',
  'Network_Resolution',
  'Network_Sessions',
  'Network_Traffic',
  'Performance',
  'Splunk_Audit',
  'Ticket_Management',
  'Updates',
  'Vulnerabilities',
  'Web',
];

function ship(
  state: SplunkdState,
  conf: string,
  object: Pick<KnowledgeObject, 'name' | 'app' | 'sharing' | 'settings'>,
  updated: string,
): void {
  state.confs[conf] ??= {};
  const whole: KnowledgeObject = {
    ...object,
    owner: 'nobody',
    perms: { read: ['*'], write: ['admin'] },
    updated,
    builtin: true,
  };
  state.confs[conf][objectKey(whole)] ??= whole;
}
