import { type Call, Refusal, type Resource, requireArguments, writeArguments } from './call.ts';
import {
  aclOf,
  confOf,
  defaultPermissions,
  findObject,
  objectKey,
  objectPath,
  touch,
  writableObject,
} from './objects.ts';
import { entryReply } from './paging.ts';
import { splitList } from './saved-fields.ts';
import type { KnowledgeObject, Sharing } from './state.ts';

const SHARING: readonly string[] = ['user', 'app', 'global'];

/** GET {object}/acl. */
export function readAcl(conf: string, collection: string): Resource {
  return (call) => aclReply(call, findObject(call, conf, call.names['name'] as string), collection);
}

/**
 * POST {object}/acl: owner and sharing are required, perms.read and perms.write are comma lists of roles
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTUM/RESTusing#Access_Control_List). Changing sharing moves the object
 * between the private and the shared place.
 */
export function writeAcl(conf: string, collection: string): Resource {
  return (call) => {
    const object = writableObject(call, conf, call.names['name'] as string);
    const names = ['owner', 'sharing', 'perms.read', 'perms.write'];
    const args = writeArguments(call, (name) => names.includes(name));
    requireArguments(args, ['owner', 'sharing']);
    const sharing = args['sharing'] as string;
    if (!SHARING.includes(sharing)) {
      throw new Refusal(400, `Value of argument 'sharing' must be one of ${SHARING.join(', ')}.`);
    }
    relocate(call, conf, object, { sharing: sharing as Sharing, owner: args['owner'] as string, app: object.app });
    object.perms = permissions(args, object.sharing);
    touch(call, object);
    return aclReply(call, object, collection);
  };
}

/**
 * POST {object}/move: to another app, or another user's (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch,
 * saved/searches).
 */
export function moveObject(conf: string, collection: string): Resource {
  return (call) => {
    const object = writableObject(call, conf, call.names['name'] as string);
    const args = writeArguments(call, (name) => name === 'app' || name === 'user');
    requireArguments(args, ['app', 'user']);
    const { app = '', user = '' } = args;
    if (!Object.hasOwn(call.splunkd.state.apps, app)) throw new Refusal(404, `Application does not exist: ${app}`);
    relocate(call, conf, object, { app, owner: user, sharing: user === 'nobody' ? 'app' : object.sharing });
    touch(call, object);
    return aclReply(call, object, collection);
  };
}

function relocate(
  call: Call,
  conf: string,
  object: KnowledgeObject,
  to: Pick<KnowledgeObject, 'app' | 'owner' | 'sharing'>,
): void {
  const objects = confOf(call, conf);
  const before = objectKey(object);
  const after = objectKey({ ...object, ...to });
  if (after !== before && objects[after]) {
    throw new Refusal(409, `An object with name=${object.name} already exists`);
  }
  delete objects[before];
  Object.assign(object, to);
  objects[after] = object;
}

function permissions(args: Record<string, string>, sharing: Sharing): KnowledgeObject['perms'] {
  const { 'perms.read': read, 'perms.write': write } = args;
  if (read === undefined && write === undefined) return defaultPermissions(sharing);
  return { read: splitList(read ?? ''), write: splitList(write ?? '') };
}

function aclReply(call: Call, object: KnowledgeObject, collection: string) {
  const path = objectPath(object, collection);
  return entryReply(call, 'acl', `${path}/acl`, {
    name: object.name,
    path,
    updated: object.updated,
    author: object.owner,
    acl: aclOf(object),
    actions: [],
    content: { 'eai:acl': null },
  });
}
