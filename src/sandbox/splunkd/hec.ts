import { gunzipSync } from 'node:zlib';
import type { Call } from './call.ts';
import type { HecToken } from './hec-token.ts';
import { contentType, type Reply } from './reply.ts';
import type { HecEvent } from './state.ts';

/** HTTP Event Collector answers: code -> status and text (Splunk's troubleshooting table of HEC response codes). */
const ANSWERS = {
  0: [200, 'Success'],
  1: [403, 'Token disabled'],
  2: [401, 'Token is required'],
  3: [401, 'Invalid authorization'],
  4: [403, 'Invalid token'],
  5: [400, 'No data'],
  6: [400, 'Invalid data format'],
  7: [400, 'Incorrect index'],
  10: [400, 'Data channel is missing'],
  11: [400, 'Invalid data channel'],
  12: [400, 'Event field is required'],
  13: [400, 'Event field cannot be blank'],
  14: [400, 'ACK is disabled'],
  17: [200, 'HEC is healthy'],
} as const;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * POST collector[/event]: JSON objects one after another, or in an array, plain or in gzip. A bad one is named by
 * invalid-event-number, counted from 0, and from 1 where its index is wrong (splunkd 10.4.2 as measured by
 * https://github.com/mockdr/mockdr); nothing of its request is kept here, which is not confirmed.
 */
export function collectEvents(call: Call): Reply {
  const sender = senderOf(call);
  if ('kind' in sender) return sender;
  const text = bodyOf(call);
  if (text === undefined) return answer(6);
  if (text.trim() === '') return answer(5);
  const events: HecEvent[] = [];
  const { values, broken } = jsonValues(text);
  for (const [i, value] of values.entries()) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return answer(6, i);
    const record = value as Record<string, unknown>;
    if (record['event'] === undefined || record['event'] === null) return answer(12, i);
    if (record['event'] === '') return answer(13, i);
    if (!mayWrite(sender, record['index'])) return answer(7, i + 1);
    events.push({ ...record, token: sender.token.token, event: record['event'] } as HecEvent);
  }
  if (broken) return answer(6, values.length);
  return keep(call, sender, events);
}

/** POST collector/raw: one event a line; metadata in the query. */
export function collectRaw(call: Call): Reply {
  const sender = senderOf(call);
  if ('kind' in sender) return sender;
  const lines = (bodyOf(call) ?? '').split('\n').filter((line) => line !== '');
  if (lines.length === 0) return answer(5);
  const metadata = Object.fromEntries(call.request.query);
  if (!mayWrite(sender, metadata['index'])) return answer(7, 1);
  return keep(
    call,
    sender,
    lines.map((event) => ({ ...metadata, token: sender.token.token, event })),
  );
}

/**
 * POST collector/ack {"acks":[0,1]}: which requests of the channel are indexed
 * (https://docs.splunk.com/Documentation/Splunk/latest/Data/AboutHECIDXAck).
 */
export function collectAck(call: Call): Reply {
  const sender = senderOf(call);
  if ('kind' in sender) return sender;
  const { token, channel } = sender;
  if (!token.useAck || channel === undefined) return answer(14);
  const ids = idsOf(bodyOf(call) ?? '');
  if (!ids) return answer(6);
  const acks = Object.fromEntries(ids.map((id) => [id, call.splunkd.hecAcks.ask(token, channel, id)]));
  return reply(200, { acks });
}

export function collectorHealth(): Reply {
  return answer(17);
}

interface Sender {
  readonly token: HecToken;
  readonly channel: string | undefined;
}

/** Who sends: its token is known and enabled, and where that acknowledges there is a channel. Else the refusal. */
function senderOf(call: Call): Sender | Reply {
  const { headers, query, body } = call.request;
  if (headers.authorization === undefined) return answer(2);
  const [, given] = /^Splunk\s+(\S+)$/i.exec(headers.authorization) ?? [];
  if (given === undefined) return answer(3);
  const token = call.splunkd.hecTokens.find((known) => known.token === given);
  if (!token) return answer(4);
  if (token.disabled) return answer(1);
  const { hecContentLength } = call.splunkd.limits;
  if (body.length > hecContentLength) {
    // The status is HTTP's for a body that is too large; that splunkd's answer has no code of its own is not confirmed.
    return reply(413, `Content-Length of ${body.length} too large (maximum is ${hecContentLength})`);
  }
  const channel = headers['x-splunk-request-channel']?.toString() ?? query.get('channel') ?? undefined;
  if (token.useAck && channel === undefined) return answer(10);
  return channel !== undefined && !GUID.test(channel) ? answer(11) : { token, channel };
}

/**
 * A token that lists indexes takes events for these only (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Inputsconf,
 * `indexes`).
 */
function mayWrite({ token }: Sender, index: unknown): boolean {
  return token.indexes === undefined || index === undefined || token.indexes.includes(String(index));
}

/** The body as text, unpacked; undefined where it cannot be. */
function bodyOf({ request }: Call): string | undefined {
  if (request.headers['content-encoding'] !== 'gzip') return request.body.toString('utf8');
  try {
    return gunzipSync(request.body).toString('utf8');
  } catch {
    return undefined;
  }
}

function keep(call: Call, { token, channel }: Sender, events: readonly HecEvent[]): Reply {
  for (const event of events) call.splunkd.state.events.push(event);
  if (!token.useAck || channel === undefined) return answer(0);
  return reply(200, { text: 'Success', code: 0, ackId: call.splunkd.hecAcks.take(token, channel) });
}

function idsOf(text: string): number[] | undefined {
  try {
    const { acks } = JSON.parse(text) as { acks?: unknown };
    return Array.isArray(acks) && acks.every((id) => Number.isInteger(id)) ? (acks as number[]) : undefined;
  } catch {
    return undefined;
  }
}

function answer(code: keyof typeof ANSWERS, invalid?: number): Reply {
  const [status, text] = ANSWERS[code];
  return reply(status, { text, code, ...(invalid === undefined ? {} : { 'invalid-event-number': invalid }) });
}

function reply(status: number, data: object | string): Reply {
  const isJson = typeof data !== 'string';
  const headers = isJson ? contentType(true) : { 'content-type': 'text/plain' };
  return { kind: 'raw', response: { status, headers, body: isJson ? JSON.stringify(data) : data } };
}

/** The JSON values of a text that holds them end to end; `broken` if the rest is no JSON. */
function jsonValues(text: string): { values: unknown[]; broken: boolean } {
  const values: unknown[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const end = valueEnd(rest);
    try {
      const value: unknown = JSON.parse(rest.slice(0, end));
      if (Array.isArray(value)) values.push(...value);
      else values.push(value);
    } catch {
      return { values, broken: true };
    }
    rest = rest.slice(end).trimStart();
  }
  return { values, broken: false };
}

/** Where the object or array at the start ends, by its brackets outside strings. */
function valueEnd(text: string): number {
  let depth = 0;
  for (const part of text.matchAll(/"(?:\\.|[^"\\])*"|[{}[\]]/g)) {
    if (part[0] === '{' || part[0] === '[') depth += 1;
    else if (part[0] === '}' || part[0] === ']') depth -= 1;
    if (depth <= 0) return part.index + part[0].length;
  }
  return text.length;
}
