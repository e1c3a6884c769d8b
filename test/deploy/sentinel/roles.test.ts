import { describe, expect, test } from 'vitest';
import { RECORD_NAMES } from '../../../src/sentinel/records/names.ts';
import { RECORD_TYPES } from '../../../src/sync/records/schema.ts';
import { deploy, ofType, PRINCIPAL, read, SUBSCRIPTION } from './deploy.ts';

const WORKSPACES = 'Microsoft.OperationalInsights/workspaces';

/**
 * https://learn.microsoft.com/azure/azure-monitor/logs/manage-access (read, query/read),
 * https://learn.microsoft.com/azure/azure-monitor/logs/manage-table-access (query/read opens no table by itself), and Azure's
 * resource provider operations for savedSearches and tables.
 */
const ACTIONS = [
  `${WORKSPACES}/read`,
  `${WORKSPACES}/tables/read`,
  `${WORKSPACES}/query/read`,
  `${WORKSPACES}/savedSearches/read`,
  `${WORKSPACES}/savedSearches/write`,
  `${WORKSPACES}/savedSearches/delete`,
  'Microsoft.SecurityInsights/alertRules/read',
];

/** Ids that are the same in every tenant (https://learn.microsoft.com/azure/role-based-access-control/built-in-roles). */
const METRICS_PUBLISHER = '3913510d-42f4-4e42-8a64-420c390055eb';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

interface Role {
  readonly Description: string;
  readonly Actions: readonly string[];
  readonly NotActions: readonly string[];
  readonly DataActions?: readonly string[];
}

const file = JSON.parse(read('huntsync-role.json')) as Role;

describe('the custom role', () => {
  test('has these actions and no more, in the file as in the template', () => {
    expect(file).toMatchObject({ Actions: ACTIONS, NotActions: [] });
    expect(file.DataActions).toBeUndefined();
    const [role, ...others] = ofType('Microsoft.Authorization/roleDefinitions');
    expect(others).toEqual([]);
    expect(role?.properties).toMatchObject({
      description: file.Description,
      permissions: [{ actions: ACTIONS, notActions: [] }],
      assignableScopes: [`/subscriptions/${SUBSCRIPTION}/resourceGroups/soc`],
    });
  });

  test('is told from the one of another workspace: a role name exists once in a tenant', () => {
    const roleOf = (workspaceName: string) =>
      deploy({ principalId: PRINCIPAL, workspaceName })
        .resources()
        .find(({ type }) => type === 'Microsoft.Authorization/roleDefinitions');
    expect(roleOf('one-ws')?.name).not.toBe(roleOf('other-ws')?.name);
    expect(roleOf('one-ws')?.properties['roleName']).not.toBe(roleOf('other-ws')?.properties['roleName']);
  });
});

describe('the assignments', () => {
  const shortOf = (id: unknown) => String(id).replace(/^.*\/providers\//, '');
  const assigned = (parameters: Record<string, unknown>) =>
    deploy(parameters)
      .resources()
      .filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments')
      .map(
        ({ body, properties }) =>
          `${shortOf(properties['roleDefinitionId']).split('/').at(-1)} on ${shortOf(body['scope'])}`,
      )
      .sort();

  const [custom] = ofType('Microsoft.Authorization/roleDefinitions');
  const onTheRule = `${METRICS_PUBLISHER} on Microsoft.Insights/dataCollectionRules/huntsync`;
  const onTables = RECORD_TYPES.map((type) => `${READER} on ${WORKSPACES}/soc-logs/tables/${RECORD_NAMES[type].table}`);
  const onWorkspace = `${custom?.name} on ${WORKSPACES}/soc-logs`;

  test('reach the rule, the tables and the workspace, and nothing above them', () => {
    expect(assigned({ principalId: PRINCIPAL })).toEqual([onTheRule, ...onTables, onWorkspace].sort());
    for (const { properties } of ofType('Microsoft.Authorization/roleAssignments')) {
      expect(properties).toMatchObject({ principalId: PRINCIPAL, principalType: 'ServicePrincipal' });
    }
  });

  test('leave the custom role out where nobody may create one', () => {
    const parameters = { principalId: PRINCIPAL, createRole: false };
    expect(assigned(parameters)).toEqual([onTheRule, ...onTables].sort());
    expect(
      deploy(parameters)
        .resources()
        .map(({ type }) => type),
    ).not.toContain('Microsoft.Authorization/roleDefinitions');
  });

  test('are none without an identity', () => {
    const types = deploy({ principalId: '' })
      .resources()
      .map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('Microsoft.Authorization/'))).toEqual([]);
    expect(types.length).toBeGreaterThan(6);
  });
});
