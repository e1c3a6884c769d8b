import { readAuthorities } from '../azure/authorities.ts';
import { parseJson } from '../azure/json.ts';
import { counted } from '../core/counted.ts';
import { messageOf, PlatformError } from '../core/errors.ts';
import type { ProxyRules } from '../core/proxy.ts';
import { type Diagnosis, doubtful, ok, wrong } from '../sync/diagnosis.ts';
import { formsOf } from '../sync/marker.ts';
import { driftOf } from '../sync/merge.ts';
import { tlsDiagnosis } from '../sync/tls-diagnosis.ts';
import type { ActualObject } from '../sync/types.ts';
import type { DefenderConfig, DefenderEnvironment } from './config.ts';
import { GRAPH_SCOPE, type GraphClient } from './graph.ts';
import { at, fromNative, textAt } from './native.ts';
import { listDetectionRules, type Rules } from './rules.ts';
import { type Hunting, runHunting, tablesWithRows } from './run.ts';
import { askSchema } from './schema.ts';

const LIMITS = { seconds: 60, rows: 100 };
/** As `ruleId` makes them. */
const OUR_ID = /^huntsync-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
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
/**
 * Tables of a workspace that one with data is likely to have, and that are none of Defender's own: those that solutions for
 * Microsoft's services, Windows and network devices fill, and what a workspace writes of itself
 * (https://learn.microsoft.com/azure/azure-monitor/reference/tables-index).
 */
const OF_A_WORKSPACE = [
  'SigninLogs',
  'AuditLogs',
  'OfficeActivity',
  'AzureActivity',
  'SecurityEvent',
  'CommonSecurityLog',
  'Syslog',
  'W3CIISLog',
  'Heartbeat',
  'Usage',
];

export interface Examination {
  readonly config: DefenderConfig;
  readonly hunting: Hunting;
  readonly rules: Rules;
  readonly proxy?: ProxyRules | undefined;
  readonly environment: DefenderEnvironment;
}

/** What stands between huntsync and this tenant, one finding a check; the first that fails ends those that need it. */
export async function examineDefender(
  { config, hunting, rules, proxy, environment }: Examination,
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
  const further = [
    ...(environment.schema === 'live' ? [await schemaFinding(graph, signal)] : []),
    await dataFinding(hunting, signal),
    ...(environment.unified ? [await workspaceFinding(hunting, signal)] : []),
  ];
  return [...findings, ...further];
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
  const lost = all.filter((raw) => OUR_ID.test(textAt(raw, 'id')) && !fromNative(raw)?.marker);
  const names = (rules: readonly unknown[]) =>
    rules
      .map((raw) => textAt(raw, 'displayName'))
      .slice(0, 5)
      .join(', ');
  const off = ours.filter((raw) => textAt(raw, 'status') === 'autoDisabled');
  const acting = ours.filter((raw) => fromNative(raw)?.actions);
  return [
    ok('custom detections', `can be read: ${rulesIn(all)}, ${ours.length} of them huntsync's`),
    ...storedFindings(ours.flatMap((raw) => fromNative(raw) ?? [])),
    ...(lost.length === 0
      ? []
      : [
          doubtful(
            'markers',
            `${rulesIn(lost)} with an id of huntsync's, and no marker in the description that can be read: ${names(lost)}`,
            'Defender has cut the description, or somebody has edited it: such a rule is nobody’s. Put the part in brackets back, or delete the rule and sync.',
          ),
        ]),
    ...(off.length === 0
      ? []
      : [
          doubtful(
            'rules switched off',
            `Defender has switched off ${rulesIn(off)} because the query kept failing: ${names(off)}`,
            'Run them (huntsync run) to see why; a later sync switches on again only with policy.onDrift: overwrite.',
          ),
        ]),
    ...(acting.length === 0
      ? []
      : [
          doubtful(
            'automated actions',
            `somebody has given ${rulesIn(acting)} of huntsync automated actions: ${names(acting)}`,
            'A sync no longer changes their query, entities, status and frequency. Take the actions off, or make a rule of your own for them.',
          ),
        ]),
  ];
}

/** Whether rules read back as they were written: what Graph itself changed, and what somebody did. */
function storedFindings(ours: readonly ActualObject[]): Diagnosis[] {
  if (ours.length === 0) return [];
  const own = ours.map(({ marker }) =>
    Object.entries(marker?.written ?? {}).flatMap(([field, digest]) => {
      const { stored, asked } = formsOf(digest);
      return stored === asked ? [] : [field];
    }),
  );
  const parts = [
    ['kept by Graph in a form of its own', own],
    ['edited since', ours.map(driftOf)],
  ] as const;
  const told = parts.flatMap(([what, fields]) => {
    const concerned = fields.filter(({ length }) => length > 0);
    return concerned.length === 0
      ? []
      : [
          `${what}: ${[...new Set(concerned.flat())].sort().join(', ')} of ${concerned.length} of ${counted(ours.length, 'rule')}`,
        ];
  });
  return [ok('stored fields', told.length === 0 ? 'huntsync’s rules read back as they were written' : told.join('; '))];
}

/** `environment.defender.schema: live`: what the checks go by. */
async function schemaFinding(graph: GraphClient, signal?: AbortSignal): Promise<Diagnosis> {
  try {
    const { tables, functions } = await askSchema(graph, signal);
    return ok(
      'schema',
      `the tenant tells of ${counted(Object.keys(tables).length, 'table')} and ${counted(functions.length, 'function')}`,
    );
  } catch (error) {
    const remedy =
      (error instanceof PlatformError ? error.remedy : undefined) ?? 'Set environment.defender.schema: reference.';
    return doubtful(
      'schema',
      `${messageOf(error)}; the checks go by the published tables until it can be read`,
      remedy,
    );
  }
}

async function dataFinding(hunting: Hunting, signal?: AbortSignal): Promise<Diagnosis> {
  try {
    const filled = await tablesWithRows(TABLES, {}, LIMITS, hunting, signal);
    const empty = TABLES.filter((table) => !filled.has(table));
    return empty.length === 0
      ? ok('data', `all of the ${TABLES.length} tables that hunts read most hold events`)
      : doubtful(
          'data',
          `no events in the last ${counted(hunting.days, 'day')} in tables that hunts often read: ${empty.join(', ')}`,
          'Hunts on these tables find nothing: check the licence and the sensors that fill them.',
        );
  } catch (error) {
    return failure('data', error);
  }
}

/** `environment.defender.unified`: whether a workspace is there, whose tables the checks let pass. Not asked where it is false. */
async function workspaceFinding(hunting: Hunting, signal?: AbortSignal): Promise<Diagnosis> {
  try {
    const [found] = await tablesWithRows(OF_A_WORKSPACE, {}, LIMITS, hunting, signal);
    return found !== undefined
      ? ok('workspace', `a workspace of Microsoft Sentinel is connected: ${found} holds events`)
      : doubtful(
          'workspace',
          `environment.defender.unified is true, and no table of a workspace holds events that this account sees (${OF_A_WORKSPACE.join(', ')})`,
          'Connect the workspace in the Defender portal and give the account the role Microsoft Sentinel Reader on it, or set environment.defender.unified: false: hunts on its tables fail.',
        );
  } catch (error) {
    return failure('workspace', error);
  }
}

function rulesIn(rules: readonly unknown[]): string {
  return counted(rules.length, 'rule');
}

function failure(check: string, error: unknown): Diagnosis {
  return wrong(check, messageOf(error), error instanceof PlatformError ? error.remedy : undefined);
}
