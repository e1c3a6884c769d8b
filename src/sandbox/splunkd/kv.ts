import { type Call, Refusal, type Resource, requireArguments, writeArguments } from './call.ts';
import { isDocument, type KvDocument, matchesQuery, parseJson, shape } from './kv_query.ts';
import { collectionPath, noPermission, rolesOf } from './objects.ts';
import { entryReply, listReply } from './paging.ts';
import { contentType, type Entry, type Reply } from './reply.ts';
import type { KvCollection } from './state.ts';

const CONFIG_PATH = 'storage/collections/config';
/** limits.conf, [kvstore] max_documents_per_batch_save. */
const BATCH_SAVE_DOCUMENTS = 1000;
/** limits.conf, [kvstore] max_size_per_batch_save_mb. */
const BATCH_SAVE_BYTES = 50 * 1024 * 1024;
/** limits.conf, [kvstore] max_rows_per_query. */
const QUERY_ROWS = 50_000;
/** limits.conf, [kvstore] max_queries_per_batch. */
const BATCH_FIND_QUERIES = 1000;
/** limits.conf, [kvstore] max_accelerations_per_collection. */
const ACCELERATIONS = 10;
const CONFIG_ARGUMENT = /^(name|enforceTypes|replicate|profilingEnabled|type|(field|accelerated_fields)\..+)$/;

export const listCollections: Resource = (call) =>
  listReply(
    call,
    'collections-conf',
    collectionPath(call, CONFIG_PATH),
    visible(call).map((c) => configEntry(call, c)),
  );

/** POST storage/collections/config: 201; 409 if it is there (wording not confirmed). */
export const createCollection: Resource = (call) => {
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
};

export const readCollection: Resource = (call) =>
  entryReply(call, 'collections-conf', collectionPath(call, CONFIG_PATH), configEntry(call, collectionOf(call)));

export const updateCollection: Resource = (call) => {
  writersOnly(call);
  const collection = collectionOf(call);
  Object.assign(
    collection.settings,
    writeArguments(call, (name) => name !== 'name' && CONFIG_ARGUMENT.test(name)),
  );
  return readCollection(call);
};

export const deleteCollection: Resource = (call) => {
  writersOnly(call);
  const { app, name } = collectionOf(call);
  delete call.splunkd.state.kv[`${app}/${name}`];
  return listCollections(call);
};

/** GET data/{collection}: query, fields, sort, limit, skip (Splunk REST API reference, storage/collections/data). */
export const findDocuments: Resource = (call) => json(200, find(call, Object.fromEntries(call.args)));

/** POST data/{collection}: 201 {_key}; 409 where the key is taken (wording not confirmed). */
export const insertDocument: Resource = (call) => {
  const document = bodyDocument(call);
  const collection = collectionOf(call);
  const key = keyFor(call, document);
  if (collection.documents[place(call, key)]) {
    throw kvRefusal(409, 'A document with the same key and user already exists.');
  }
  return json(201, { _key: store(call, collection, key, document) });
};

/** DELETE data/{collection}[?query=…]: what matches, or all. */
export const deleteDocuments: Resource = (call) => {
  const { documents } = collectionOf(call);
  const doomed = find(call, { query: call.args.get('query') ?? '{}', limit: '0' });
  for (const document of doomed) delete documents[place(call, String(document['_key']))];
  return json(200, '');
};

export const readDocument: Resource = (call) => json(200, documentOf(call));

/** POST data/{collection}/{key} replaces the whole document. */
export const replaceDocument: Resource = (call) => {
  documentOf(call);
  const key = call.names['key'] as string;
  return json(200, { _key: store(call, collectionOf(call), key, bodyDocument(call)) });
};

export const deleteDocument: Resource = (call) => {
  documentOf(call);
  delete collectionOf(call).documents[place(call, call.names['key'] as string)];
  return json(200, '');
};

/** POST batch_save: inserts, or replaces by _key, and answers the keys in order; 1000 documents and 50 MB at most. */
export const batchSave: Resource = (call) => {
  const collection = collectionOf(call);
  const documents = parseJson(call.request.body);
  if (!Array.isArray(documents) || !documents.every(isDocument))
    throw kvRefusal(400, 'JSON array of objects expected.');
  if (documents.length > BATCH_SAVE_DOCUMENTS || call.request.body.length > BATCH_SAVE_BYTES) {
    throw kvRefusal(400, `Request exceeds the API limits: ${BATCH_SAVE_DOCUMENTS} documents, 50 MB. See limits.conf.`);
  }
  return json(
    200,
    documents.map((document) => store(call, collection, keyFor(call, document), document)),
  );
};

/** POST batch_find: an array of queries, an array of results for each. */
export const batchFind: Resource = (call) => {
  const queries = parseJson(call.request.body);
  if (!Array.isArray(queries) || !queries.every(isDocument)) throw kvRefusal(400, 'JSON array of queries expected.');
  if (queries.length > BATCH_FIND_QUERIES)
    throw kvRefusal(400, `At most ${BATCH_FIND_QUERIES} queries. See limits.conf.`);
  return json(
    200,
    queries.map((query) => find(call, query)),
  );
};

function find(call: Call, request: Record<string, unknown>): KvDocument[] {
  const query = typeof request['query'] === 'string' ? parseJson(Buffer.from(request['query'])) : request['query'];
  const all = Object.values(collectionOf(call).documents).filter((document) => document['_user'] === ownerOf(call));
  return shape(
    all.filter((document) => matchesQuery(document, query ?? {})),
    request,
    QUERY_ROWS,
  );
}

function store(call: Call, collection: KvCollection, key: string, document: KvDocument): string {
  collection.documents[place(call, key)] = { ...document, _key: key, _user: ownerOf(call) };
  return key;
}

function keyFor(call: Call, document: KvDocument): string {
  const given = document['_key'];
  if (typeof given === 'string' && given !== '') return given;
  call.splunkd.state.counter += 1;
  return call.splunkd.state.counter.toString(16).padStart(24, '0');
}

function place(call: Call, key: string): string {
  return `${ownerOf(call)}/${key}`;
}

function bodyDocument(call: Call): KvDocument {
  const document = parseJson(call.request.body);
  if (!isDocument(document)) throw kvRefusal(400, 'JSON object expected.');
  return document;
}

function documentOf(call: Call): KvDocument {
  const document = collectionOf(call).documents[place(call, call.names['key'] as string)];
  if (!document) throw kvRefusal(404, 'Could not find object.');
  return document;
}

function collectionOf(call: Call): KvCollection {
  const collection = call.splunkd.state.kv[`${appOf(call)}/${call.names['collection']}`];
  if (!collection) throw kvRefusal(404, 'Could not find object.');
  return collection;
}

/** Collections live in an app: a path without one is refused, with a hint at nobody (live Splunk 10.6 as tested by Splunk.Api). */
function appOf(call: Call): string {
  const { namespaced, namespace } = call;
  if (!namespaced || namespace.app === '-' || namespace.owner === '-') {
    throw kvRefusal(
      400,
      'Must use user context of "nobody" or a user, and name an app, when interacting with collections.',
    );
  }
  return namespace.app;
}

function ownerOf(call: Call): string {
  return call.namespace.owner;
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

function json(status: number, data: unknown): Reply {
  const body = data === '' ? '' : JSON.stringify(data);
  return { kind: 'raw', response: { status, headers: contentType(true), body } };
}

/** Errors of the data endpoints come as XML although their data is JSON (splunkd 10.4.2 as measured by mockdr). */
function kvRefusal(status: number, text: string): Refusal {
  return new Refusal(status, text, { xml: true });
}
