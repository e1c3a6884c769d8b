import { z } from 'zod';
import { counted } from '../core/counted.ts';
import { messageOf, PlatformError } from '../core/errors.ts';
import type { ProxyRules } from '../core/proxy.ts';
import { readRegularFile } from '../core/regular-file.ts';
import { retrying } from '../core/retry.ts';
import { filterMacroName } from '../spl/filter-macros.ts';
import { type Diagnosis, doubtful, ok, wrong } from '../sync/diagnosis.ts';
import { tlsDiagnosis } from '../sync/tls-diagnosis.ts';
import type { SplunkClient } from './client.ts';
import type { SplunkConfig } from './config.ts';
import { fromNative } from './native.ts';
import { RECORD_NAMES } from './records/names.ts';
import { listSearches, whoami } from './searches.ts';

const entrySchema = z.object({
  entry: z.array(z.object({ name: z.string(), content: z.record(z.string(), z.unknown()) })).min(1),
});

/** Splunk 9.0 has `search/v2/jobs` and the parser that `validate: live` asks. */
const OLDEST = 9;
const CIM_APP = 'Splunk_SA_CIM';
/** The app that Enterprise Security is (https://docs.splunk.com/Documentation/ES/latest/Install/InstallEnterpriseSecurity). */
const SECURITY_APP = 'SplunkEnterpriseSecuritySuite';
/** One that every version of the app has which has filter macros at all. */
const A_FILTER = filterMacroName('UC_LSASS');
/** Capabilities that huntsync never needs, and that make a stolen token expensive. */
const TOO_MUCH = ['admin_all_objects', 'edit_user', 'edit_roles', 'change_authentication'];

/** What stands between huntsync and this Splunk, one finding a check; the first that fails ends those that need it. */
export async function examineSplunk(
  config: SplunkConfig,
  client: SplunkClient,
  { now, proxy }: { readonly now: Date; readonly proxy?: ProxyRules | undefined },
  signal?: AbortSignal,
): Promise<Diagnosis[]> {
  const findings: Diagnosis[] = [];
  if (config.insecureSkipVerify) {
    const remedy = 'Set `ca` to the PEM file of its authority, and remove insecureSkipVerify.';
    findings.push(doubtful('TLS', 'the certificate is not verified (insecureSkipVerify)', remedy));
  } else {
    const ca = config.ca === undefined ? undefined : readRegularFile(config.ca).toString('utf8');
    const tls = await tlsDiagnosis(config.url, ca, 'url', now, proxy);
    findings.push(tls);
    if (tls.status === 'failed') return findings;
  }
  const get = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
    const { data } = await retrying(async () => {
      const service = await client.service(signal);
      return service.get(path, { output_mode: 'json' });
    }, client.retry(signal));
    return entrySchema.parse(data).entry[0]?.content ?? {};
  };

  let server: Readonly<Record<string, unknown>>;
  try {
    server = await get('/services/server/info');
  } catch (error) {
    return [...findings, failure('credentials', error)];
  }
  const version = String(server['version'] ?? '');
  findings.push(
    Number.parseInt(version, 10) >= OLDEST
      ? ok('version', `Splunk ${version}`)
      : doubtful('version', `Splunk ${version || 'of an unknown version'}`, 'huntsync is made for 9.0 and newer.'),
  );
  findings.push(...(await accountFindings(config, client, signal)));
  findings.push(await appFinding(config.app, get));
  findings.push(await filterFinding(config.app, get));
  findings.push(await cimFinding(get));
  findings.push(...(await actionFindings(config.app, client, signal)));
  if (config.enterpriseSecurity) findings.push(await securityFinding(get));
  if (config.schedule.enabled && config.schedule.output === 'summaryIndex') {
    findings.push(await indexFinding(config.schedule.summaryIndex, get));
  }
  if (config.records?.kvStore) {
    const status = String(server['kvStoreStatus'] ?? '');
    findings.push(
      status === 'ready'
        ? ok('KV store', 'is ready')
        : wrong('KV store', `is "${status || 'unknown'}"`, 'Records need it: see splunkd.log and mongod.log.'),
    );
    // Without the app it has no collection either, which need not be told one by one.
    const isInstalled = !findings.some(({ check, status: found }) => check === 'app' && found === 'failed');
    for (const { collection } of isInstalled ? Object.values(RECORD_NAMES) : []) {
      try {
        await get(`storage/collections/config/${collection}`);
      } catch (error) {
        findings.push(
          failure(`collection ${collection}`, error, `Install the version of the app "${config.app}" that has it.`),
        );
      }
    }
  }
  return findings;
}

async function accountFindings(config: SplunkConfig, client: SplunkClient, signal?: AbortSignal): Promise<Diagnosis[]> {
  try {
    const { username, roles, capabilities } = await whoami(client, signal);
    const who = `${username} (${roles.join(', ')})`;
    const found = [ok('credentials', `are those of ${who}`)];
    if (config.schedule.enabled && !capabilities.includes('schedule_search')) {
      const remedy = 'Give its role schedule_search, or set schedule.enabled: false.';
      found.push(wrong('permissions', `${username} may not schedule searches`, remedy));
    }
    const many = capabilities.filter((one) => TOO_MUCH.includes(one));
    if (many.length > 0) {
      const remedy = 'Give huntsync an account with write access to its app, and no administrative capabilities.';
      found.push(doubtful('permissions', `${username} may do more than it needs: ${many.join(', ')}`, remedy));
    }
    return found;
  } catch (error) {
    return [failure('credentials', error)];
  }
}

const SHOWN = 5;

/** Searches of ours that somebody has given alert actions: what an article changes would run through them. */
async function actionFindings(app: string, client: SplunkClient, signal?: AbortSignal): Promise<Diagnosis[]> {
  try {
    const objects = await listSearches(client, app, (entry) => fromNative(entry), signal);
    const acting = objects.filter(({ marker, actions }) => marker && actions);
    if (acting.length === 0) return [];
    const names = acting.slice(0, SHOWN).map(({ name, actions = [] }) => `${name} (${actions.join(', ')})`);
    return [
      doubtful(
        'alert actions',
        `somebody has given ${counted(acting.length, 'search', 'searches')} of huntsync alert actions: ${names.join('; ')}${acting.length > SHOWN ? '; …' : ''}`,
        'A sync no longer changes their query and schedule. Take the actions off, or make a search of your own for them.',
      ),
    ];
  } catch (error) {
    return [failure('saved searches', error)];
  }
}

type Get = (path: string) => Promise<Readonly<Record<string, unknown>>>;

async function appFinding(app: string, get: Get): Promise<Diagnosis> {
  try {
    const content = await get(`/services/apps/local/${encodeURIComponent(app)}`);
    const version = String(content['version'] ?? '');
    return ok('app', `${app}${version ? ` ${version}` : ''} is installed`);
  } catch (error) {
    return failure('app', error, `Install splunk_app as "${app}": without it searches have no place.`);
  }
}

/** A search that calls a macro which is missing does not run, so `environment.splunk.filterMacros` depends on it. */
async function filterFinding(app: string, get: Get): Promise<Diagnosis> {
  try {
    await get(`configs/conf-macros/${A_FILTER}`);
    return ok('filter macros', `${app} has them: environment.splunk.filterMacros may be true`);
  } catch (error) {
    if (error instanceof PlatformError && error.status !== 404) return failure('filter macros', error);
    const remedy =
      'Install this version of splunk_app there; until then leave environment.splunk.filterMacros at false.';
    return doubtful('filter macros', `${app} has none`, remedy);
  }
}

async function securityFinding(get: Get): Promise<Diagnosis> {
  try {
    const content = await get(`/services/apps/local/${SECURITY_APP}`);
    return ok('Enterprise Security', `${String(content['version'] ?? '')} is installed`.trim());
  } catch (error) {
    if (error instanceof PlatformError && error.status !== 404) return failure('Enterprise Security', error);
    const remedy = 'Set enterpriseSecurity: false, or run huntsync against the search head that has it.';
    return doubtful('Enterprise Security', 'is not installed', remedy);
  }
}

async function indexFinding(index: string, get: Get): Promise<Diagnosis> {
  try {
    await get(`/services/data/indexes/${encodeURIComponent(index)}`);
    return ok('summary index', `${index} exists`);
  } catch (error) {
    return failure(
      'summary index',
      error,
      `Create the index ${index}, or set schedule.summaryIndex to one that exists.`,
    );
  }
}

async function cimFinding(get: Get): Promise<Diagnosis> {
  try {
    const content = await get(`/services/apps/local/${CIM_APP}`);
    return ok('CIM', `the Common Information Model add-on ${String(content['version'] ?? '')} is installed`);
  } catch (error) {
    if (error instanceof PlatformError && error.status !== 404) return failure('CIM', error);
    const remedy = 'Install it (Splunkbase 1621): hunts read its data models and call its macro drop_dm_object_name.';
    return wrong('CIM', 'the Common Information Model add-on is not installed', remedy);
  }
}

function failure(check: string, error: unknown, remedy?: string): Diagnosis {
  const own = error instanceof PlatformError ? error.remedy : undefined;
  return wrong(check, messageOf(error), remedy ?? own);
}
