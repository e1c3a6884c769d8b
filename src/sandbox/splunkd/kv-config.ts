import { type Call, Refusal, requireArguments, writeArguments } from './call.ts';
import { appOf, collectionOf } from './kv-place.ts';
import { collectionPath, noPermission, rolesOf } from './objects.ts';
import { entryReply, listReply } from './paging.ts';
import type { Entry, Reply } from './reply.ts';
import type { KvCollection } from './state.ts';

const CONFIG_PATH = 'storage/collections/config';
/** max_accelerations_per_collection of [kvstore] (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf). */
const ACCELERATIONS = 10;
const CONFIG_ARGUMENT = /^(name|enforceTypes|replicate|profilingEnabled|type|(field|accelerated_fields)\..+)$/;

export function listCollections(call: Call): Reply {
  return listReply(
    call,
    'collections-conf',
    collectionPath(call, CONFIG_PATH),
    visible(call).map((c) => configEntry(call, c)),
  );
}

/** POST storage/collections/config: 201; 409 if it is there (wording not confirmed). */
export function createCollection(call: Call): Reply {
  const app = appOf(call);
  writersOnly(call);
  const { name = '', ...settings } = writeArguments(call, (argument) => CONFIG_ARGUMENT.test(argument));
  requireArguments({ name }, ['name']);
  const accelerations = Object.keys(settings).filter((key) => key.startsWith('accelerated_fields.'));
  if (accelerations.length > ACCELERATIONS)
    throw new Refusal(400, `At most ${ACCELERATIONS} accelerations a collection.`);
  const { kv } = call.splunkd.state;
  const key = `${app}/${name}`;
  if (kv[key]) throw new Refusal(409, `An object with name=${name} already exists`);
  kv[key] = { name, app, settings, documents: {} };
  return entryReply(call, 'collections-conf', collectionPath(call, CONFIG_PATH), configEntry(call, kv[key]), 201);
}

export function readCollection(call: Call): Reply {
  return entryReply(call, 'collections-conf', collectionPath(call, CONFIG_PATH), configEntry(call, collectionOf(call)));
}

export function updateCollection(call: Call): Reply {
  writersOnly(call);
  const collection = collectionOf(call);
  Object.assign(
    collection.settings,
    writeArguments(call, (name) => name !== 'name' && CONFIG_ARGUMENT.test(name)),
  );
  return readCollection(call);
}

export function deleteCollection(call: Call): Reply {
  writersOnly(call);
  const { app, name } = collectionOf(call);
  delete call.splunkd.state.kv[`${app}/${name}`];
  return listCollections(call);
}

function visible(call: Call): KvCollection[] {
  const { app } = call.namespace;
  return Object.values(call.splunkd.state.kv).filter((collection) => app === '-' || collection.app === app);
}

function writersOnly(call: Call): void {
  if (!rolesOf(call).some((role) => ['admin', 'sc_admin', 'power'].includes(role))) throw noPermission();
}

function configEntry(call: Call, collection: KvCollection): Entry {
  return {
    name: collection.name,
    path: `/servicesNS/nobody/${encodeURIComponent(collection.app)}/${CONFIG_PATH}/${encodeURIComponent(collection.name)}`,
    updated: call.splunkd.now().toISOString(),
    author: 'nobody',
    acl: {
      app: collection.app,
      owner: 'nobody',
      sharing: 'app',
      perms: { read: ['*'], write: ['admin', 'power'] },
      removable: true,
    },
    actions: [],
    content: { ...collection.settings, disabled: false, 'eai:acl': null, 'eai:appName': collection.app },
  };
}
