/**
 * The tactics that Sentinel knows, in the order of its enum (`AttackTactic` of the Azure REST API specification,
 * https://github.com/Azure/azure-rest-api-specs, specification/securityinsights).
 */
export const SENTINEL_TACTICS: readonly string[] = [
  'InitialAccess',
  'Execution',
  'Persistence',
  'PrivilegeEscalation',
  'DefenseEvasion',
  'CredentialAccess',
  'Discovery',
  'LateralMovement',
  'Collection',
  'Exfiltration',
  'CommandAndControl',
  'Impact',
  'Reconnaissance',
  'ResourceDevelopment',
  'ImpairProcessControl',
  'InhibitResponseFunction',
];

/** ATT&CK v19 made two tactics of Defense Evasion, and ICS calls its own Evasion; the enum knows none of these names. */
const DEFENSE_EVASION: ReadonlySet<string> = new Set(['stealth', 'defense-impairment', 'evasion']);

/** Sentinel's name of an ATT&CK tactic (`initial-access`: `InitialAccess`), null where it has none. */
export function sentinelTactic(tacticId: string): string | null {
  if (DEFENSE_EVASION.has(tacticId)) return 'DefenseEvasion';
  const name = tacticId.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return SENTINEL_TACTICS.includes(name) ? name : null;
}
