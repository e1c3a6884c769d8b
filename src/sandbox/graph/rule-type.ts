import type { ObjectType, PropertyType } from './types.ts';

const columns = (names: string): Readonly<Record<string, PropertyType>> =>
  Object.fromEntries(names.split(' ').map((name) => [`${name}Column`, 'string']));

const mapping = (name: string, names: string): PropertyType => ({
  list: { name: `${name}EntityMapping`, properties: columns(names) },
});

/**
 * https://learn.microsoft.com/graph/api/resources/security-entitymappingconfiguration?view=graph-rest-1.0 and the pages of the types
 * that it links.
 */
const ENTITY_MAPPINGS: ObjectType = {
  name: 'entityMappingConfiguration',
  properties: {
    accounts: mapping('account', 'aadUserId dnsDomain name ntDomain sid upn upnSuffix'),
    amazonResources: mapping('amazonResource', 'amazonResourceId'),
    azureResources: mapping('azureResource', 'resourceId'),
    cloudApplications: mapping('cloudApplication', 'appId name'),
    dns: mapping('dns', 'domainName hostIpAddress serverIp'),
    files: mapping('file', 'name sha1 sha256'),
    googleCloudResources: mapping('googleCloudResource', 'fullResourceName'),
    hosts: mapping('host', 'deviceId dnsDomain name netBiosName ntDomain'),
    ips: mapping('ip', 'address scope'),
    mailboxes: mapping('mailbox', 'primaryAddress'),
    mailClusters: mapping('mailCluster', 'query source'),
    mailMessages: mapping('mailMessage', 'networkMessageId recipient sender subject'),
    oAuthApplications: mapping('oAuthApplication', 'oAuthAppId'),
    processes: mapping('process', 'sha1 sha256'),
    registryValues: mapping('registryValue', 'key valueName'),
    securityGroups: mapping('securityGroup', 'distinguishedName objectId sid'),
    urls: mapping('url', 'address'),
  },
};

/** https://learn.microsoft.com/graph/api/resources/security-mitretactic?view=graph-rest-1.0 and security-mitretechnique. */
const TACTIC: ObjectType = {
  name: 'mitreTactic',
  properties: {
    tactic: 'string',
    techniques: {
      list: { name: 'mitreTechnique', properties: { technique: 'string', subTechniques: { list: 'string' } } },
    },
  },
};

/** https://learn.microsoft.com/graph/api/resources/security-alerttemplate?view=graph-rest-1.0 */
const ALERT_TEMPLATE: ObjectType = {
  name: 'alertTemplate',
  required: ['title', 'severity'],
  properties: {
    title: 'string',
    description: 'string',
    severity: { oneOf: ['informational', 'low', 'medium', 'high'] },
    recommendedActions: 'string',
    tactics: { list: TACTIC },
    entityMappings: ENTITY_MAPPINGS,
    customDetails: { name: 'alertCustomDetails', properties: {}, others: 'string' },
  },
};

/**
 * A rule as https://learn.microsoft.com/graph/api/resources/security-detectionrule?view=graph-rest-1.0 has it, and the properties
 * that https://learn.microsoft.com/graph/api/security-rulesroot-post-detectionrules?view=graph-rest-1.0 requires: the id is the
 * client's. The beta version's isEnabled, schedule.period, category, mitreTechniques, impactedAssets and responseActions are not
 * in v1.0. That title and severity are required, and that a client may not set `autoDisabled`, is not confirmed.
 */
export const DETECTION_RULE: ObjectType = {
  name: 'detectionRule',
  required: ['id', 'displayName', 'queryCondition', 'schedule', 'detectionAction'],
  properties: {
    id: 'string',
    displayName: 'string',
    description: 'string',
    status: { oneOf: ['enabled', 'disabled'] },
    queryCondition: { name: 'queryCondition', required: ['queryText'], properties: { queryText: 'string' } },
    schedule: { name: 'ruleSchedule', required: ['frequency'], properties: { frequency: 'duration' } },
    detectionAction: {
      name: 'detectionAction',
      required: ['alertTemplate'],
      properties: { alertTemplate: ALERT_TEMPLATE, automatedActions: 'opaque', organizationalScope: 'opaque' },
    },
  },
};

/**
 * Written by the service, and ignored where a client sends them
 * (https://learn.microsoft.com/graph/api/security-detectionrule-post-detectionrules?view=graph-rest-beta).
 */
export const READ_ONLY: readonly string[] = ['createdBy', 'createdDateTime', 'lastModifiedBy', 'lastModifiedDateTime'];
