import { tenantOf } from '../azure/tenant.ts';
import type { ConnectionDeps } from '../core/connection.ts';
import { sleepFor } from '../core/retry.ts';
import type { Platform } from '../sync/platform.ts';
import { objectShelf } from '../sync/shelves.ts';
import { auditRule } from './audit.ts';
import { type DefenderConfig, defenderEnvironment } from './config.ts';
import { listDetections } from './detections.ts';
import { examineDefender } from './examine.ts';
import { createGraphClient } from './graph.ts';
import { recordableEvidence } from './marker.ts';
import { ACTED_ON_FIELDS, fromNative, IN_USE, RETIRED_FIELDS } from './native.ts';
import { createPace } from './pace.ts';
import { listDetectionRules, rulesAt } from './rules.ts';
import { CALLS_A_MINUTE, type Hunting, runHunting, tableHasRows } from './run.ts';
import { runOnlyObjects } from './run-only.ts';
import { wantedRules } from './wanted.ts';
import { createRuleWriter } from './write.ts';

/**
 * Custom detection rules of a Microsoft Defender XDR tenant, through Microsoft Graph. Nothing is read or loaded before the first
 * request.
 */
export function createDefenderPlatform(config: DefenderConfig, deps: ConnectionDeps): Platform {
  const graph = createGraphClient(config, deps);
  const rules = rulesAt(graph.address);
  const { sleep = sleepFor } = deps;
  const pace = createPace(CALLS_A_MINUTE, 60_000, { now: deps.now, sleep });
  const hunting: Hunting = { graph, pace, days: config.runDays, now: deps.now };
  return {
    name: config.name,
    kind: config.kind,
    target: targetOf(config, graph.address),
    queryField: 'query',
    severityField: 'severity',
    aboutFields: ['description', 'details', 'triage'],
    retiredFields: RETIRED_FIELDS,
    inUseFields: { use: IN_USE },
    actedOnFields: ACTED_ON_FIELDS,
    wanted: (hunts) => wantedRules(hunts, config),
    runOnly: (hunts) => runOnlyObjects(hunts, config),
    recordable: recordableEvidence,
    audit: auditRule,
    async list(signal) {
      const raw = await listDetectionRules(graph, rules, signal);
      return raw
        .map(fromNative)
        .filter((object) => object !== null)
        .map(objectShelf());
    },
    write: createRuleWriter({ ...deps, platform: config.name, graph, rules }),
    run: (query, window, limits, signal) => runHunting(query, window, limits, hunting, signal),
    hasData: (table, window, limits, signal) => tableHasRows(table, window, limits, hunting, signal),
    examine: (now, signal, environment) =>
      examineDefender(
        { config, hunting, rules, proxy: deps.proxy, environment: defenderEnvironment.parse(environment ?? {}) },
        now,
        signal,
      ),
    detections: (signal) => listDetections(graph, rules, signal),
    requests: graph.requests,
    // Idle connections do not keep the process alive, and there is nothing else to release.
    close: async () => {},
  };
}

/** Graph has one address for all tenants: the tenant is the one that is signed in to, where the configuration names it. */
function targetOf(config: DefenderConfig, address: string): string {
  return `${address}/tenants/${tenantOf(config) ?? 'own'}`.toLowerCase();
}
