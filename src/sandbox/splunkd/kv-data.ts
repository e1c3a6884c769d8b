import type { Call } from './call.ts';
import { collectionOf, kvRefusal } from './kv-place.ts';
import { isDocument, type KvDocument, matcherOf, parseJson, shape } from './kv-query.ts';
import { contentType, type Reply } from './reply.ts';
import type { KvCollection } from './state.ts';

/** max_queries_per_batch of [kvstore] (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf). */
const BATCH_FIND_QUERIES = 1000;

/**
 * GET data/{collection}: query, fields, sort, limit, skip
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTkvstore, storage/collections/data).
 */
export function findDocuments(call: Call): Reply {
  return json(200, find(call, Object.fromEntries(call.args)));
}

/** POST data/{collection}: 201 {_key}; 409 where the key is taken (wording not confirmed). */
export function insertDocument(call: Call): Reply {
  const document = bodyDocument(call);
  const collection = collectionOf(call);
  const key = keyFor(call, document);
  if (collection.documents[place(call, key)]) {
    throw kvRefusal(409, 'A document with the same key and user already exists.');
  }
  return json(201, { _key: store(call, collection, key, document) });
}

/** DELETE data/{collection}[?query=…]: what matches, or all. */
export function deleteDocuments(call: Call): Reply {
  const { documents } = collectionOf(call);
  const doomed = find(call, { query: call.args.get('query') ?? '{}' }, Number.POSITIVE_INFINITY);
  for (const document of doomed) delete documents[place(call, String(document['_key']))];
  return json(200, '');
}

export function readDocument(call: Call): Reply {
  return json(200, documentOf(call));
}

/** POST data/{collection}/{key} replaces the whole document. */
export function replaceDocument(call: Call): Reply {
  documentOf(call);
  const key = call.names['key'] as string;
  return json(200, { _key: store(call, collectionOf(call), key, bodyDocument(call)) });
}

export function deleteDocument(call: Call): Reply {
  documentOf(call);
  delete collectionOf(call).documents[place(call, call.names['key'] as string)];
  return json(200, '');
}

/**
 * POST batch_save: inserts, or replaces by _key, and answers the keys in order; 1000 documents and 50 MB at most. The
 * refusal names the setting of limits.conf, by which Splunk's own add-ons recognise it; the rest of its wording is not
 * confirmed.
 */
export function batchSave(call: Call): Reply {
  const collection = collectionOf(call);
  const documents = parseJson(call.request.body);
  if (!Array.isArray(documents) || !documents.every(isDocument))
    throw kvRefusal(400, 'JSON array of objects expected.');
  const { batchSaveBytes, batchSaveDocuments } = call.splunkd.limits;
  const exceeded =
    documents.length > batchSaveDocuments
      ? 'max_documents_per_batch_save'
      : call.request.body.length > batchSaveBytes
        ? 'max_size_per_batch_save_mb'
        : undefined;
  if (exceeded) throw kvRefusal(400, `Request exceeds API limits - see limits.conf for details. (${exceeded})`);
  return json(
    200,
    documents.map((document) => store(call, collection, keyFor(call, document), document)),
  );
}

/** POST batch_find: an array of queries, an array of results for each. */
export function batchFind(call: Call): Reply {
  const queries = parseJson(call.request.body);
  if (!Array.isArray(queries) || !queries.every(isDocument)) throw kvRefusal(400, 'JSON array of queries expected.');
  if (queries.length > BATCH_FIND_QUERIES)
    throw kvRefusal(400, `At most ${BATCH_FIND_QUERIES} queries. See limits.conf.`);
  return json(
    200,
    queries.map((query) => find(call, query)),
  );
}

function find(call: Call, request: Record<string, unknown>, maxRows = call.splunkd.limits.rowsPerQuery): KvDocument[] {
  const query = typeof request['query'] === 'string' ? parseJson(Buffer.from(request['query'])) : request['query'];
  const matches = matcherOf(query ?? {});
  const own = Object.values(collectionOf(call).documents).filter((document) => document['_user'] === ownerOf(call));
  return shape(own.filter(matches), request, maxRows);
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

function ownerOf(call: Call): string {
  return call.namespace.owner;
}

function json(status: number, data: unknown): Reply {
  const body = data === '' ? '' : JSON.stringify(data);
  return { kind: 'raw', response: { status, headers: contentType(true), body } };
}
