import { readAuthorities } from '../azure/authorities.ts';
import { membersOf, parseJson } from '../azure/json.ts';
import { counted } from '../core/counted.ts';
import { messageOf, PlatformError } from '../core/errors.ts';
import type { ProxyRules } from '../core/proxy.ts';
import { type Diagnosis, doubtful, ok, wrong } from '../sync/diagnosis.ts';
import type { RunLimits } from '../sync/platform.ts';
import { tlsDiagnosis } from '../sync/tls-diagnosis.ts';
import type { AzureClient } from './client.ts';
import type { SentinelConfig } from './config.ts';
import { listRules } from './detections.ts';
import { RECORD_NAMES } from './records/names.ts';
import { hasRows, type Workspace } from './run.ts';

const LIMITS: RunLimits = { seconds: 30, rows: 1 };
const WORKSPACE_VERSION = '2020-08-01';
const TABLES_VERSION = '2022-10-01';

/** What stands between huntsync and this workspace, one finding a check; the first that fails ends those that need it. */
export async function examineSentinel(
  config: SentinelConfig,
  azure: AzureClient,
  {
    address,
    logs,
    proxy,
  }: { readonly address: string; readonly logs: Workspace; readonly proxy?: ProxyRules | undefined },
  now: Date,
  signal?: AbortSignal,
): Promise<Diagnosis[]> {
  const ca = config.ca === undefined ? undefined : await readAuthorities(config.ca);
  const findings = [await tlsDiagnosis(azure.endpoints.arm, ca, 'endpoint', now, proxy)];
  if (findings[0]?.status === 'failed') return findings;
  const get = async (path: string, version: string) => {
    const url = `${address}${path}?api-version=${version}`;
    const { bodyAsText } = await azure.send(
      { what: 'reading the workspace', service: 'workspace', method: 'GET', url },
      signal,
    );
    return parseJson(bodyAsText);
  };
  try {
    const properties = membersOf(membersOf(await get('', WORKSPACE_VERSION)).get('properties'));
    findings.push(
      ok(
        'workspace',
        `${config.workspace} is there (${String(properties.get('retentionindays') ?? '?')} days of logs)`,
      ),
    );
  } catch (error) {
    return [...findings, failure('workspace', error)];
  }
  try {
    const rules = await listRules(azure, address, signal);
    findings.push(
      ok(
        'Microsoft Sentinel',
        `is on the workspace; ${counted(rules.length, 'analytics rule names', 'analytics rules name')} techniques`,
      ),
    );
  } catch (error) {
    findings.push(
      doubtful(
        'Microsoft Sentinel',
        messageOf(error),
        remedyOf(error) ?? 'Check that Sentinel is enabled on the workspace.',
      ),
    );
  }
  try {
    await hasRows('Usage', {}, LIMITS, logs, signal);
    findings.push(ok('queries', 'can be run in the workspace'));
  } catch (error) {
    findings.push(failure('queries', error));
  }
  if (config.records) findings.push(...(await tableFindings(get)));
  return findings;
}

/** Whether the tables of our records are there. */
async function tableFindings(get: (path: string, version: string) => Promise<unknown>): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [];
  for (const { table } of Object.values(RECORD_NAMES)) {
    try {
      await get(`/tables/${table}`, TABLES_VERSION);
      found.push(ok(`table ${table}`, 'is there'));
    } catch (error) {
      found.push(
        failure(`table ${table}`, error, 'Deploy sentinel/azuredeploy.json to the workspace (again after an update).'),
      );
    }
  }
  return found;
}

function failure(check: string, error: unknown, remedy?: string): Diagnosis {
  return wrong(check, messageOf(error), remedy ?? remedyOf(error));
}

function remedyOf(error: unknown): string | undefined {
  return error instanceof PlatformError ? error.remedy : undefined;
}
