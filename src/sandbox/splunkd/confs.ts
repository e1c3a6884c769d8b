import { type Call, Refusal, targetName, toBoolean, writeArguments } from './call.ts';
import {
  aclOf,
  collectionPath,
  createObject,
  findObject,
  objectPath,
  removeObject,
  touch,
  visibleObjects,
  writableObject,
} from './objects.ts';
import { entryReply, listReply } from './paging.ts';
import type { Entry, Reply } from './reply.ts';
import type { KnowledgeObject } from './state.ts';

/**
 * configs/conf-{file}: a file's stanzas, any key taken, all values text
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTconf, configs/conf-{file}). Macros are conf-macros with args,
 * definition, iseval; one with arguments is named `name(1)`
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Macrosconf). conf-savedsearches shows the same stanzas as
 * saved/searches, by their conf names and without defaults.
 */
export function listStanzas(call: Call): Reply {
  return listReply(
    call,
    `conf-${fileOf(call)}`,
    collectionPath(call, pathOf(call)),
    visibleObjects(call, fileOf(call)).map((object) => stanzaEntry(call, object)),
  );
}

/** 201; 409 if the stanza is there. Both wordings of refusals are splunkd's for other handlers, not confirmed for this one. */
export function createStanza(call: Call): Reply {
  const name = targetName(call);
  const { name: _, ...settings } = writeArguments(call, () => true);
  const object = createObject(call, fileOf(call), name, settings, `An object with name=${name} already exists`);
  return stanzaReply(call, object, 201);
}

export function readStanza(call: Call): Reply {
  return stanzaReply(call, findObject(call, fileOf(call), call.names['name'] as string));
}

export function updateStanza(call: Call): Reply {
  const object = writableObject(call, fileOf(call), call.names['name'] as string);
  Object.assign(
    object.settings,
    writeArguments(call, (name) => name !== 'name'),
  );
  touch(call, object);
  return stanzaReply(call, object);
}

export function deleteStanza(call: Call): Reply {
  removeObject(call, fileOf(call), call.names['name'] as string);
  return listStanzas(call);
}

function fileOf(call: Call): string {
  const [, file] = /^conf-([\w.-]+)$/.exec(call.names['file'] as string) ?? [];
  if (file === undefined) throw new Refusal(404, 'Not Found');
  return file;
}

function pathOf(call: Call): string {
  return `configs/conf-${fileOf(call)}`;
}

function stanzaReply(call: Call, object: KnowledgeObject, status = 200) {
  const entry = { ...stanzaEntry(call, object), fields: { required: [], optional: [], wildcard: ['.*'] } };
  return entryReply(call, `conf-${fileOf(call)}`, collectionPath(call, pathOf(call)), entry, status);
}

function stanzaEntry(call: Call, object: KnowledgeObject): Entry {
  return {
    name: object.name,
    path: objectPath(object, pathOf(call)),
    updated: object.updated,
    author: object.owner,
    acl: aclOf(object),
    actions: ['_reload', 'move'],
    content: {
      ...object.settings,
      disabled: toBoolean(object.settings['disabled'] ?? '') ?? false,
      'eai:acl': null,
      'eai:appName': object.app,
      'eai:userName': object.owner,
    },
  };
}
