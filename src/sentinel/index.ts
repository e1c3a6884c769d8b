import type { ConnectionDeps } from '../core/connection.ts';
import { counted } from '../core/counted.ts';
import type { Platform } from '../sync/platform.ts';
import { objectShelf } from '../sync/shelves.ts';
import { auditQuery } from './audit.ts';
import { createAzureClient } from './client.ts';
import { recordEndpointsOf, workspacePath } from './cloud.ts';
import type { SentinelConfig } from './config.ts';
import { fromNative, HUNTING_CATEGORY, RETIRED_CATEGORY, tagsBeside } from './native.ts';
import { listSavedSearches, savedSearchesOf } from './saved-searches.ts';
import { recordableEvidence } from './tags.ts';
import { wantedQueries } from './wanted.ts';
import { createWriter } from './write.ts';

/**
 * Hunting queries of a Microsoft Sentinel workspace, through Azure Resource Manager's saved searches. Nothing is read or
 * loaded before the first request.
 */
export function createSentinelPlatform(config: SentinelConfig, deps: ConnectionDeps): Platform {
  const azure = createAzureClient(config, deps);
  const workspace = `${azure.endpoints.arm}${workspacePath(config)}`;
  const searches = savedSearchesOf(workspace);
  const { query: endpoint, queryScope: scope } = recordEndpointsOf(config.cloud, {
    query: config.records?.queryEndpoint,
  });
  const logs = { place: { endpoint, scope, workspacePath: workspacePath(config) }, azure };
  return {
    name: config.name,
    kind: config.kind,
    target: workspace.toLowerCase(),
    queryField: 'query',
    severityField: 'severity',
    aboutFields: ['description', 'url'],
    retiredFields: { category: RETIRED_CATEGORY },
    inUseFields: { category: HUNTING_CATEGORY },
    wanted: wantedQueries,
    recordable: (evidence, before) => recordableEvidence(evidence, tagsBeside(before)),
    audit: auditQuery,
    async list(signal) {
      const raw = await listSavedSearches(azure, searches, signal);
      const objects = raw.map(fromNative).filter((object) => object !== null);
      if (objects.length < raw.length) {
        deps.log.warn(
          `${config.name}: ${counted(raw.length - objects.length, 'saved search without a name was', 'saved searches without a name were')} not read.`,
        );
      }
      return objects.map(objectShelf());
    },
    write: createWriter({ platform: config.name, azure, searches, retry: deps }),
    async run(query, window, limits, signal) {
      const { pageWindow, runQuery } = await import('./run.ts');
      return runQuery(query, pageWindow(query, window, deps.now()), limits, logs, signal);
    },
    async hasData(table, window, limits, signal) {
      const { hasRows } = await import('./run.ts');
      return hasRows(table, window, limits, logs, signal);
    },
    async examine(now, signal) {
      const { examineSentinel } = await import('./examine.ts');
      return examineSentinel(config, azure, { address: workspace, logs, proxy: deps.proxy }, now, signal);
    },
    async detections(signal) {
      const { listRules } = await import('./detections.ts');
      return listRules(azure, workspace, signal);
    },
    requests: azure.requests,
    // Idle connections do not keep the process alive, and there is nothing else to release.
    close: async () => {},
  };
}
