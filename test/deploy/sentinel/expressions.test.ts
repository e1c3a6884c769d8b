import { describe, expect, test } from 'vitest';
import { type ArmTemplate, createArm } from '../../support/arm.ts';

const template: ArmTemplate = {
  $schema: '',
  contentVersion: '1.0.0.0',
  parameters: {
    name: { type: 'string', minLength: 2, metadata: { description: '' } },
    days: { type: 'int', defaultValue: 30, maxValue: 90, metadata: { description: '' } },
  },
  variables: { id: "[resourceId('Microsoft.X/a/b', parameters('name'), 'it''s')]" },
  resources: [],
  outputs: { host: { type: 'string', value: "[reference(variables('id'), '2020-01-01').hosts[0]]" } },
};
const arm = (parameters: Record<string, unknown> = { name: 'box' }) =>
  createArm(template, {
    subscriptionId: 'sub',
    resourceGroup: 'rg',
    location: 'westeurope',
    parameters,
    reference: (id, apiVersion) => ({ hosts: [`${id}?${apiVersion}`] }),
  });

describe('the expressions of a template', () => {
  test('mean what Azure says they do', () => {
    const id = "/subscriptions/sub/resourceGroups/rg/providers/Microsoft.X/a/box/b/it's";
    expect(arm().resolve("[variables('id')]")).toBe(id);
    expect(arm().resolve("[format('{0}/{1}', parameters('name'), 'x')]")).toBe('box/x');
    expect(arm().resolve("[and(not(empty(parameters('name'))), not(empty('')))]")).toBe(false);
    expect(arm().resolve('[resourceGroup().location]')).toBe('westeurope');
    expect(
      arm().resolve({ days: "[parameters('days')]", plain: '[[literal]', list: ['[resourceGroup().name]'] }),
    ).toEqual({
      days: 30,
      plain: '[literal]',
      list: ['rg'],
    });
    expect(arm().resolve(`[string(union(json('{"a":1,"b":2}'), createObject('b', createArray('c'))))]`)).toBe(
      '{"a":1,"b":["c"]}',
    );
    expect(arm().outputs()).toEqual({ host: `${id}?2020-01-01` });
  });

  test('make the same guid of the same texts, and another of others', () => {
    const guid = (...texts: string[]) => arm().resolve(`[guid(${texts.map((text) => `'${text}'`).join(', ')})]`);
    expect(guid('a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(guid('a', 'b')).toBe(guid('a', 'b'));
    expect(guid('a', 'b')).not.toBe(guid('a', 'c'));
  });

  test.each([
    ["[parameters('nmae')]", 'no parameter nmae'],
    ["[variables('none')]", 'no property none'],
    ["[concat('a')]", 'no function concat()'],
    ["[resourceId('Microsoft.X/a/b', 'one')]", 'needs 2 names, not 1'],
    ["[format('{0}/{1}', 'a')]", 'a text expected'],
    ["[parameters('name']", '"," expected at "the end"'],
    ["[parameters('name')) ]", 'nothing expected'],
    ['[]', 'a value expected'],
    ['[resourceGroup().nmae]', 'no property nmae'],
    ["[reference('id', '1')]", 'no function reference()'],
    ["[not('true')]", 'true or false expected'],
    ['[resourceGroup() + 1]', 'cannot read'],
  ])('refuse %s', (expression, message) => {
    expect(() => arm().resolve(expression)).toThrow(message);
  });

  test.each([
    [{}, 'has no value'],
    [{ name: 'x' }, 'is below 2'],
    [{ name: 1 }, 'is no string'],
    [{ name: 'box', days: 91 }, 'is above 90'],
  ])('refuse the parameters %j', (parameters, message) => {
    expect(() => arm(parameters).resolve(["[parameters('name')]", "[parameters('days')]"])).toThrow(message);
  });
});
