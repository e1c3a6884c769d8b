import { performance } from 'node:perf_hooks';
import type { Log } from '../core/log.ts';
import type { Platform } from '../sync/platform.ts';
import { createApi, workspacePath } from './api.ts';
import { auditQuery } from './audit.ts';
import { endpointsOf } from './cloud.ts';
import type { SentinelConfig } from './config.ts';
import { extraTagsOf, fromNative, RETIRED_CATEGORY } from './native.ts';
import { systemSleep } from './pipeline.ts';
import { recordableEvidence } from './tags.ts';
import { createThrottle } from './throttle.ts';
import { wantedQueries } from './wanted.ts';
import { createWriter } from './write.ts';

export interface SentinelDeps {
  readonly log: Log;
  now(): Date;
  /** Rejects when the signal aborts. */
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1, to spread second tries. */
  random?(): number;
}

/**
 * Hunting queries of a Microsoft Sentinel workspace, through Azure Resource Manager's saved searches. Nothing is read or
 * loaded before the first request.
 */
export function createSentinelPlatform(config: SentinelConfig, deps: SentinelDeps): Platform {
  const { log, now, sleep = systemSleep, random = Math.random } = deps;
  const endpoints = endpointsOf(config.cloud, config.endpoint);
  const throttle = createThrottle({ clock: () => performance.now(), sleep });
  const api = createApi(config, { endpoints, throttle, now, sleep });
  return {
    name: config.name,
    kind: config.kind,
    target: `${endpoints.arm}${workspacePath(config)}`.toLowerCase(),
    queryField: 'query',
    severityField: 'severity',
    aboutFields: ['description', 'url'],
    retiredFields: { category: RETIRED_CATEGORY },
    wanted: wantedQueries,
    recordable: (evidence, before) => recordableEvidence(evidence, extraTagsOf(before)),
    audit: auditQuery,
    async list(signal) {
      const raw = await api.list(signal);
      const objects = raw.map(fromNative).filter((object) => object !== null);
      if (objects.length < raw.length) {
        log.warn(`${config.name}: ${raw.length - objects.length} saved searches without a name were not read.`);
      }
      return objects;
    },
    write: createWriter({ api, sleep, random }),
    requests: api.requests,
    // Idle connections do not keep the process alive, and there is nothing else to let go of.
    close: async () => {},
  };
}
