import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SplunkdForTest, splunkdForTest } from './client.ts';

let splunkd: SplunkdForTest;
const EVENT = '{"event":"a","index":"ti"}';
const CHANNEL = '11111111-1111-4111-8111-111111111111';

beforeAll(async () => {
  splunkd = await splunkdForTest({
    hecTokens: [
      { token: 'plain', indexes: ['ti', 'main'] },
      { token: 'off', disabled: true },
      { token: 'acking', useAck: true, acksAfter: 1 },
    ],
    limits: { hecContentLength: 500 },
  });
});
afterAll(() => splunkd.close());

async function send(token: string, body: string | Buffer, headers: Record<string, string> = {}, path = 'event') {
  const response = await fetch(`${splunkd.server.url}/services/collector/${path}`, {
    method: 'POST',
    headers: { authorization: `Splunk ${token}`, ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return [response.status, await response.json().catch(() => undefined)];
}

describe('tokens of the HTTP Event Collector', () => {
  it('takes a body in gzip, and refuses one that is none', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    expect(await send('plain', gzipSync(EVENT + EVENT), gzip)).toEqual([200, { text: 'Success', code: 0 }]);
    expect(splunkd.state.events).toHaveLength(2);
    expect(await send('plain', EVENT, gzip)).toMatchObject([400, { code: 6 }]);
    expect(await send('plain', gzipSync('output_mode=json&a=b'), gzip)).toMatchObject([400, { code: 6 }]);
  });

  it('refuses a token that is disabled, and an index that it may not write to, counted from 1', async () => {
    const before = splunkd.state.events.length;
    expect(await send('off', EVENT)).toEqual([403, { text: 'Token disabled', code: 1 }]);
    const other = `${EVENT}{"event":"b","index":"secret"}`;
    expect(await send('plain', other)).toMatchObject([400, { code: 7, 'invalid-event-number': 2 }]);
    expect(await send('plain', 'x', {}, 'raw?index=secret')).toMatchObject([400, { code: 7 }]);
    expect(splunkd.state.events).toHaveLength(before);
    expect(await send('plain', '{"event":"no index"}')).toMatchObject([200, {}]);
  });

  it('refuses more than the administrator allows', async () => {
    expect(await send('plain', `{"event":"${'x'.repeat(600)}"}`)).toEqual([413, undefined]);
  });

  it('acknowledges by channel, once, when the events are indexed', async () => {
    const channel = { 'x-splunk-request-channel': CHANNEL };
    expect(await send('acking', EVENT)).toMatchObject([400, { code: 10 }]);
    expect(await send('acking', EVENT, { 'x-splunk-request-channel': 'mine' })).toMatchObject([400, { code: 11 }]);
    expect(await send('acking', EVENT, channel)).toEqual([200, { text: 'Success', code: 0, ackId: 0 }]);
    expect(await send('acking', EVENT, channel)).toMatchObject([200, { ackId: 1 }]);
    expect(await send('acking', EVENT, {}, `event?channel=${CHANNEL.replace('1', '2')}`)).toMatchObject([
      200,
      { ackId: 0 },
    ]);
    const ask = (acks: unknown) => send('acking', JSON.stringify({ acks }), channel, 'ack');
    expect(await ask([0, 1, 7])).toEqual([200, { acks: { 0: false, 1: false, 7: false } }]);
    expect(await ask([0])).toEqual([200, { acks: { 0: true } }]);
    expect(await ask([0, 1])).toEqual([200, { acks: { 0: false, 1: true } }]);
    expect(await ask('all')).toMatchObject([400, { code: 6 }]);
    expect(await send('acking', '{', channel, 'ack')).toMatchObject([400, { code: 6 }]);
    expect(await send('acking', '{"acks":[0]}', {}, 'ack')).toMatchObject([400, { code: 10 }]);
    expect(await send('plain', '{"acks":[0]}', channel, 'ack')).toMatchObject([400, { code: 14 }]);
  });
});
