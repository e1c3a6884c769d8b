import fc from 'fast-check';
import { readConf } from '../../../src/sandbox/installed-app.ts';
import type { StandInResponse } from '../../../src/sandbox/server.ts';
import type { HecEvent } from '../../../src/sandbox/splunkd/index.ts';
import type { SplunkConfig } from '../../../src/splunk/config.ts';
import { createSplunkRecordSink } from '../../../src/splunk/records/index.ts';
import { RECORD_NAMES } from '../../../src/splunk/records/names.ts';
import { type FieldSpec, RECORDS, type RecordRow, type RecordType } from '../../../src/sync/records/schema.ts';
import type { RecordSink } from '../../../src/sync/records/sink.ts';
import { setup } from '../support.ts';

export const HEC_TOKEN = 'hec-5b1e0a7c';
export const SAVE = /\/batch_save$/;
export const COLLECT = /\/collector\/event$/;

const COLLECTIONS = readConf(new URL('../../../splunk_app/default/collections.conf', import.meta.url));
const NOW = new Date('2026-06-01T00:00:00Z');

type Deps = Parameters<typeof createSplunkRecordSink>[1];

/** A splunkd stand-in with the collections of our own app, and record sinks that talk to it without real waits. */
export async function records(options: Parameters<typeof setup>[0] = {}) {
  const splunk = await setup({ collections: { huntsync: COLLECTIONS }, hecTokens: [HEC_TOKEN], ...options });
  const open: RecordSink[] = [];
  const warnings: string[] = [];
  const make = (kept: SplunkConfig['records'], deps: Partial<Deps>, overrides: Partial<SplunkConfig>): RecordSink => {
    const sink = createSplunkRecordSink(splunk.config({ records: kept, ...overrides }), {
      log: { debug() {}, info() {}, error() {}, warn: (message) => warnings.push(message) },
      now: () => NOW,
      sleep: async (ms) => {
        splunk.waits.push(ms);
      },
      random: () => 0,
      ...deps,
    });
    open.push(sink);
    return sink;
  };
  const stored = (type: RecordType) =>
    splunk.server.state.kv[`huntsync/${RECORD_NAMES[type].collection}`]?.documents ?? {};
  return {
    ...splunk,
    warnings,
    stored,
    /** Keys of the stored documents, sorted. */
    keys: (type: RecordType) =>
      Object.values(stored(type))
        .map((document) => String(document['_key']))
        .sort(),
    /** Puts a document into a collection, as somebody else would. */
    put(type: RecordType, document: Record<string, unknown>) {
      stored(type)[`nobody/${document['_key']}`] = { ...document, _user: 'nobody' };
    },
    events: (): readonly HecEvent[] => splunk.server.state.events,
    /** `POST 200`, … of the requests to a path, oldest first. */
    calls: (path: RegExp) =>
      splunk.server.log.filter((entry) => path.test(entry.path)).map(({ method, status }) => `${method} ${status}`),
    kvSink: (deps: Partial<Deps> = {}, overrides: Partial<SplunkConfig> = {}) =>
      make({ kvStore: true }, deps, overrides),
    hecSink: (deps: Partial<Deps> = {}, hec: Partial<{ url: string; token: string; index: string }> = {}) =>
      make(
        { kvStore: true, hec: { url: splunk.server.url, token: HEC_TOKEN, index: 'threat_intel', ...hec } },
        deps,
        {},
      ),
    async close() {
      for (const sink of open) await sink.close();
      await splunk.close();
    },
  };
}

export type Records = Awaited<ReturnType<typeof records>>;

export function json(status: number, data: unknown, headers: Record<string, string> = {}): StandInResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    body: JSON.stringify(data),
  };
}

/** A refusal of the KV store, in XML as splunkd's are. */
export function xml(status: number, text: string): StandInResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?><response><messages><msg type="ERROR">${text}</msg></messages></response>`;
  return { status, headers: { 'content-type': 'text/xml; charset=UTF-8' }, body };
}

/** A hunt's record with every field filled. */
export function huntRow(key: string, overrides: Partial<Record<string, unknown>> = {}): RecordRow {
  const examples = Object.fromEntries(RECORDS.hunts.fields.map(({ name, example }) => [name, example]));
  return { ...examples, hunt_key: key, content_hash: `hash of ${key}`, ...overrides } as unknown as RecordRow;
}

export function huntRows(count: number, overrides: Partial<Record<string, unknown>> = {}): RecordRow[] {
  return Array.from({ length: count }, (_, i) => huntRow(`hunt-${String(i).padStart(5, '0')}`, overrides));
}

/** Text that an article's author may send: any UTF-16 at all, and what breaks JSON, XML, queries and terminals. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 20 }),
  fc.constantFrom(
    '"}]',
    '</msg>',
    '$ne',
    '{"$gt":""}',
    '\u0000',
    '\ud800',
    '\\',
    '\r\n',
    '__proto__',
    '\u202e',
    '%00&a=b',
    '',
  ),
);

const day = fc.date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });

function anyValue({ name, type }: FieldSpec): fc.Arbitrary<unknown> {
  if (name === 'content_hash') return fc.stringMatching(/^[0-9a-f]{16}$/);
  switch (type) {
    case 'string':
      return hostile;
    case 'int':
      return fc.nat();
    case 'boolean':
      return fc.boolean();
    case 'date':
      return fc.option(day.map((at) => at.toISOString().slice(0, 10)));
    case 'datetime':
      return day.map((at) => `${at.toISOString().slice(0, 19)}Z`);
    case 'strings':
      return fc.array(hostile, { maxLength: 4 });
  }
}

/** Any record of a type, with a key that can be one. */
export function anyRow(type: RecordType): fc.Arbitrary<RecordRow> {
  const fields = Object.fromEntries(RECORDS[type].fields.map((field) => [field.name, anyValue(field)]));
  const key = hostile.map((text) => `k${clean(text)}`);
  return fc.record({ ...fields, [RECORDS[type].key]: key }) as unknown as fc.Arbitrary<RecordRow>;
}

/** What of a value has a form in UTF-8. */
export function clean<T>(value: T): T {
  if (typeof value === 'string')
    return value
      .replace(/\p{Cs}/gu, '\ufffd')
      .split('\u0000')
      .join('\ufffd') as T;
  return (Array.isArray(value) ? value.map(clean) : value) as T;
}

export function cleanRow(row: RecordRow): RecordRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, clean(value)])) as RecordRow;
}
