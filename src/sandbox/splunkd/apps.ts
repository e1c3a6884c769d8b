import { type Call, Refusal, requireArguments, toBoolean, writeArguments } from './call.ts';
import { systemEntry } from './info.ts';
import { isAdmin, noPermission } from './objects.ts';
import { entryReply, listReply } from './paging.ts';
import type { ArgumentNames, Entry, Reply } from './reply.ts';
import type { AppState } from './state.ts';

const TITLE = 'localapps';
const PATH = '/services/apps/local';

/**
 * Arguments of apps/local (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTapps). `filename`, which installs a
 * package, is not taken here.
 */
const ARGUMENTS = [
  'author',
  'configured',
  'description',
  'label',
  'template',
  'version',
  'visible',
  'check_for_updates',
];
const FIELDS: ArgumentNames = { required: ['name'], optional: ARGUMENTS, wildcard: [] };

export function listApps(call: Call): Reply {
  return listReply(
    call,
    TITLE,
    PATH,
    Object.values(call.splunkd.state.apps).map((app) => appEntry(call, app)),
  );
}

/**
 * POST apps/local: 201; 409 if the app is there (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTapps; wording
 * not confirmed).
 */
export function createApp(call: Call): Reply {
  administratorsOnly(call);
  const { name = '', ...settings } = writeArguments(call, (n) => n === 'name' || ARGUMENTS.includes(n));
  requireArguments({ name }, ['name']);
  const { apps } = call.splunkd.state;
  if (Object.hasOwn(apps, name)) throw new Refusal(409, `App '${name}' already exists.`);
  const app: AppState = { name, settings, updated: call.splunkd.now().toISOString() };
  apps[name] = app;
  return appReply(call, app, 201);
}

export function readApp(call: Call): Reply {
  return appReply(call, namedApp(call));
}

export function updateApp(call: Call): Reply {
  administratorsOnly(call);
  const app = namedApp(call);
  Object.assign(
    app.settings,
    writeArguments(call, (name) => ARGUMENTS.includes(name)),
  );
  app.updated = call.splunkd.now().toISOString();
  return appReply(call, app);
}

/** DELETE apps/local/{app}: its objects go with it. */
export function deleteApp(call: Call): Reply {
  administratorsOnly(call);
  const app = namedApp(call);
  if (app.builtin) throw new Refusal(403, `App '${app.name}' cannot be removed.`);
  const { state } = call.splunkd;
  delete state.apps[app.name];
  for (const objects of Object.values(state.confs)) {
    for (const [key, object] of Object.entries(objects)) if (object.app === app.name) delete objects[key];
  }
  for (const [key, collection] of Object.entries(state.kv)) if (collection.app === app.name) delete state.kv[key];
  return listApps(call);
}

/** POST apps/local/{app}/_reload, enable and disable. */
export function actOnApp(call: Call): Reply {
  administratorsOnly(call);
  const app = namedApp(call);
  const action = call.names['action'];
  if (action !== '_reload') app.settings['disabled'] = action === 'disable' ? '1' : '0';
  return appReply(call, app);
}

/** GET apps/local/{app}/setup and /update (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTapps). */
export function inspectApp(call: Call): Reply {
  const app = namedApp(call);
  const action = call.names['action'] as string;
  const path = `${PATH}/${encodeURIComponent(app.name)}/${action}`;
  const content: Record<string, string> = action === 'setup' ? { 'eai:setup': '<setup/>' } : {};
  return entryReply(call, TITLE, path, systemEntry(call, app.name, path, { 'eai:acl': null, ...content }));
}

function namedApp(call: Call): AppState {
  const name = call.names['name'] as string;
  const { apps } = call.splunkd.state;
  const app = Object.hasOwn(apps, name) ? apps[name] : undefined;
  if (!app) throw new Refusal(404, `Could not find object id=${name}`);
  return app;
}

function administratorsOnly(call: Call): void {
  if (!isAdmin(call)) throw noPermission();
}

function appReply(call: Call, app: AppState, status = 200) {
  return entryReply(call, TITLE, PATH, { ...appEntry(call, app), fields: FIELDS }, status);
}

function appEntry(call: Call, app: AppState): Entry {
  const path = `/servicesNS/nobody/system/apps/local/${encodeURIComponent(app.name)}`;
  const flag = (name: string, otherwise: boolean) => toBoolean(app.settings[name] ?? '') ?? otherwise;
  return {
    ...systemEntry(call, app.name, path, {
      author: app.settings['author'] ?? '',
      check_for_updates: flag('check_for_updates', true),
      configured: flag('configured', app.builtin === true),
      core: app.builtin === true,
      description: app.settings['description'] ?? '',
      disabled: flag('disabled', false),
      'eai:acl': null,
      label: app.settings['label'] ?? app.name,
      show_in_nav: true,
      state_change_requires_restart: false,
      version: app.settings['version'] ?? '1.0.0',
      visible: flag('visible', true),
    }),
    updated: app.updated,
    acl: {
      app: 'system',
      owner: 'nobody',
      sharing: 'app',
      perms: { read: ['*'], write: ['admin', 'power'] },
      removable: app.builtin !== true,
    },
    actions: ['_reload', flag('disabled', false) ? 'enable' : 'disable'],
  };
}
