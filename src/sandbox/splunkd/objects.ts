import { type Call, Refusal } from './call.ts';
import type { Acl } from './reply.ts';
import type { KnowledgeObject, Sharing } from './state.ts';

/** Roles that may do everything: admin on Splunk Enterprise, sc_admin on Splunk Cloud. */
const ADMIN_ROLES = ['admin', 'sc_admin'];
/** Who writes an app's shared objects unless its metadata says otherwise (`access = read : [ * ], write : [ admin, power ]`). */
const APP_WRITERS = [...ADMIN_ROLES, 'power'];

/** Where an object lives: a private one under its owner, a shared one under nobody; one of each name in each place. */
export function objectKey(place: { owner: string; app: string; name: string; sharing: Sharing }): string {
  return `${place.sharing === 'user' ? place.owner : 'nobody'}/${place.app}/${place.name}`;
}

export function confOf(call: Call, conf: string): Record<string, KnowledgeObject> {
  const confs = call.splunkd.state.confs;
  confs[conf] ??= {};
  return confs[conf];
}

/**
 * The objects that a namespace shows: the owner's private ones and the app's shared ones, and what other apps export (sharing
 * global); `nobody` shows no private ones, `-` every owner's or app's
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTUM/RESTusing#Namespace). Others' private objects are for
 * administrators only.
 */
export function visibleObjects(call: Call, conf: string): KnowledgeObject[] {
  return Object.values(confOf(call, conf)).filter((object) => isVisible(call, object));
}

/** The object that a name means here: private before shared, the namespace's own app before others. 404 if none. */
export function findObject(call: Call, conf: string, name: string): KnowledgeObject {
  const { owner, app } = call.namespace;
  const objects = confOf(call, conf);
  for (const place of [`${owner}/${app}/${name}`, `nobody/${app}/${name}`]) {
    const object = objects[place];
    if (object && isVisible(call, object)) return object;
  }
  const found = visibleObjects(call, conf).find((object) => object.name === name);
  // Older versions put "In handler 'savedsearch': " before it (splunkd 10.4.2 as measured by https://github.com/mockdr/mockdr).
  if (!found) throw new Refusal(404, `Could not find object id=${name}`);
  return found;
}

/**
 * Puts a new object into the request's namespace: owner nobody makes it the app's (sharing app, the app's default
 * permissions), a user makes it private (no permissions of its own). `taken` words the refusal of a duplicate.
 */
export function createObject(
  call: Call,
  conf: string,
  name: string,
  settings: Record<string, string>,
  taken: string,
): KnowledgeObject {
  const { owner, app } = call.namespace;
  if (owner === '-' || app === '-') {
    // That a wildcard cannot take a new object follows from
    // https://docs.splunk.com/Documentation/Splunk/latest/RESTUM/RESTusing#Namespace; the wording is ours.
    throw new Refusal(400, 'Cannot create an object in a wildcard namespace: name an owner and an app.');
  }
  const sharing: Sharing = owner === 'nobody' ? 'app' : 'user';
  const object: KnowledgeObject = {
    name,
    app,
    owner,
    sharing,
    perms: defaultPermissions(sharing),
    settings,
    updated: call.splunkd.now().toISOString(),
  };
  if (!mayWrite(call, object)) throw noPermission();
  const objects = confOf(call, conf);
  const key = objectKey(object);
  if (objects[key]) throw new Refusal(409, taken);
  objects[key] = object;
  return object;
}

/** Finds an object for a write: 404 if there is none, 403 if the user's roles do not allow it. */
export function writableObject(call: Call, conf: string, name: string): KnowledgeObject {
  const object = findObject(call, conf, name);
  if (!mayWrite(call, object)) throw noPermission();
  return object;
}

export function removeObject(call: Call, conf: string, name: string): void {
  const object = writableObject(call, conf, name);
  // Objects from an app's default folder stay (acl removable=0); the status and the wording are not confirmed.
  if (object.builtin) throw new Refusal(400, `Object id=${name} cannot be deleted in config=${conf}.`);
  delete confOf(call, conf)[objectKey(object)];
}

export function touch(call: Call, object: KnowledgeObject): void {
  object.updated = call.splunkd.now().toISOString();
}

export function defaultPermissions(sharing: Sharing): KnowledgeObject['perms'] {
  return sharing === 'user' ? null : { read: ['*'], write: ['admin', 'power'] };
}

export function aclOf(object: KnowledgeObject): Acl {
  const { app, owner, sharing, perms } = object;
  return { app, owner, sharing, perms, removable: object.builtin !== true };
}

/** `/servicesNS/{owner or nobody}/{app}/{collection}/{name}`: links name nobody for shared objects (recorded splunkd traffic). */
export function objectPath(object: KnowledgeObject, collection: string): string {
  const owner = object.sharing === 'user' ? object.owner : 'nobody';
  return `/servicesNS/${encodeURIComponent(owner)}/${encodeURIComponent(object.app)}/${collection}/${encodeURIComponent(object.name)}`;
}

/** The path of a collection as this request reached it. */
export function collectionPath(call: Call, collection: string): string {
  const { owner, app } = call.namespace;
  if (!call.namespaced) return `/services/${collection}`;
  return `/servicesNS/${encodeURIComponent(owner)}/${encodeURIComponent(app)}/${collection}`;
}

/**
 * Wording for missing rights is not confirmed; the status is
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTUM/RESTusing#HTTP_Status_Codes).
 */
export function noPermission(): Refusal {
  return new Refusal(403, 'insufficient permission to access this resource', { type: 'WARN' });
}

export function isAdmin(call: Call): boolean {
  return rolesOf(call).some((role) => ADMIN_ROLES.includes(role));
}

export function rolesOf(call: Call): readonly string[] {
  return call.splunkd.state.users[call.user]?.roles ?? [];
}

function isVisible(call: Call, object: KnowledgeObject): boolean {
  const { owner, app } = call.namespace;
  const here = app === '-' || app === object.app;
  if (object.sharing === 'user') {
    return here && (owner === '-' || owner === object.owner) && (object.owner === call.user || isAdmin(call));
  }
  if (object.sharing === 'app' && !here) return false;
  return isAdmin(call) || hasRole(call, object.perms?.read ?? ['*']);
}

function mayWrite(call: Call, object: KnowledgeObject): boolean {
  if (isAdmin(call)) return true;
  if (object.sharing === 'user') return object.owner === call.user;
  return hasRole(call, object.perms?.write ?? APP_WRITERS);
}

function hasRole(call: Call, allowed: readonly string[]): boolean {
  return allowed.includes('*') || rolesOf(call).some((role) => allowed.includes(role));
}
