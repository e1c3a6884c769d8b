import { moveObject, readAcl, writeAcl } from './acl.ts';
import { actOnApp, createApp, deleteApp, inspectApp, listApps, readApp, updateApp } from './apps.ts';
import { login } from './auth.ts';
import type { Resource } from './call.ts';
import { createStanza, deleteStanza, listStanzas, readStanza, updateStanza } from './confs.ts';
import { listDataModels, readDataModel } from './datamodels.ts';
import { collectAck, collectEvents, collectorHealth, collectRaw } from './hec.ts';
import { listIndexes, readIndex } from './indexes.ts';
import { searchConcurrency, serverInfo } from './info.ts';
import {
  controlJob,
  createJob,
  deleteJob,
  exportResults,
  listJobs,
  readJob,
  readResults,
  readSearchLog,
} from './jobs.ts';
import { createCollection, deleteCollection, listCollections, readCollection, updateCollection } from './kv-config.ts';
import {
  batchFind,
  batchSave,
  deleteDocument,
  deleteDocuments,
  findDocuments,
  insertDocument,
  readDocument,
  replaceDocument,
} from './kv-data.ts';
import { answerParser, refuseOldParser } from './parser.ts';
import { listCapabilities, listRoles, readRole } from './roles.ts';
import {
  createSaved,
  deleteSaved,
  listSaved,
  readSaved,
  refuseCustomAction,
  SAVED_CONF,
  SAVED_PATH,
  updateSaved,
} from './saved.ts';
import { acknowledge, dispatch, history, reschedule, scheduledTimes, suppress, switchSaved } from './saved-actions.ts';
import { createUser, currentContext, deleteUser, listUsers, readUser, updateUser } from './users.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

export interface Route {
  /** Below /services or /servicesNS/{owner}/{app}; `:x` names a part, `:x(a|b)` one of those. */
  readonly path: string;
  readonly methods: Partial<Record<Method, Resource>>;
  /**
   * Answers without a login (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Restmapconf: requireAuthentication =
   * false).
   */
  readonly open?: true;
}

export const ROUTES: readonly Route[] = [
  { path: 'auth/login', methods: { POST: login }, open: true },
  { path: 'server/info', methods: { GET: serverInfo } },
  { path: 'server/info/server-info', methods: { GET: serverInfo } },
  { path: 'server/status/limits/search-concurrency', methods: { GET: searchConcurrency } },
  { path: 'apps/local', methods: { GET: listApps, POST: createApp } },
  { path: 'apps/local/:name', methods: { GET: readApp, POST: updateApp, DELETE: deleteApp } },
  { path: 'apps/local/:name/:action(_reload|enable|disable)', methods: { POST: actOnApp } },
  { path: 'apps/local/:name/:action(setup|update)', methods: { GET: inspectApp } },
  { path: 'saved/searches', methods: { GET: listSaved, POST: createSaved } },
  { path: 'saved/searches/:name', methods: { GET: readSaved, POST: updateSaved, DELETE: deleteSaved } },
  { path: 'saved/searches/:name/dispatch', methods: { POST: dispatch } },
  { path: 'saved/searches/:name/history', methods: { GET: history } },
  { path: 'saved/searches/:name/suppress', methods: { GET: suppress } },
  { path: 'saved/searches/:name/scheduled_times', methods: { GET: scheduledTimes } },
  { path: 'saved/searches/:name/reschedule', methods: { POST: reschedule } },
  { path: 'saved/searches/:name/acknowledge', methods: { POST: acknowledge } },
  { path: 'saved/searches/:name/:action(enable|disable)', methods: { POST: switchSaved } },
  { path: 'saved/searches/:name/_reload', methods: { POST: readSaved } },
  {
    path: 'saved/searches/:name/acl',
    methods: { GET: readAcl(SAVED_CONF, SAVED_PATH), POST: writeAcl(SAVED_CONF, SAVED_PATH) },
  },
  { path: 'saved/searches/:name/move', methods: { POST: moveObject(SAVED_CONF, SAVED_PATH) } },
  {
    path: 'saved/searches/:name/:action',
    methods: { GET: refuseCustomAction, POST: refuseCustomAction, DELETE: refuseCustomAction },
  },
  { path: 'search/v2/parser', methods: { POST: answerParser } },
  { path: 'search/parser', methods: { GET: refuseOldParser, POST: refuseOldParser } },
  ...['search/jobs', 'search/v2/jobs'].flatMap((jobs): Route[] => [
    { path: jobs, methods: { GET: listJobs, POST: createJob } },
    { path: `${jobs}/export`, methods: { GET: exportResults, POST: exportResults } },
    { path: `${jobs}/:sid`, methods: { GET: readJob, DELETE: deleteJob } },
    { path: `${jobs}/:sid/control`, methods: { POST: controlJob } },
    { path: `${jobs}/:sid/:what(results|results_preview|events)`, methods: { GET: readResults, POST: readResults } },
    { path: `${jobs}/:sid/search.log`, methods: { GET: readSearchLog } },
  ]),
  { path: 'authentication/users', methods: { GET: listUsers, POST: createUser } },
  { path: 'authentication/users/:name', methods: { GET: readUser, POST: updateUser, DELETE: deleteUser } },
  { path: 'authentication/current-context', methods: { GET: currentContext } },
  { path: 'authorization/roles', methods: { GET: listRoles } },
  { path: 'authorization/roles/:name', methods: { GET: readRole } },
  { path: 'authorization/capabilities', methods: { GET: listCapabilities } },
  { path: 'data/indexes', methods: { GET: listIndexes } },
  { path: 'data/indexes/:name', methods: { GET: readIndex } },
  { path: 'configs/:file', methods: { GET: listStanzas, POST: createStanza } },
  { path: 'configs/:file/:name', methods: { GET: readStanza, POST: updateStanza, DELETE: deleteStanza } },
  {
    path: 'configs/conf-macros/:name/acl',
    methods: { GET: readAcl('macros', 'configs/conf-macros'), POST: writeAcl('macros', 'configs/conf-macros') },
  },
  { path: 'storage/collections/config', methods: { GET: listCollections, POST: createCollection } },
  {
    path: 'storage/collections/config/:collection',
    methods: { GET: readCollection, POST: updateCollection, DELETE: deleteCollection },
  },
  { path: 'storage/collections/data/:collection/batch_save', methods: { POST: batchSave } },
  { path: 'storage/collections/data/:collection/batch_find', methods: { POST: batchFind } },
  {
    path: 'storage/collections/data/:collection',
    methods: { GET: findDocuments, POST: insertDocument, DELETE: deleteDocuments },
  },
  {
    path: 'storage/collections/data/:collection/:key',
    methods: { GET: readDocument, POST: replaceDocument, DELETE: deleteDocument },
  },
  ...['collector', 'collector/event', 'collector/event/1.0'].map(
    (path): Route => ({ path, methods: { POST: collectEvents }, open: true }),
  ),
  { path: 'collector/raw', methods: { POST: collectRaw }, open: true },
  { path: 'collector/raw/1.0', methods: { POST: collectRaw }, open: true },
  { path: 'collector/ack', methods: { POST: collectAck }, open: true },
  { path: 'collector/health', methods: { GET: collectorHealth }, open: true },
  { path: 'collector/health/1.0', methods: { GET: collectorHealth }, open: true },
  { path: 'datamodel/model', methods: { GET: listDataModels } },
  { path: 'datamodel/model/:name', methods: { GET: readDataModel } },
];

export interface RouteMatch {
  readonly route: Route;
  readonly names: Record<string, string>;
}

/** All routes of a path: one path may be listed once a method. */
export function matchRoutes(segments: readonly string[]): RouteMatch[] {
  return COMPILED.flatMap(({ route, parts }) => {
    if (parts.length !== segments.length) return [];
    const names: Record<string, string> = {};
    for (const [i, part] of parts.entries()) {
      const segment = segments[i] as string;
      if (!part.allows(segment)) return [];
      if (part.name !== undefined) names[part.name] = segment;
    }
    return [{ route, names }];
  });
}

interface Part {
  readonly name?: string;
  readonly allows: (segment: string) => boolean;
}

const COMPILED = ROUTES.map((route) => ({ route, parts: route.path.split('/').map(compile) }));

function compile(part: string): Part {
  const named = /^:(\w+)(?:\((.*)\))?$/.exec(part);
  if (!named) return { allows: (segment) => segment === part };
  const choices = named[2]?.split('|');
  return { name: named[1] as string, allows: (segment) => choices === undefined || choices.includes(segment) };
}
