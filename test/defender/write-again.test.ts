import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeMarker } from '../../src/defender/marker.ts';
import { ruleId } from '../../src/defender/names.ts';
import { fromNative, IN_USE, toNative } from '../../src/defender/native.ts';
import type { DetectionRule } from '../../src/sandbox/graph/index.ts';
import type { Platform, WriteOutcome } from '../../src/sync/platform.ts';
import type { ActualObject, Change, Fields, Marker } from '../../src/sync/types.ts';
import { RULES } from '../support/graph-stand-in.ts';
import { type DefenderUnderTest, startDefender } from './fixtures.ts';

const KEY = 'uc:UC_TEST';
const ID = ruleId(KEY);
const MARKER: Marker = { key: KEY, written: {}, evidence: { articles: [], newest: null, sources: [] }, retired: null };
const FIELDS: Fields = {
  query: 'DeviceEvents\n| where FileName == "a"',
  displayName: 'A title',
  status: 'disabled',
  frequency: 'P1D',
  alertTitle: 'A title',
  description: 'Why it is there.',
  alertSeverity: 'high',
  use: IN_USE,
};
const AT = '2026-01-01T00:00:00.0000000Z';
const ISOLATES = { isolateDevices: [{ isolationType: 'full', deviceIdColumn: 'DeviceId' }] };

let defender: DefenderUnderTest;
/** What an analyst does while a request waits. */
let meanwhile: (() => void) | undefined;
const rule = () => defender.state.rules[`/${ID}`] as DetectionRule;
const edit = (change: Partial<DetectionRule>) => {
  defender.state.rules[`/${ID}`] = { ...rule(), ...change, lastModifiedDateTime: '2026-01-02T00:00:00.0000000Z' };
};

beforeEach(async () => {
  meanwhile = undefined;
  defender = await startDefender();
  const body = toNative({ fields: FIELDS, marker: MARKER }, null) as unknown as DetectionRule;
  const times = { createdBy: 'us', createdDateTime: AT, lastModifiedBy: 'us', lastModifiedDateTime: AT };
  defender.state.rules[`/${ID}`] = { ...body, id: ID, ...times };
});
afterEach(() => defender.server.close());

function connect(): Platform {
  const sleep = async () => {
    meanwhile?.();
    meanwhile = undefined;
  };
  return defender.connect({}, { sleep });
}

async function write(fields: Fields | null, platform = connect()): Promise<string> {
  return (await carryOut(fields, platform)).status;
}

async function carryOut(fields: Fields | null, platform = connect()): Promise<WriteOutcome> {
  const before = fromNative(structuredClone(rule())) as ActualObject;
  const after = fields && { fields: { ...before.fields, ...fields }, marker: MARKER };
  const change: Change = { op: after ? 'update' : 'prune', key: KEY, id: ID, name: '', fields: [], after, before };
  return platform.write(change);
}

const path = new RegExp(`^${RULES}/[^/]+$`);
const CHANGE = { description: 'Another article.' };

test.each([
  { respond: { status: 503, headers: { 'retry-after': '90' } } },
  { respond: { status: 429, headers: { 'retry-after': '60' } } },
  { reset: 'before' },
  { reset: 'after' },
] as const)('an edit that is made while a write waits to be repeated stays: %j', async (fault) => {
  defender.server.fault({ method: 'PATCH', path, ...fault });
  meanwhile = () => edit({ displayName: 'By an analyst' });
  expect(await write(CHANGE)).toBe('conflict');
  expect(rule().displayName).toBe('By an analyst');
});

test('so does a rule that was edited while its deletion waited', async () => {
  defender.server.fault({ method: 'DELETE', path, respond: { status: 503 } });
  meanwhile = () => edit({ displayName: 'By an analyst' });
  expect(await write(null)).toBe('conflict');
  expect(rule().displayName).toBe('By an analyst');
});

test('actions that were given meanwhile are not steered by the repetition', async () => {
  defender.server.fault({ method: 'PATCH', path, respond: { status: 503 } });
  meanwhile = () => edit({ detectionAction: { ...rule().detectionAction, automatedActions: ISOLATES } });
  expect(await write({ query: 'DeviceEvents' })).toBe('conflict');
  expect(rule().queryCondition.queryText).toBe(FIELDS['query']);
});

test('it is read again after a pause that another request was answered with', async () => {
  defender.server.fault({ method: 'GET', path, delayMs: 200 });
  defender.server.fault({
    method: 'GET',
    path: new RegExp(`^${RULES}$`),
    respond: { status: 429, headers: { 'retry-after': '30' } },
  });
  let go = () => {};
  // The list waits to be repeated for as long as the write takes.
  const waits = [new Promise<void>((resolve) => (go = resolve))];
  const platform = defender.connect({}, { sleep: () => waits.pop() ?? Promise.resolve() });
  const listing = platform.list();
  expect(await write(CHANGE, platform)).toBe('done');
  go();
  await listing;
  const asked = defender.server.log.filter((one) => path.test(one.path)).map(({ method }) => method);
  expect(asked).toEqual(['GET', 'GET', 'PATCH']);
});

test('where nobody has edited it, the write is repeated, once for a lost answer too', async () => {
  for (const fault of [{ respond: { status: 503 } }, { reset: 'after' }] as const) {
    defender.server.fault({ method: 'PATCH', path, ...fault });
    expect(await write({ description: `Another article: ${JSON.stringify(fault)}` })).toBe('done');
  }
  expect(rule().detectionAction.alertTemplate.description).toContain('reset');
});

test('only an answer tells how the rule was stored: what is read afterwards may have been edited since', async () => {
  expect(await carryOut(CHANGE)).toMatchObject({ status: 'done', stored: { fields: CHANGE } });
  const empty = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
  defender.server.fault({
    method: 'PATCH',
    path,
    async through(request, handle) {
      await handle(request);
      edit({ displayName: 'By an analyst' });
      return empty;
    },
  });
  expect(await carryOut({ description: 'A third article.' })).toEqual({ status: 'done', stored: undefined });
});

test('the words around the marker stay', async () => {
  const told = encodeMarker(MARKER, { use: IN_USE, severity: '' });
  edit({ description: `Watched by tier 2. ${told.slice(told.indexOf('['))} Ask before editing.` });
  expect(await write(CHANGE)).toBe('done');
  expect(rule().description).toMatch(/^Watched by tier 2\. \[huntsync [^\]]+\] Ask before editing\.$/);
  expect(rule().detectionAction.alertTemplate.description).toBe(CHANGE.description);
});
