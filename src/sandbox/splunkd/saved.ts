import { type Call, Refusal, requireArguments, targetName, writeArguments } from './call.ts';
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
import type { ArgumentNames, Entry, Reply } from './reply.ts';
import { isSavedArgument, SAVED_FIELDS, toContent, toSettings } from './saved-fields.ts';
import { nextRuns, validateSaved } from './saved-validate.ts';
import { qualify } from './spl.ts';
import type { KnowledgeObject } from './state.ts';

export const SAVED_CONF = 'savedsearches';
export const SAVED_PATH = 'saved/searches';
const TITLE = 'savedsearch';
const EAI_ACTIONS: Record<string, string> = { GET: 'list', POST: 'edit', DELETE: 'remove' };
const ACTIONS = ['_reload', 'dispatch', 'history', 'move'];

/** GET saved/searches. */
export function listSaved(call: Call): Reply {
  const entries = visibleObjects(call, SAVED_CONF).map((object) => savedEntry(call, object));
  return listReply(call, TITLE, collectionPath(call, SAVED_PATH), entries);
}

/** POST saved/searches: 201 with the new search; 409 if the name is taken (live Splunk 10.6 as tested by Splunk.Api). */
export function createSaved(call: Call): Reply {
  const name = targetName(call);
  const { name: _, ...args } = writeArguments(call, (argument) => argument === 'name' || isSavedArgument(argument));
  // Required on create (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch); the wording is that of similar
  // handlers.
  requireArguments(args, ['search']);
  validateSaved(args);
  const taken = `Unable to create saved search with name '${name}'. A saved search with that name already exists.`;
  return savedReply(call, createObject(call, SAVED_CONF, name, toSettings(args, {}), taken), 201);
}

/** GET saved/searches/{name}: one entry, with `fields`. */
export function readSaved(call: Call): Reply {
  return savedReply(call, savedNamed(call));
}

/** POST saved/searches/{name}: sets what is given, keeps the rest. */
export function updateSaved(call: Call): Reply {
  const object = writableObject(call, SAVED_CONF, call.names['name'] as string);
  const args = writeArguments(call, isSavedArgument);
  if (args['search'] === '') requireArguments(args, ['search']);
  validateSaved(args);
  Object.assign(object.settings, toSettings(args, object.settings));
  touch(call, object);
  return savedReply(call, object);
}

/** DELETE saved/searches/{name}: 200 with what remains (recorded splunkd traffic). */
export function deleteSaved(call: Call): Reply {
  removeObject(call, SAVED_CONF, call.names['name'] as string);
  return listSaved(call);
}

/**
 * A sub-resource that is not there, or not for this method (measured for DELETE {name}/dispatch on splunkd 10.4.2 by
 * https://github.com/mockdr/mockdr; that GET and POST word it alike, with list and edit, is not confirmed).
 */
export function refuseCustomAction(call: Call): Reply {
  throw new Refusal(
    404,
    `Invalid custom action for this internal handler (handler: savedsearch, custom action: ${call.names['action']}, eai action: ${EAI_ACTIONS[call.request.method]}).`,
  );
}

export function savedNamed(call: Call): KnowledgeObject {
  return findObject(call, SAVED_CONF, call.names['name'] as string);
}

export function savedReply(call: Call, object: KnowledgeObject, status = 200) {
  const entry = savedEntry(call, object, SAVED_FIELDS);
  return entryReply(call, TITLE, collectionPath(call, SAVED_PATH), entry, status);
}

function savedEntry(call: Call, object: KnowledgeObject, fields?: ArgumentNames): Entry {
  const content = toContent(object.settings);
  return {
    name: object.name,
    path: objectPath(object, SAVED_PATH),
    updated: object.updated,
    author: object.owner,
    acl: aclOf(object),
    actions: [...ACTIONS, content['disabled'] === true ? 'enable' : 'disable'],
    content: {
      ...content,
      'eai:acl': null,
      next_scheduled_time: nextScheduled(call, content),
      qualifiedSearch: qualify(String(content['search'])),
      triggered_alert_count: '0',
      updated: object.updated,
    },
    ...(fields ? { fields } : {}),
  };
}

/** Empty unless the scheduler would run it. */
function nextScheduled(call: Call, content: Entry['content']): string {
  if (content['is_scheduled'] !== true || content['disabled'] === true) return '';
  const [next] = nextRuns(String(content['cron_schedule']), call.splunkd.now(), 1) ?? [];
  return next ? `${next.toISOString().slice(0, 19).replace('T', ' ')} UTC` : '';
}
