import { refuse } from './answers.ts';
import { secondsOf } from './duration.ts';
import type { BoundQuery, HuntingLogs } from './logs.ts';
import type { RuleContent } from './state.ts';

/*
 * What a rule's query must be, by https://learn.microsoft.com/defender-xdr/custom-detection-rules. The service's wording is not
 * documented; the texts are ours.
 */

/** Columns that identify who or what is affected. */
const ASSETS: ReadonlySet<string> = new Set(
  (
    'DeviceId DeviceName RemoteDeviceName RecipientEmailAddress SenderFromAddress SenderMailFromAddress RecipientObjectId ' +
    'AccountObjectId AccountSid AccountUpn InitiatingProcessAccountSid InitiatingProcessAccountUpn ' +
    'InitiatingProcessAccountObjectId'
  ).split(' '),
);
/**
 * Kinds of entities that can be an impacted asset; the others are related evidence. That an address is enough is
 * not documented, and not confirmed.
 */
const ASSET_KINDS = [
  'accounts',
  'ips',
  'hosts',
  'mailboxes',
  'cloudApplications',
  'azureResources',
  'amazonResources',
  'googleCloudResources',
];

const NRT_TABLES: ReadonlySet<string> = new Set(
  (
    'AlertEvidence CloudAppEvents DeviceEvents DeviceFileCertificateInfo DeviceFileEvents DeviceImageLoadEvents ' +
    'DeviceLogonEvents DeviceNetworkEvents DeviceNetworkInfo DeviceInfo DeviceProcessEvents DeviceRegistryEvents ' +
    'EmailAttachmentInfo EmailEvents EmailPostDeliveryEvents EmailUrlInfo IdentityDirectoryEvents IdentityLogonEvents ' +
    'IdentityQueryEvents UrlClickEvents AuditLogs AWSCloudTrail AWSGuardDuty AzureActivity CommonSecurityLog GCPAuditLogs ' +
    'MicrosoftGraphActivityLogs OfficeActivity ProofpointPOD SecurityAlert SecurityEvent SigninLogs'
  ).split(' '),
);

const HOUR = 3600;
const FREQUENCIES = [0, HOUR, 3 * HOUR, 12 * HOUR, 24 * HOUR];
/** For rules on a connected workspace's tables alone. */
const CUSTOM = { from: 300, to: 14 * 24 * HOUR };
/** Custom details: so many pairs, and so many bytes of them. */
const DETAILS = { pairs: 20, bytes: 4096 };
const DYNAMIC_COLUMNS = 3;

/** @throws Refusal where the service would not take the rule's query, schedule or alert. */
export function checkRule(rule: RuleContent, logs: HuntingLogs | undefined): void {
  const details = Object.entries(rule.detectionAction.alertTemplate.customDetails ?? {});
  if (details.length > DETAILS.pairs || JSON.stringify(details).length > DETAILS.bytes) {
    refuse(`customDetails: at most ${DETAILS.pairs} pairs of ${DETAILS.bytes} bytes in all are allowed.`);
  }
  const seconds = secondsOf(rule.schedule.frequency) ?? 0;
  const isCustom = !FREQUENCIES.includes(seconds);
  if (isCustom && (seconds < CUSTOM.from || seconds > CUSTOM.to)) refuse('schedule.frequency is not supported.');
  if (!logs) return;
  const query = logs.bind(rule.queryCondition.queryText);
  if ('failed' in query) refuse(`queryCondition.queryText: ${query.failed}`);
  if (isCustom && !query.tables.every((table) => logs.isConnected(table))) {
    refuse('schedule.frequency: a custom frequency is for rules that are based on Microsoft Sentinel data only.');
  }
  if (seconds === 0) checkContinuous(query);
  checkColumns(rule, query, logs);
}

function checkContinuous({ tables, operators, hasComments }: BoundQuery): void {
  const [operator] = operators;
  if (operator) refuse(`Continuous frequency: the operator '${operator}' is not supported.`);
  if (hasComments) refuse('Continuous frequency: comments are not supported.');
  if (tables.length !== 1) refuse('Continuous frequency: the query must reference one table only.');
  if (!NRT_TABLES.has(tables[0] ?? '')) refuse(`Continuous frequency: the table '${tables[0]}' is not supported.`);
}

function checkColumns({ detectionAction }: RuleContent, query: BoundQuery, logs: HuntingLogs): void {
  const { title, description, entityMappings, customDetails } = detectionAction.alertTemplate;
  const names = new Set(query.columns.map(({ name }) => name));
  const need = (column: string, by: string) => {
    if (!names.has(column)) refuse(`The query must return the column '${column}' (${by}).`);
  };
  const isTime = query.columns.some(
    ({ name, type }) => /^(Timestamp|TimeGenerated)$/.test(name) && type === 'datetime',
  );
  if (!isTime) refuse("The query must return the column 'Timestamp' or 'TimeGenerated'.");
  for (const table of query.tables) for (const column of idsOf(table, logs)) need(column, `events of ${table}`);

  const mapped = Object.entries(entityMappings ?? {});
  const isMapped = mapped.some(([kind, entities]) => ASSET_KINDS.includes(kind) && entities.length > 0);
  if (!isMapped && ![...ASSETS].some((column) => names.has(column))) {
    refuse('The query must return a column that identifies a device, a user or a mailbox.');
  }
  for (const [kind, entities] of mapped) {
    for (const column of entities.flatMap((entity) => Object.values(entity))) need(column, `entityMappings.${kind}`);
  }
  for (const [name, column] of Object.entries(customDetails ?? {})) need(column, `customDetails.${name}`);
  const dynamic = new Set(`${title}\n${description ?? ''}`.match(/(?<=\{\{)\w+(?=\}\})/g));
  if (dynamic.size > DYNAMIC_COLUMNS) {
    refuse(`Dynamic properties in alertTitle and alertDescription must not exceed ${DYNAMIC_COLUMNS} fields`);
  }
  for (const column of dynamic) need(column, 'alert title and description');
}

/** What tells one event of a table from another; tables of a connected workspace and of alerts need nothing. */
function idsOf(table: string, logs: HuntingLogs): string[] {
  if (logs.isConnected(table) || table.startsWith('Alert')) return [];
  if (table.startsWith('Observation')) return ['ObservationId'];
  return table.startsWith('Device') ? ['DeviceId', 'ReportId'] : ['ReportId'];
}
