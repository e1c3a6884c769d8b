import { afterEach, describe, expect, it } from 'vitest';
import { emptyGraphState, type GraphOptions } from '../../../src/sandbox/graph/index.ts';
import { openStore } from '../../../src/sandbox/store.ts';
import { detectionRule, type GraphUnderTest, RULES, startGraph, withQuery } from '../../support/graph-stand-in.ts';

let graph: GraphUnderTest;
afterEach(() => graph.server.close());

async function start(options: GraphOptions = {}): Promise<GraphUnderTest> {
  graph = await startGraph(options);
  return graph;
}

const ONE = `${RULES}/shadow-copies`;

describe('detection rules', () => {
  it('creates, reads, lists and deletes', async () => {
    const { call, state } = await start({ now: () => new Date('2026-11-02T03:04:05.678Z') });
    const made = await call('POST', RULES, detectionRule());
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      '@odata.context': expect.stringMatching(/\/v1\.0\/\$metadata#security\/rules\/detectionRules\/\$entity$/),
      '@odata.type': '#microsoft.graph.security.detectionRule',
      id: 'shadow-copies',
      displayName: 'Shadow copies deleted',
      description: null,
      status: 'disabled',
      createdBy: 'sandbox',
      createdDateTime: '2026-11-02T03:04:05.6780000Z',
      lastModifiedDateTime: '2026-11-02T03:04:05.6780000Z',
      schedule: { frequency: 'P1D' },
      detectionAction: {
        alertTemplate: { severity: 'medium', recommendedActions: null, customDetails: null, entityMappings: null },
        automatedActions: null,
      },
    });
    expect((await call('GET', ONE)).body).toEqual(made.body);
    expect((await call('GET', `${RULES}('shadow-copies')`)).body.id).toBe('shadow-copies');
    const { '@odata.context': _, ...entity } = made.body;
    expect((await call('GET', RULES)).body.value).toEqual([entity]);
    expect(Object.keys(state.rules)).toEqual(['/shadow-copies']);
    const gone = await call('DELETE', ONE);
    expect([gone.status, gone.body]).toEqual([204, undefined]);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      expect(await call(method, ONE, method === 'PATCH' ? {} : undefined)).toMatchObject({
        status: 404,
        body: {
          error: { code: 'NotFound', message: expect.any(String), innerError: { 'request-id': expect.any(String) } },
        },
      });
    }
    expect((await call('GET', RULES)).body.value).toEqual([]);
  });

  it('is enabled unless it says otherwise, and ignores what the service writes', async () => {
    const { call } = await start();
    const { status: _, ...rule } = detectionRule({
      createdBy: 'someone',
      lastModifiedDateTime: '2020-01-01T00:00:00Z',
    });
    const { body } = await call('POST', RULES, rule);
    expect(body).toMatchObject({ status: 'enabled', createdBy: 'sandbox' });
    expect(body.lastModifiedDateTime).not.toMatch(/^2020/);
  });

  it('changes what a PATCH names, and nothing else', async () => {
    let clock = Date.parse('2026-11-02T00:00:00Z');
    const { call } = await start({ now: () => new Date(clock) });
    const alert = { description: 'why', customDetails: { article: 'Article', key: 'Key' } };
    await call('POST', RULES, detectionRule({ description: 'ours' }, alert));
    clock += 60_000;
    const changes = {
      status: 'enabled',
      description: null,
      detectionAction: { alertTemplate: { severity: 'high', customDetails: { key: null, more: 'More' } } },
    };
    const { status, body } = await call('PATCH', ONE, changes);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      displayName: 'Shadow copies deleted',
      description: null,
      status: 'enabled',
      createdDateTime: '2026-11-02T00:00:00.0000000Z',
      lastModifiedDateTime: '2026-11-02T00:01:00.0000000Z',
      queryCondition: { queryText: expect.stringContaining('shadows') },
    });
    expect(body.detectionAction.alertTemplate).toMatchObject({
      title: 'Shadow copies deleted',
      description: 'why',
      severity: 'high',
      customDetails: { article: 'Article', more: 'More' },
    });
    expect(body.detectionAction.alertTemplate.customDetails).not.toHaveProperty('key');
    expect((await call('GET', ONE)).body).toEqual(body);
  });

  it.each([
    ['no id', { id: undefined }, {}, /'id' is required/],
    ['no displayName', { displayName: undefined }, {}, /'displayName' is required/],
    ['an empty displayName', { displayName: '' }, {}, /'displayName' is required/],
    ['no query', { queryCondition: {} }, {}, /'queryCondition\.queryText' is required/],
    ['no queryCondition', { queryCondition: null }, {}, /'queryCondition' is required/],
    ['no frequency', { schedule: {} }, {}, /'schedule\.frequency' is required/],
    ['no alert', { detectionAction: {} }, {}, /'detectionAction\.alertTemplate' is required/],
    ['no title', {}, { title: undefined }, /title' is required/],
    ['another severity', {}, { severity: 'critical' }, /severity': one of informational, low, medium, high/],
    ['another status', { status: 'autoDisabled' }, {}, /'status': one of enabled, disabled/],
    [
      'the beta version’s period',
      { schedule: { period: '24H' } },
      {},
      /'period' does not exist on type .*ruleSchedule/,
    ],
    ['the beta version’s isEnabled', { isEnabled: true }, {}, /'isEnabled' does not exist on type/],
    ['the beta version’s category', {}, { category: 'Execution' }, /'category' does not exist on type .*alertTemplate/],
    ['a frequency that is no duration', { schedule: { frequency: '24H' } }, {}, /frequency': a duration of ISO 8601/],
    ['a frequency beyond two weeks', { schedule: { frequency: 'P15D' } }, {}, /frequency is not supported/],
    ['a kind of entity that there is not', {}, { entityMappings: { devices: [] } }, /'devices' does not exist/],
    [
      'a column of an entity that there is not',
      {},
      { entityMappings: { hosts: [{ ip: 'A' }] } },
      /'ip' does not exist/,
    ],
    ['mappings that are no collection', {}, { entityMappings: { hosts: {} } }, /hosts': a collection/],
    ['a detail that is no text', {}, { customDetails: { a: 1 } }, /customDetails\.a': a string/],
    [
      '21 details',
      {},
      { customDetails: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`d${i}`, 'A'])) },
      /20 pairs/,
    ],
    ['details of 5 kB', {}, { customDetails: { a: 'x'.repeat(5000) } }, /4096 bytes/],
  ])('refuses %s', async (_, rule, alert, message) => {
    const { call, state } = await start();
    const { status, body } = await call('POST', RULES, detectionRule(rule, alert));
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'BadRequest', message: expect.stringMatching(message) });
    expect(body.error.innerError.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    expect(state.rules).toEqual({});
  });

  it.each([
    ['{', 400],
    ['[]', 400],
  ])('refuses the body %s', async (text, status) => {
    const { call } = await start();
    expect((await call('POST', RULES, text)).status).toBe(status);
  });

  it('refuses a body that is not called JSON, and methods that there are not', async () => {
    const { call } = await start();
    expect((await call('POST', RULES)).status).toBe(415);
    expect((await call('PUT', RULES, {})).status).toBe(405);
    await call('POST', RULES, detectionRule());
    expect((await call('PUT', ONE, {})).status).toBe(405);
    expect((await call('GET', '/v1.0/security/rules')).body.error.code).toBe('ResourceNotFound');
  });

  it('refuses a PATCH that takes away what is required, or changes the id', async () => {
    const { call } = await start();
    const made = await call('POST', RULES, detectionRule());
    for (const changes of [
      { displayName: null },
      { schedule: { frequency: null } },
      { id: 'another' },
      { colour: 'red' },
    ]) {
      expect((await call('PATCH', ONE, changes)).status).toBe(400);
    }
    expect((await call('PATCH', ONE, { id: 'shadow-copies' })).status).toBe(200);
    expect((await call('GET', ONE)).body.displayName).toBe(made.body.displayName);
  });

  it('knows each id, name and title once', async () => {
    const { call } = await start();
    await call('POST', RULES, detectionRule());
    const post = (rule: Record<string, unknown>, alert = {}) => call('POST', RULES, detectionRule(rule, alert));
    expect((await post({ displayName: 'b' }, { title: 'b' })).body.error.code).toBe('Conflict');
    expect(await post({ id: 'b' }, { title: 'b' })).toMatchObject({
      status: 409,
      body: { error: { code: 'Conflict' } },
    });
    expect(await post({ id: 'b', displayName: 'b' })).toMatchObject({ status: 400 });
    expect((await post({ id: 'b', displayName: 'b' }, { title: 'b' })).status).toBe(201);
    expect((await call('PATCH', `${RULES}/b`, { displayName: 'Shadow copies deleted' })).status).toBe(409);
    expect((await call('PATCH', `${RULES}/b`, { displayName: 'c' })).status).toBe(200);
  });

  it('spells a span of time as .NET does', async () => {
    const { call } = await start();
    await call('POST', RULES, detectionRule());
    for (const [given, kept] of [
      ['PT0H', 'PT0S'],
      ['PT60M', 'PT1H'],
      ['PT90M', 'PT1H30M'],
      ['P1DT1H', 'P1DT1H'],
      ['PT86400S', 'P1D'],
    ]) {
      const { body } = await call('PATCH', ONE, { schedule: { frequency: given } });
      expect(body.schedule.frequency).toBe(kept);
    }
  });

  it('answers other line ends than it was sent, where it is told to', async () => {
    const { call } = await start({ newlines: 'crlf' });
    const { body } = await call('POST', RULES, withQuery('DeviceInfo\n| take 1', { description: 'a\nb' }));
    expect([body.queryCondition.queryText, body.description]).toEqual(['DeviceInfo\r\n| take 1', 'a\r\nb']);
  });

  it('takes any id for what it is', async () => {
    const { call } = await start();
    for (const id of ['__proto__', 'a b/ü']) {
      expect((await call('POST', RULES, detectionRule({ id, displayName: id }, { title: id }))).status).toBe(201);
      expect((await call('GET', `${RULES}/${encodeURIComponent(id)}`)).body.id).toBe(id);
    }
  });

  it('keeps its state in the store it was given', async () => {
    const store = openStore(undefined, emptyGraphState());
    const { call } = await start({ store });
    await call('POST', RULES, detectionRule());
    expect(Object.values(store.state.rules)).toMatchObject([{ id: 'shadow-copies' }]);
    expect(JSON.parse(JSON.stringify(store.state))).toEqual(store.state);
  });
});
