import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import type { EntraCall } from '../../src/azure/client.ts';
import { silentLog } from '../../src/core/log.ts';
import { ruleId } from '../../src/defender/names.ts';
import { fromNative, toNative } from '../../src/defender/native.ts';
import { rulesAt } from '../../src/defender/rules.ts';
import { createRuleWriter } from '../../src/defender/write.ts';
import type { ActualObject, Fields, Marker } from '../../src/sync/types.ts';

const KEY = 'uc:UC_TEST';
const FIELDS: Fields = {
  query: 'DeviceEvents\n| where FileName == "a"',
  displayName: 'A title (a1b2c3)',
  status: 'enabled',
  frequency: 'P1D',
  alertTitle: 'A title (a1b2c3)',
  description: 'Why it is there.',
  alertSeverity: 'high',
  entities: 'hosts(deviceIdColumn=DeviceId)',
  use: 'hunting',
};
const MARKER: Marker = { key: KEY, written: {}, evidence: { articles: [], newest: null, sources: [] }, retired: null };
const ISOLATES = { isolateDevices: [{ isolationType: 'full', deviceIdColumn: 'DeviceId' }] };

/** A rule as Graph has it, and what is asked of it. */
function ruleWith(automatedActions: object) {
  const { detectionAction, ...body } = toNative({ fields: FIELDS, marker: MARKER }, null);
  const raw = { id: ruleId(KEY), ...body, detectionAction: { ...detectionAction, automatedActions } };
  const asked: EntraCall[] = [];
  const send = async (call: EntraCall) => {
    asked.push(call);
    const answer = call.method === 'PATCH' ? { ...raw, ...(call.body as object) } : raw;
    return { status: 200, bodyAsText: JSON.stringify(answer) } as PipelineResponse;
  };
  const rules = rulesAt('https://graph.example');
  const write = createRuleWriter({
    platform: 'soc-defender',
    graph: { send },
    rules,
    log: silentLog,
    now: () => new Date(),
  });
  const before = fromNative(raw) as ActualObject;
  const update = async (fields: Fields) => {
    const after = { fields: { ...FIELDS, ...fields }, marker: MARKER };
    const { status } = await write({
      op: 'update',
      key: KEY,
      id: before.id,
      name: before.name,
      fields: [],
      after,
      before,
    });
    return { status, sent: asked.filter(({ method }) => method === 'PATCH').length };
  };
  return update;
}

test.each<Fields>([{ query: 'DeviceEvents' }, { entities: 'hosts(nameColumn=DeviceName)' }, { frequency: 'PT1H' }])(
  'an article does not decide on what the automated actions of a rule act: %j',
  async (fields) => {
    expect(await ruleWith(ISOLATES)(fields)).toEqual({ status: 'conflict', sent: 0 });
    expect(await ruleWith({ isolateDevices: [] })(fields)).toEqual({ status: 'done', sent: 1 });
  },
);

test('such a rule is still told of and retired', async () => {
  expect(await ruleWith(ISOLATES)({ description: 'Another article.' })).toEqual({ status: 'done', sent: 1 });
  expect(await ruleWith(ISOLATES)({ status: 'disabled', use: 'retired' })).toEqual({ status: 'done', sent: 1 });
});
