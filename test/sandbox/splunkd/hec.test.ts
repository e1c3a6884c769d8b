import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SplunkdForTest, splunkdForTest } from './client.ts';

let splunkd: SplunkdForTest;

beforeAll(async () => {
  splunkd = await splunkdForTest({ hecTokens: ['hec-token'] });
});
afterAll(() => splunkd.close());

describe('splunkd HTTP Event Collector', () => {
  const send = (body: string, path = '/services/collector/event', authorization = 'Splunk hec-token') =>
    splunkd.send('POST', path, body, { authorization });

  it('takes events end to end, in an array, and raw lines', async () => {
    expect((await send('{"event":{"a":"}{"},"index":"ti"}{"event":"two"}\n{"event":0}')).json).toEqual({
      text: 'Success',
      code: 0,
    });
    expect((await send('[{"event":"four"}]', '/services/collector')).status).toBe(200);
    expect((await send('five\nsix\n', '/services/collector/raw?index=raw')).status).toBe(200);
    expect(splunkd.state.events.map((e) => e.event)).toEqual([{ a: '}{' }, 'two', 0, 'four', 'five', 'six']);
    expect(splunkd.state.events[0]).toMatchObject({ index: 'ti' });
    expect(splunkd.state.events[5]).toMatchObject({ index: 'raw' });
  });

  it.each([
    ['', 400, { code: 5, text: 'No data' }],
    ['{"event":"a"}{"event":', 400, { code: 6, 'invalid-event-number': 1 }],
    ['{"event":"a"} 7', 400, { code: 6, 'invalid-event-number': 1 }],
    ['{"event":"a"}{"index":"x"}', 400, { code: 12, 'invalid-event-number': 1 }],
    ['{"event":""}', 400, { code: 13, 'invalid-event-number': 0 }],
  ])('refuses %s', async (body, status, answer) => {
    const before = splunkd.state.events.length;
    const response = await send(body);
    expect(response.status).toBe(status);
    expect(response.json).toMatchObject(answer);
    expect(splunkd.state.events).toHaveLength(before);
  });

  it('refuses no token, no scheme and a strange token; tells its health without one', async () => {
    const event = '{"event":"a"}';
    const none = await splunkd.send('POST', '/services/collector', event, {});
    expect([none.status, none.json.code]).toEqual([401, 2]);
    const bare = await send(event, '/services/collector', 'hec-token');
    expect([bare.status, bare.json.code]).toEqual([401, 3]);
    for (const path of ['/services/collector', '/services/collector/raw', '/services/collector/ack']) {
      const wrong = await send(event, path, 'Splunk nonsense');
      expect([wrong.status, wrong.json.code]).toEqual([403, 4]);
    }
    expect((await send('{"acks":[0]}', '/services/collector/ack')).json.code).toBe(14);
    expect((await splunkd.send('GET', '/services/collector/health', undefined, {})).json.code).toBe(17);
  });
});
