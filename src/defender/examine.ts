import { readAuthorities } from '../azure/authorities.ts';
import { parseJson } from '../azure/json.ts';
import { messageOf, PlatformError } from '../core/errors.ts';
import type { ProxyRules } from '../core/proxy.ts';
import { type Diagnosis, doubtful, ok, wrong } from '../sync/diagnosis.ts';
import { tlsDiagnosis } from '../sync/tls-diagnosis.ts';
import type { DefenderConfig } from './config.ts';
import { GRAPH_SCOPE } from './graph.ts';
import { actsByItself, at, fromNative, textAt } from './native.ts';
import { listDetectionRules, type Rules } from './rules.ts';
import { type Hunting, runHunting, tableHasRows } from './run.ts';

const LIMITS = { seconds: 60, rows: 100 };
/** What hunts read most, by what sends it. */
const TABLES = [
  'DeviceProcessEvents',
  'DeviceNetworkEvents',
  'DeviceFileEvents',
  'DeviceRegistryEvents',
  'DeviceLogonEvents',
  'DeviceImageLoadEvents',
  'EmailEvents',
  'UrlClickEvents',
  'IdentityLogonEvents',
  'CloudAppEvents',
  'EntraIdSignInEvents',
];
/** A table that every workspace with data has (https://learn.microsoft.com/azure/azure-monitor/reference/tables/usage). */
const OF_A_WORKSPACE = 'Usage';

export interface Examination {
  readonly config: DefenderConfig;
  readonly hunting: Hunting;
  readonly rules: Rules;
  readonly proxy?: ProxyRules | undefined;
}

/** What stands between huntsync and this tenant, one finding a check; the first that fails ends those that need it. */
export async function examineDefender(
  { config, hunting, rules, proxy }: Examination,
  now: Date,
  signal?: AbortSignal,
): Promise<Diagnosis[]> {
  const { graph } = hunting;
  const ca = config.ca === undefined ? undefined : await readAuthorities(config.ca);
  const tls = await tlsDiagnosis(graph.address, ca, 'endpoint', now, proxy);
  if (tls.status === 'failed') return [tls];
  const findings: Diagnosis[] = [tls, ...(await permissionFindings(hunting, signal))];
  try {
    findings.push(...ruleFindings(await listDetectionRules(graph, rules, signal)));
  } catch (error) {
    findings.push(failure('custom detections', error));
  }
  try {
    await runHunting('print _ = 1', {}, LIMITS, hunting, signal);
    findings.push(ok('advanced hunting', 'queries can be run'));
  } catch (error) {
    return [...findings, failure('advanced hunting', error)];
  }
  return [...findings, ...(await dataFindings(hunting, signal))];
}

/** The permissions that the token itself names (claim `roles`); what is no JSON Web Token tells nothing. */
async function permissionFindings({ graph }: Hunting, signal?: AbortSignal): Promise<Diagnosis[]> {
  try {
    const { credential } = await graph.parts();
    const token = await credential.getToken(GRAPH_SCOPE, signal ? { abortSignal: signal } : {});
    const claims = parseJson(Buffer.from(token?.token.split('.')[1] ?? '', 'base64url').toString());
    const roles = at(claims, 'roles');
    const granted = Array.isArray(roles) ? roles.map(String) : textAt(claims, 'scp').split(' ').filter(Boolean);
    if (granted.length === 0) return [];
    const missing = ['CustomDetection.ReadWrite.All', 'ThreatHunting.Read.All'].filter((one) => !granted.includes(one));
    return missing.length === 0
      ? [ok('permissions', 'the token may write custom detections and run queries')]
      : [
          wrong(
            'permissions',
            `the token lacks ${missing.join(' and ')}`,
            'Grant it to the application, with consent.',
          ),
        ];
  } catch (error) {
    return [failure('credentials', error)];
  }
}

/** What Defender or somebody has done to rules of ours. */
function ruleFindings(all: readonly unknown[]): Diagnosis[] {
  const ours = all.filter((raw) => fromNative(raw)?.marker);
  const names = (rules: readonly unknown[]) =>
    rules
      .map((raw) => textAt(raw, 'displayName'))
      .slice(0, 5)
      .join(', ');
  const off = ours.filter((raw) => textAt(raw, 'status') === 'autoDisabled');
  const acting = ours.filter(actsByItself);
  return [
    ok('custom detections', `can be read: ${all.length} rules, ${ours.length} of them huntsync's`),
    ...(off.length === 0
      ? []
      : [
          doubtful(
            'rules switched off',
            `Defender has switched off ${off.length} rules whose queries kept failing: ${names(off)}`,
            'Run them (huntsync run) to see why; a later sync switches on again only with policy.onDrift: overwrite.',
          ),
        ]),
    ...(acting.length === 0
      ? []
      : [
          doubtful(
            'automated actions',
            `somebody has given ${acting.length} rules of huntsync automated actions: ${names(acting)}`,
            'Check that this is meant: the hunts come from articles.',
          ),
        ]),
  ];
}

async function dataFindings(hunting: Hunting, signal?: AbortSignal): Promise<Diagnosis[]> {
  const holds = async (table: string) => ({ table, has: await tableHasRows(table, {}, LIMITS, hunting, signal) });
  try {
    const found = await Promise.all(TABLES.map(holds));
    const empty = found.filter(({ has }) => !has).map(({ table }) => table);
    const { has: unified } = await holds(OF_A_WORKSPACE);
    return [
      empty.length === 0
        ? ok('data', `all of ${TABLES.length} tables that hunts read hold events`)
        : doubtful(
            'data',
            `no events in the last ${hunting.days} days: ${empty.join(', ')}`,
            'Hunts on these tables find nothing: check the licence and the sensors that fill them.',
          ),
      unified
        ? ok('workspace', 'a workspace of Microsoft Sentinel is connected: environment.defender.unified may be true')
        : ok('workspace', 'no workspace with data is seen: environment.defender.unified should be false'),
    ];
  } catch (error) {
    return [failure('data', error)];
  }
}

function failure(check: string, error: unknown): Diagnosis {
  return wrong(check, messageOf(error), error instanceof PlatformError ? error.remedy : undefined);
}
