import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../src/config/schema.ts';
import type { SentinelConfig } from '../../../src/sentinel/config.ts';
import { RECORD_NAMES } from '../../../src/sentinel/records/names.ts';
import { RECORD_TYPES } from '../../../src/sync/records/schema.ts';
import { createOavRecorder } from '../../support/oav.ts';
import { SETTINGS } from '../../support/siems.ts';
import { deploy, deployed, ofType, PRINCIPAL, read, readParameters, readTemplate } from './deploy.ts';
import { resourceSchema, templateSchema } from './shapes.ts';

const template = readTemplate();
const AUTHORIZATION = 'Microsoft.Authorization/';

describe('the template', () => {
  test('has the published structure, within the published limits', () => {
    templateSchema.parse(template);
    expect(Buffer.byteLength(read('azuredeploy.json'))).toBeLessThan(4 * 1024 * 1024);
    const expressions = read('azuredeploy.json').match(/"\[[^\n]*\]"/g) ?? [];
    expect(expressions.length).toBeGreaterThan(30);
    expect(expressions.filter((text) => text.length > 24_576)).toEqual([]);
    // No text that an expression works on may be longer (Azure Deployments: "expression literal limit").
    expect(Math.max(...Object.values(template.variables).map((text) => String(text).length))).toBeLessThan(131_072);
  });

  test('uses every parameter and every variable that it declares', () => {
    const body = JSON.stringify([template.resources, template.outputs, template.variables]);
    const unused = (kind: string, names: readonly string[]) =>
      names.filter((name) => !body.includes(`${kind}('${name}')`));
    expect(unused('parameters', Object.keys(template.parameters))).toEqual([]);
    expect(unused('variables', Object.keys(template.variables))).toEqual([]);
  });

  test('asks for no secret', () => {
    expect(Object.keys(template.parameters).filter((name) => /secret|password|token|key|sas/i.test(name))).toEqual([]);
  });

  test('is deployed with its parameters file, which gives what has no default and nothing unknown', () => {
    const given = readParameters();
    const needed = Object.entries(template.parameters).flatMap(([name, { defaultValue }]) =>
      defaultValue === undefined ? [name] : [],
    );
    expect(Object.keys(given)).toEqual(expect.arrayContaining(needed));
    expect(Object.keys(given).filter((name) => !Object.hasOwn(template.parameters, name))).toEqual([]);
    expect(deploy().resources().length).toBeGreaterThan(6);
  });
});

describe('the resources', () => {
  test.each(deployed().map((resource) => [resource.id.replace(/^.*?\/providers\//, ''), resource] as const))(
    '%s has the published shape',
    (_, { body }) => {
      resourceSchema.parse(body);
    },
  );

  test('a shape refuses what Azure does not know', () => {
    const [table] = ofType('Microsoft.OperationalInsights/workspaces/tables');
    const wrong = { ...table?.body, properties: { ...table?.properties, retentionInDays: 2 } };
    expect(resourceSchema.safeParse(wrong).success).toBe(false);
    expect(resourceSchema.safeParse({ ...table?.body, sku: {} }).success).toBe(false);
    expect(resourceSchema.safeParse({ ...table?.body, apiVersion: '2021-01-01' }).success).toBe(false);
  });

  test('are each there once', () => {
    const ids = deployed().map(({ id }) => id.toLowerCase());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('wait only for others of the template, never for each other in a ring', () => {
    const resources = deployed();
    const waits = new Map(resources.map(({ id, dependsOn }) => [id, dependsOn]));
    expect(resources.flatMap(({ dependsOn }) => dependsOn.filter((id) => !waits.has(id)))).toEqual([]);
    const done = new Set<string>();
    for (let round = 0; round < resources.length; round++) {
      for (const [id, on] of waits) if (on.every((other) => done.has(other))) done.add(id);
    }
    expect([...waits.keys()].filter((id) => !done.has(id))).toEqual([]);
  });

  test('wait for what they name', () => {
    const table = (name: string) =>
      ofType('Microsoft.OperationalInsights/workspaces/tables').find((t) => t.name.endsWith(`/${name}`))?.id;
    const tables = RECORD_TYPES.map((type) => table(RECORD_NAMES[type].table));
    expect(ofType('Microsoft.Insights/dataCollectionRules')[0]?.dependsOn).toEqual(expect.arrayContaining(tables));
    for (const type of RECORD_TYPES) {
      const saved = ofType('Microsoft.OperationalInsights/workspaces/savedSearches').find((f) =>
        f.name.endsWith(`/${RECORD_NAMES[type].function}`),
      );
      expect(saved?.dependsOn).toContain(table(RECORD_NAMES[type].table));
    }
    for (const { body, dependsOn } of ofType(`${AUTHORIZATION}roleAssignments`)) {
      const there = deployed().some(({ id }) => id === body['scope']);
      if (there) expect(dependsOn).toContain(body['scope']);
    }
  });

  // A workspace answers 409 to a saved search that comes while it writes another
  // (https://github.com/MicrosoftDocs/azure-docs/issues/49275).
  test('write one saved search after the other', () => {
    const saved = ofType('Microsoft.OperationalInsights/workspaces/savedSearches');
    const ids = saved.map(({ id }) => id);
    expect(saved.map(({ dependsOn }) => dependsOn.filter((id) => ids.includes(id)))).toEqual(
      ids.map((_, at) => (at === 0 ? [] : [ids[at - 1]])),
    );
  });

  test('have the same names each time, and other role assignments for another identity', () => {
    const names = (principalId: string) =>
      deploy({ principalId })
        .resources()
        .map(({ id }) => id);
    expect(names(PRINCIPAL)).toEqual(names(PRINCIPAL));
    const changed = names('0c7d5b8f-4d0e-4a51-8f3b-5f2c1f0a2e11').filter((id) => !names(PRINCIPAL).includes(id));
    // One on the workspace, one on the rule, one on each table.
    expect(changed).toHaveLength(RECORD_TYPES.length + 2);
    expect(changed.every((id) => id.includes(`/providers/${AUTHORIZATION}roleAssignments/`))).toBe(true);
  });

  test('follow the parameters', () => {
    const resources = deploy({
      workspaceName: 'other-ws',
      ruleName: 'intel',
      retentionInDays: 90,
      location: 'northeurope',
    }).resources();
    const named = (type: string) => resources.filter((resource) => resource.type === type);
    expect(
      named('Microsoft.OperationalInsights/workspaces/tables').map(({ properties }) => properties['retentionInDays']),
    ).toEqual(RECORD_TYPES.map(() => 90));
    const [rule] = named('Microsoft.Insights/dataCollectionRules');
    expect([rule?.name, rule?.body['location']]).toEqual(['intel', 'northeurope']);
    expect(JSON.stringify(resources)).not.toContain('soc-logs');
  });

  test("the functions pass Azure's own specification", async ({ skip }) => {
    const oav = await createOavRecorder();
    if (!oav) return skip('the API descriptions are not beside this checkout');
    for (const { id, properties, name } of ofType('Microsoft.OperationalInsights/workspaces/savedSearches')) {
      // A template has the etag among the properties, the request beside them.
      const { etag, ...rest } = properties;
      const body = Buffer.from(JSON.stringify({ etag, properties: rest }));
      const stored = Buffer.from(JSON.stringify({ id, name, type: 'x', etag, properties: rest }));
      oav.onExchange(
        {
          method: 'PUT',
          path: id,
          query: new URLSearchParams({ 'api-version': '2020-08-01' }),
          headers: {},
          body,
        },
        { status: 200, headers: {}, body: stored },
      );
    }
    expect(oav.count()).toBe(RECORD_TYPES.length);
    expect(await oav.errors()).toEqual([]);
  });
});

describe('what it puts out', () => {
  const ruleAnswer = {
    endpoints: { logsIngestion: 'https://huntsync-ab12.westeurope-1.ingest.monitor.azure.com' },
    immutableId: 'dcr-0123',
  };
  const outputs = () =>
    deploy({}, (id, apiVersion) => {
      const [rule] = ofType('Microsoft.Insights/dataCollectionRules');
      expect([id, apiVersion]).toEqual([rule?.id, rule?.apiVersion]);
      return ruleAnswer;
    }).outputs();

  test('is what the configuration wants, as it stands', () => {
    expect(outputs()).toEqual({
      records: { endpoint: ruleAnswer.endpoints.logsIngestion, ruleId: 'dcr-0123' },
      workbookId: ofType('Microsoft.Insights/workbooks')[0]?.id,
    });
    const platform = {
      name: 'soc',
      kind: 'sentinel',
      subscriptionId: 's',
      resourceGroup: 'soc',
      workspace: 'soc-logs',
    };
    const config = configSchema(SETTINGS).parse({
      sources: [{ kind: 'briefings', path: './b' }],
      platforms: [{ ...platform, records: outputs()['records'] }],
    });
    const [sentinel] = config.platforms as SentinelConfig[];
    const streams = Object.keys(
      (ofType('Microsoft.Insights/dataCollectionRules')[0]?.properties['streamDeclarations'] ?? {}) as object,
    );
    expect(Object.values(sentinel?.records?.streams ?? {})).toEqual(streams);
  });
});
