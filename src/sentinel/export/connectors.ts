import { compareText } from '../../core/compare.ts';
import { translationRules } from '../../kql/reference.ts';

/** A data connector that a query needs, and which of its tables (Azure-Sentinel's `requiredDataConnectors`). */
export interface RequiredConnector {
  readonly connectorId: string;
  readonly dataTypes: readonly string[];
}

/** What streams Microsoft Defender XDR's tables into the workspace. */
const DEFENDER_XDR = 'MicrosoftThreatProtection';

/**
 * Connector ids that Azure-Sentinel's checks know (.script/tests/detectionTemplateSchemaValidation/ValidConnectorIds.json), with
 * the tables that its hunting queries name beside each. A table that several connectors fill (SecurityAlert, AzureDiagnostics) is
 * in none, because a query does not show which one it means.
 */
const TABLES_OF: Readonly<Record<string, readonly string[]>> = {
  AzureActiveDirectory: [
    'SigninLogs',
    'AuditLogs',
    'AADNonInteractiveUserSignInLogs',
    'AADServicePrincipalSignInLogs',
    'AADManagedIdentitySignInLogs',
    'AADProvisioningLogs',
    'AADRiskyUsers',
    'AADUserRiskEvents',
    'ADFSSignInLogs',
  ],
  AWS: ['AWSCloudTrail'],
  AzureActivity: ['AzureActivity'],
  'AzureMonitor(IIS)': ['W3CIISLog'],
  'AzureMonitor(VMInsights)': ['VMConnection'],
  'AzureMonitor(WireData)': ['WireData'],
  BehaviorAnalytics: ['BehaviorAnalytics', 'IdentityInfo'],
  CEF: ['CommonSecurityLog'],
  DNS: ['DnsEvents'],
  Office365: ['OfficeActivity'],
  SecurityEvents: ['SecurityEvent'],
  Syslog: ['Syslog'],
  ThreatIntelligence: ['ThreatIntelligenceIndicator'],
  WindowsFirewall: ['WindowsFirewall'],
};

/** The connectors that fill these tables, sorted; tables without a known connector are left out. */
export function connectorsFor(tables: readonly string[]): RequiredConnector[] {
  const types = new Map<string, string[]>();
  for (const table of tables) {
    const id = connectorOf(table);
    if (id !== null) types.set(id, [...(types.get(id) ?? []), table]);
  }
  return [...types]
    .sort(([a], [b]) => compareText(a, b))
    .map(([connectorId, dataTypes]) => ({ connectorId, dataTypes }));
}

function connectorOf(table: string): string | null {
  const found = Object.entries(TABLES_OF).find(([, tables]) => tables.includes(table));
  if (found) return found[0];
  return translationRules().streamedTables.includes(table) ? DEFENDER_XDR : null;
}
