import {
  type SpanOptions as ApiSpanOptions,
  type Attributes,
  trace as api,
  type Span,
  type Context as SpanContext,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTrace } from '../../src/commands/open-telemetry.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

/** A span as an exporter would have it. */
interface Seen {
  readonly name: string;
  readonly parent: string | undefined;
  readonly attributes: Attributes;
  status: SpanStatusCode;
  ended: boolean;
  flushed: boolean;
}

/** What an SDK registers, as far as it is asked here: it keeps all spans. */
function register(): Seen[] {
  const seen: Seen[] = [];
  const names = new Map<Span, string>();
  const startSpan = (name: string, { attributes = {} }: ApiSpanOptions = {}, parent?: SpanContext): Span => {
    const above = parent && api.getSpan(parent);
    const one: Seen = {
      name,
      parent: above && names.get(above),
      attributes: { ...attributes },
      status: SpanStatusCode.UNSET,
      ended: false,
      flushed: false,
    };
    seen.push(one);
    const span = {
      spanContext: () => ({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 }),
      setAttribute: (key: string, value: string) => Object.assign(one.attributes, { [key]: value }),
      setAttributes: (more: Attributes) => Object.assign(one.attributes, more),
      setStatus: ({ code }: { code: SpanStatusCode }) => Object.assign(one, { status: code }),
      end: () => Object.assign(one, { ended: true }),
    } as unknown as Span;
    names.set(span, name);
    return span;
  };
  const tracer = {
    startSpan,
    startActiveSpan: (name: string, options: ApiSpanOptions, parent: SpanContext, work: (span: Span) => unknown) =>
      work(startSpan(name, options, parent)),
  } as unknown as Tracer;
  const forceFlush = async () => {
    for (const one of seen) one.flushed = one.ended;
  };
  api.setGlobalTracerProvider(Object.assign({ getTracer: () => tracer }, { forceFlush }));
  return seen;
}

afterEach(() => api.disable());

describe('a run that an SDK observes', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ briefings: SAMPLES, records: true });
  });
  afterEach(() => world.close());

  test('is a span with its phases, and each platform in them, with counts', async () => {
    const seen = register();
    const result = await runOnce('sync', { config: world.config, json: true, run: 'new' }, world.context);
    const tree = seen.map(({ name, parent, attributes }) => [name, parent, attributes['huntsync.platform.name']]);
    const phase = (name: string, platform?: string) => [name, 'huntsync.run.sync', platform];
    expect(tree).toEqual(
      expect.arrayContaining([
        ['huntsync.run.sync', undefined, undefined],
        phase('huntsync.read'),
        phase('huntsync.check'),
        ...['splunk', 'sentinel'].flatMap((name) => [
          phase('huntsync.plan', name),
          phase('huntsync.apply', name),
          phase('huntsync.records', name),
          ['huntsync.run', undefined, name],
        ]),
      ]),
    );
    expect(tree).toHaveLength(3 + 2 * 4);
    expect(seen.every(({ flushed, status }) => flushed && status === SpanStatusCode.UNSET)).toBe(true);
    const of = (name: string) => seen.find((one) => one.name === name)?.attributes;
    expect(of('huntsync.read')).toMatchObject({ 'huntsync.article.count': result.articles });
    const created = result.platforms[0]?.applied?.length;
    expect(of('huntsync.apply')).toMatchObject({ 'huntsync.create': created, 'huntsync.failed': 0 });
    expect(created).toBeGreaterThan(5);
  });

  test('tells no text of an article or a platform, and no secret', async () => {
    const seen = register();
    await runOnce('sync', { config: world.config, json: true, run: 'new' }, world.context);
    world.sandbox.servers.splunk.fault({ method: 'GET', times: 9, respond: { status: 401, body: 'said by splunkd' } });
    await runOnce('sync', { config: world.config, json: true }, world.context);
    const texts = seen.flatMap(({ attributes }) =>
      Object.values(attributes).filter((value) => typeof value === 'string'),
    );
    expect(new Set(texts)).toEqual(new Set(['splunk', 'sentinel']));
  });

  test('is marked where a platform could not be read', async () => {
    const seen = register();
    world.sandbox.servers.splunk.fault({ method: 'GET', times: 9, respond: { status: 401, body: '' } });
    await runOnce('sync', { config: world.config, json: true }, world.context);
    const failed = seen.filter(({ status }) => status === SpanStatusCode.ERROR);
    expect(failed.map(({ name, attributes }) => [name, attributes['huntsync.platform.name']])).toEqual([
      ['huntsync.run.sync', undefined],
      ['huntsync.plan', 'splunk'],
      ['huntsync.apply', 'splunk'],
    ]);
  });
});

test('what a step throws goes through, and only its kind is told', async () => {
  const seen = register();
  const trace = await openTrace();
  const failing = trace.span('step', () => Promise.reject(new TypeError('what somebody said')));
  await expect(failing).rejects.toThrow('what somebody said');
  expect(seen).toMatchObject([
    { name: 'step', attributes: { 'error.type': 'TypeError' }, status: SpanStatusCode.ERROR, ended: true },
  ]);
});

test('without an SDK the work is done, and nothing else', async () => {
  const trace = await openTrace();
  expect(await trace.span('step', (within) => within.span('part', async () => 3))).toBe(3);
  expect(await trace.flush()).toBeUndefined();
});
