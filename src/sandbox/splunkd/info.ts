import type { Call } from './call.ts';
import { entryReply } from './paging.ts';
import { BUILD, type Entry, type JsonValue, type Reply } from './reply.ts';

const PATH = '/services/server/info';

/**
 * GET server/info; needs a login (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Restmapconf: requireAuthentication =
 * true).
 */
export function serverInfo(call: Call): Reply {
  const { splunkd } = call;
  return entryReply(
    call,
    'server-info',
    PATH,
    systemEntry(call, 'server-info', `${PATH}/server-info`, {
      activeLicenseGroup: 'Enterprise',
      build: BUILD,
      cpu_arch: 'x86_64',
      'eai:acl': null,
      guid: '00000000-0000-0000-0000-000000000000',
      isFree: false,
      isTrial: false,
      kvStoreStatus: 'ready',
      licenseState: 'OK',
      mode: 'normal',
      numberOfCores: 16,
      os_build: 'sandbox',
      os_name: 'Linux',
      os_version: 'sandbox',
      product_type: 'enterprise',
      serverName: 'sandbox',
      server_roles: ['search_head', 'indexer', 'kv_store'],
      version: splunkd.version,
    }),
  );
}

/**
 * GET server/status/limits/search-concurrency, for 16 CPUs: slots = CPUs + 6, half of them the scheduler's
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf).
 */
export function searchConcurrency(call: Call): Reply {
  const path = '/services/server/status/limits/search-concurrency';
  return entryReply(
    call,
    'server-status-limits-concurrency',
    path,
    systemEntry(call, 'search-concurrency', path, {
      'eai:acl': null,
      max_hist_searches: 22,
      max_hist_scheduled_searches: 11,
      max_rt_searches: 22,
      max_rt_scheduled_searches: 11,
      max_auto_summary_searches: 5,
    }),
  );
}

/** An entry that splunkd itself owns. */
export function systemEntry(call: Call, name: string, path: string, content: Record<string, JsonValue>): Entry {
  return {
    name,
    path,
    updated: call.splunkd.now().toISOString(),
    author: 'system',
    acl: { app: '', owner: 'system', sharing: 'system', perms: { read: ['*'], write: [] }, removable: false },
    actions: [],
    content,
  };
}
