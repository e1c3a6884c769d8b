import type { Call } from './call.ts';
import { contentType, type Reply } from './reply.ts';
import type { HecEvent } from './state.ts';

/** HTTP Event Collector answers: code -> status and text (Splunk's troubleshooting table of HEC response codes). */
const ANSWERS = {
  0: [200, 'Success'],
  2: [401, 'Token is required'],
  3: [401, 'Invalid authorization'],
  4: [403, 'Invalid token'],
  5: [400, 'No data'],
  6: [400, 'Invalid data format'],
  12: [400, 'Event field is required'],
  13: [400, 'Event field cannot be blank'],
  14: [400, 'ACK is disabled'],
  17: [200, 'HEC is healthy'],
} as const;

/**
 * POST collector[/event]: JSON objects one after another, or in an array. A bad one is named by invalid-event-number,
 * counted from 0 (splunkd 10.4.2 as measured by mockdr); nothing of its request is kept here, which is not confirmed.
 */
export function collectEvents(call: Call): Reply {
  const token = tokenOf(call);
  if (typeof token !== 'string') return token;
  const text = call.request.body.toString('utf8');
  if (text.trim() === '') return answer(5);
  const events: HecEvent[] = [];
  const { values, broken } = jsonValues(text);
  for (const [i, value] of values.entries()) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return answer(6, i);
    const record = value as Record<string, unknown>;
    if (record['event'] === undefined || record['event'] === null) return answer(12, i);
    if (record['event'] === '') return answer(13, i);
    events.push({ ...record, token, event: record['event'] } as HecEvent);
  }
  if (broken) return answer(6, values.length);
  call.splunkd.state.events.push(...events);
  return answer(0);
}

/** POST collector/raw: one event a line; metadata in the query. */
export function collectRaw(call: Call): Reply {
  const token = tokenOf(call);
  if (typeof token !== 'string') return token;
  const lines = call.request.body
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  if (lines.length === 0) return answer(5);
  const metadata = Object.fromEntries(call.request.query);
  for (const event of lines) call.splunkd.state.events.push({ ...metadata, token, event });
  return answer(0);
}

/** POST collector/ack: no token here acknowledges. */
export function collectAck(call: Call): Reply {
  const token = tokenOf(call);
  return typeof token === 'string' ? answer(14) : token;
}

export function collectorHealth(): Reply {
  return answer(17);
}

function tokenOf(call: Call): string | Reply {
  const header = call.request.headers.authorization;
  if (header === undefined) return answer(2);
  const [, token] = /^Splunk\s+(\S+)$/i.exec(header) ?? [];
  if (token === undefined) return answer(3);
  return call.splunkd.hecTokens.includes(token) ? token : answer(4);
}

function answer(code: keyof typeof ANSWERS, invalid?: number): Reply {
  const [status, text] = ANSWERS[code];
  const body = { text, code, ...(invalid === undefined ? {} : { 'invalid-event-number': invalid }) };
  return { kind: 'raw', response: { status, headers: contentType(true), body: JSON.stringify(body) } };
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
