import type { ConnectionDeps } from '../core/connection.ts';
import { PlatformError } from '../core/errors.ts';
import type { Platform } from '../sync/platform.ts';
import { objectShelf } from '../sync/shelves.ts';
import { ACTED_ON_FIELDS } from './alert-actions.ts';
import { auditSearch } from './audit.ts';
import { openClient, type SplunkClient } from './client.ts';
import type { SplunkConfig } from './config.ts';
import { DRILLDOWNS_FIELD } from './enterprise-security/fields.ts';
import type { subjectOf } from './enterprise-security/subject.ts';
import { ABOUT_FIELDS, fromNative, IN_USE_FIELDS, type NativeEntry, QUERY_FIELD, RETIRED_FIELDS } from './native.ts';
import { SWITCH_FIELDS } from './output.ts';
import { dataSearch, runSearch, windowOfFields } from './run.ts';
import { listSearches, searchProblem } from './searches.ts';
import { wantedSearches } from './wanted.ts';
import { createWrite } from './write.ts';

/** An id has 36 characters: this makes a conf value of some 18 kB, as long as the longest searches. */
const MAX_ARTICLES = 500;

/**
 * Splunk, through splunkd's REST API: one saved search per object, owned by nobody and shared in the configured app. Throws
 * HuntsyncError where the CA file cannot be read.
 *
 * @param readSubject wanted where `enterpriseSecurity` is on: see `wantedSearches`.
 */
export function createSplunkPlatform(
  config: SplunkConfig,
  deps: ConnectionDeps,
  readSubject?: typeof subjectOf,
): Platform {
  const { name, kind, app, url, schedule, enterpriseSecurity } = config;
  if (config.insecureSkipVerify) {
    deps.log.warn(`${name}: splunkd's certificate is not verified (insecureSkipVerify)`);
  }
  if (enterpriseSecurity && !readSubject) throw new Error(`${name}: nothing reads what its searches are about`);
  const security = enterpriseSecurity ? readSubject : undefined;
  const client = openClient(config, deps);
  const read = (entry: NativeEntry) => fromNative(entry, enterpriseSecurity);
  const { origin, pathname } = new URL(url);
  return {
    name,
    kind,
    target: `${origin}${pathname.replace(/\/$/, '')}/servicesNS/nobody/${app}`,
    queryField: QUERY_FIELD,
    derivedQueryFields: [DRILLDOWNS_FIELD],
    severityField: 'action.huntsync.severity',
    aboutFields: ABOUT_FIELDS,
    retiredFields: RETIRED_FIELDS,
    inUseFields: IN_USE_FIELDS,
    actedOnFields: ACTED_ON_FIELDS,
    switchFields: SWITCH_FIELDS,
    recordable: (evidence) => ({ ...evidence, articles: evidence.articles.slice(0, MAX_ARTICLES) }),
    wanted: (hunts) => wantedSearches(hunts, schedule, security),
    audit: auditSearch,
    async list(signal) {
      const keep = objectShelf();
      const listed = await listOrExplain(
        client,
        app,
        (entry) => ({ object: keep(read(entry)), isShared: entry.acl.sharing === 'global' }),
        signal,
      );
      const objects = listed.map(({ object }) => object);
      if (enterpriseSecurity && listed.some(({ object, isShared }) => object.marker && !isShared))
        deps.log.warn(notShared(name, app));
      return objects;
    },
    write: createWrite({ client, app, read, log: deps.log }),
    ...(config.validate === 'live'
      ? {
          validate: async (query: string, signal?: AbortSignal) => {
            const said = await searchProblem(client, query, signal);
            return said === null ? [] : [{ code: 'spl-refused-by-splunk', message: `Splunk's parser says: ${said}` }];
          },
        }
      : {}),
    run: (query, window, limits, signal) => runSearch(client, deps, query, window, limits, signal),
    hasData: async (dataset, window, limits, signal) =>
      (await runSearch(client, deps, dataSearch(dataset), window, limits, signal)).rows.length > 0,
    async examine(now, signal) {
      const { examineSplunk } = await import('./examine.ts');
      return examineSplunk(config, client, { now, proxy: deps.proxy }, signal);
    },
    async detections(signal) {
      const { listDetections } = await import('./detections.ts');
      return listDetections(client, signal);
    },
    windowOf: windowOfFields,
    requests: () => client.requests(),
    close: async () => client.close(),
  };
}

function notShared(name: string, app: string): string {
  return (
    `${name}: Enterprise Security does not list the searches of the app ${app}, which are not shared with other apps; ` +
    'put `export = system` under [savedsearches] in its metadata/local.meta'
  );
}

async function listOrExplain<T>(
  client: SplunkClient,
  app: string,
  make: (entry: NativeEntry) => T,
  signal: AbortSignal | undefined,
): Promise<T[]> {
  try {
    return await listSearches(client, app, make, signal);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.status !== 404) throw error;
    const remedy = `Install the app "${app}" on this Splunk first, or set \`app\` to one that is there.`;
    throw new PlatformError(error.message, { status: 404, fatal: true, remedy, cause: error });
  }
}
