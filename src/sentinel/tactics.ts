import { tacticIn } from '../azure/tactics.ts';

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

/** Sentinel's name of an ATT&CK tactic (`initial-access`: `InitialAccess`), null where it has none. */
export function sentinelTactic(tacticId: string): string | null {
  return tacticIn(SENTINEL_TACTICS, tacticId);
}
