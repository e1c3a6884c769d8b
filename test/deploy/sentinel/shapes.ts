import { z } from 'zod';

/**
 * What a template may send of each type, as https://github.com/Azure/azure-rest-api-specs publishes it, cut down to what ours
 * uses: a property that is not here is a mistake. Where a fact is from elsewhere it says so.
 */

const name = z.string().min(1);
const id = z.string().regex(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\//);
const dependsOn = z.array(id).min(1).optional();
const guid = z.guid();

/** Tables.json 2022-10-01, definitions Column, Schema and TableProperties; -1 is "as the workspace" (its descriptions). */
const columnType = z.enum(['string', 'int', 'long', 'real', 'boolean', 'datetime', 'dynamic']);
const table = z.strictObject({
  type: z.literal('Microsoft.OperationalInsights/workspaces/tables'),
  apiVersion: z.literal('2022-10-01'),
  name,
  dependsOn,
  properties: z.strictObject({
    plan: z.enum(['Basic', 'Analytics']),
    retentionInDays: z.union([z.literal(-1), z.int().min(4).max(730)]),
    totalRetentionInDays: z.union([z.literal(-1), z.int().min(4).max(4383)]),
    schema: z.strictObject({
      name: z.string().regex(/^[A-Za-z]\w{0,58}_CL$/),
      description: z.string().min(1),
      columns: z.array(z.strictObject({ name, type: columnType, description: z.string().min(1) })).min(1),
    }),
  }),
});

/** SavedSearches.json 2020-08-01; `etag` inside properties, as Microsoft's page on saved searches in solutions has it. */
const savedSearch = z.strictObject({
  type: z.literal('Microsoft.OperationalInsights/workspaces/savedSearches'),
  apiVersion: z.literal('2020-08-01'),
  name,
  dependsOn,
  properties: z.strictObject({
    etag: z.literal('*'),
    category: z.string().min(1),
    displayName: z.string().min(1),
    query: z.string().min(1),
    functionAlias: z.string().regex(/^[A-Za-z_]\w*$/),
    version: z.literal(2),
  }),
});

/**
 * dataCollectionRules_API.json 2023-03-11, definitions DataCollectionRuleResource, StreamDeclaration, DataFlow. Kind Direct is
 * from https://learn.microsoft.com/azure/azure-monitor/logs/tutorial-logs-ingestion-api.
 */
const stream = z.string().regex(/^Custom-\w+_CL$/);
const dataCollectionRule = z.strictObject({
  type: z.literal('Microsoft.Insights/dataCollectionRules'),
  apiVersion: z.literal('2023-03-11'),
  name: z.string().regex(/^[A-Za-z0-9][\w.-]{1,28}[A-Za-z0-9]$/),
  location: name,
  kind: z.literal('Direct'),
  dependsOn,
  properties: z.strictObject({
    description: z.string(),
    streamDeclarations: z.record(
      stream,
      z.strictObject({ columns: z.array(z.strictObject({ name, type: columnType })).min(1) }),
    ),
    destinations: z.strictObject({
      logAnalytics: z.tuple([z.strictObject({ name, workspaceResourceId: id })]),
    }),
    dataFlows: z.array(
      z.strictObject({
        streams: z.tuple([stream]),
        destinations: z.array(name).min(1),
        transformKql: z.string().min(1),
        outputStream: stream,
      }),
    ),
  }),
});

/** workbooks_API.json 2022-04-01, definitions WorkbookResource and WorkbookProperties. */
const workbook = z.strictObject({
  type: z.literal('Microsoft.Insights/workbooks'),
  apiVersion: z.literal('2022-04-01'),
  name: guid,
  location: name,
  kind: z.literal('shared'),
  dependsOn,
  properties: z.strictObject({
    displayName: z.string().min(1),
    description: z.string(),
    category: z.literal('sentinel'),
    version: z.literal('Notebook/1.0'),
    sourceId: id,
    serializedData: z.string().startsWith('{'),
  }),
});

/** authorization-RoleDefinitionsCalls.json 2022-04-01, definitions RoleDefinitionProperties and Permission. */
const roleDefinition = z.strictObject({
  type: z.literal('Microsoft.Authorization/roleDefinitions'),
  apiVersion: z.literal('2022-04-01'),
  name: guid,
  properties: z.strictObject({
    roleName: z.string().min(1).max(512),
    description: z.string().max(2048),
    type: z.literal('CustomRole'),
    permissions: z.tuple([z.strictObject({ actions: z.array(z.string()).min(1), notActions: z.array(z.never()) })]),
    assignableScopes: z.tuple([z.string().regex(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/)]),
  }),
});

/** authorization-RoleAssignmentsCalls.json 2022-04-01, definition RoleAssignmentProperties; `scope` is the template's. */
const roleAssignment = z.strictObject({
  type: z.literal('Microsoft.Authorization/roleAssignments'),
  apiVersion: z.literal('2022-04-01'),
  name: guid,
  scope: id,
  dependsOn,
  properties: z.strictObject({
    roleDefinitionId: z
      .string()
      .regex(/^\/subscriptions\/[^/]+\/providers\/Microsoft\.Authorization\/roleDefinitions\//),
    principalId: guid,
    principalType: z.enum(['User', 'Group', 'ServicePrincipal']),
    description: z.string(),
  }),
});

export const resourceSchema = z.discriminatedUnion('type', [
  table,
  savedSearch,
  dataCollectionRule,
  workbook,
  roleDefinition,
  roleAssignment,
]);

/**
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax; its limits are in
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/best-practices.
 */
export const templateSchema = z.strictObject({
  $schema: z.literal('https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'),
  contentVersion: z.string().regex(/^\d+\.\d+\.\d+\.\d+$/),
  metadata: z.strictObject({ description: z.string() }),
  parameters: z.record(
    z.string().regex(/^[a-z]\w*$/),
    z.strictObject({
      type: z.enum(['string', 'int', 'bool']),
      defaultValue: z.union([z.string(), z.int(), z.boolean()]).optional(),
      allowedValues: z.array(z.string()).optional(),
      minLength: z.int().optional(),
      maxLength: z.int().optional(),
      minValue: z.int().optional(),
      maxValue: z.int().optional(),
      metadata: z.strictObject({ description: z.string().min(10) }),
    }),
  ),
  variables: z.record(z.string(), z.string()),
  resources: z.array(z.looseObject({ type: z.string(), apiVersion: z.string(), name })).max(800),
  outputs: z.record(
    z.string(),
    z.strictObject({ type: z.string(), metadata: z.strictObject({ description: z.string() }), value: z.unknown() }),
  ),
});
