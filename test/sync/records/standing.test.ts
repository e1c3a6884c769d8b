import { describe, expect, test } from 'vitest';
import type { PlatformPlan } from '../../../src/sync/plan.ts';
import { standingsFor } from '../../../src/sync/records/neighbours.ts';
import { isRunOnly, standingOn, withUnseen } from '../../../src/sync/records/standing.ts';
import type { ActualObject } from '../../../src/sync/types.ts';
import { makeChecked } from '../../support/hunts.ts';
import { EMPTY_PLAN } from '../support.ts';

const EMPTY: PlatformPlan = { ...EMPTY_PLAN, name: 'edr' };
const checked = makeChecked();
const { key } = checked.hunt;
const object = (retired: string | null = null, own = key): ActualObject => ({
  id: own,
  name: own,
  fields: { search: 'x' },
  marker: { key: own, written: {}, evidence: { articles: [], newest: null, sources: [] }, retired },
});
const on = (objects: readonly ActualObject[], plan: Partial<PlatformPlan> = {}) =>
  standingOn('edr', { kind: 'splunk', queryField: 'search' }, { ...EMPTY, ...plan }, objects);

describe('how a hunt stands on a platform', () => {
  test('in use, retired, or not told of where the platform has nothing of it', () => {
    expect(on([object()]).of(checked)).toBe('edr: in use');
    expect(on([object('2026-05-01')]).of(checked)).toBe('edr: retired');
    expect(on([]).of(checked)).toBeNull();
  });

  test('edited, with the value where it is a word and not a query', () => {
    const fields = [
      { field: 'status', before: 'autoDisabled', after: 'enabled' },
      { field: 'search', before: 'index=main | stats count', after: 'x' },
    ];
    const drifts = [{ key, name: 'x', fields, decision: 'keep' as const }];
    expect(on([object()], { drifts }).of(checked)).toBe('edr: in use; edited: search, status = autoDisabled');
  });

  test('run only with the reason, for the statements of a hunt that are not kept too', () => {
    const runOnly = [{ key: `${key}#2`, name: 'x', reason: 'T has no time of an event' }];
    expect(on([], { runOnly }).of(checked)).toBe('edr: run only: T has no time of an event');
    expect(on([object()], { runOnly }).of(checked)).toBe('edr: in use; run only: T has no time of an event');
  });

  test('rejected, with each code once', () => {
    const problem = { code: 'KS204', message: 'Unknown table.' };
    const rejects = [{ key, name: 'x', problems: [problem, problem] }];
    expect(on([], { rejects }).of(checked)).toBe('edr: rejected: KS204');
  });

  test('of a hunt that no article calls for, by its key', () => {
    expect(on([object(null, 'uc:UC_OLD')]).ofKey('uc:UC_OLD')).toBe('edr: in use');
    expect(on([]).ofKey('uc:UC_OLD')).toBeNull();
  });
});

test('a record says of a platform that it can only run the hunt', () => {
  expect(isRunOnly(['edr: run only: T has no time'], 'edr')).toBe(true);
  expect(isRunOnly(['edr: in use; run only: T has no time'], 'edr')).toBe(true);
  expect(isRunOnly(['edr: in use', 'edr2: run only: T has no time'], 'edr')).toBe(false);
  expect(isRunOnly([], 'edr')).toBe(false);
});

test('what was not read stays as the record has it; what is configured no more goes', () => {
  const before = { platforms: ['edr: in use', 'gone: in use', 'siem: retired'] } as never;
  expect(withUnseen(['siem: in use'], { unseen: new Set(['edr']) }, before)).toEqual(['edr: in use', 'siem: in use']);
  expect(withUnseen(['siem: in use'], { unseen: new Set(['edr']) }, undefined)).toEqual(['siem: in use']);
});

describe('records tell of the platforms of their tenant', () => {
  const tenantOf = (config: { readonly tenantId?: string }) => config.tenantId ?? null;
  const siems = [
    { kind: 'rows', language: { id: 'a' } },
    { kind: 'cloud', language: { id: 'b' }, tenantOf },
    { kind: 'edr', language: { id: 'b' }, tenantOf },
  ];
  const told = (own: string, platforms: readonly { name: string; kind: string; tenantId?: string }[]) => {
    const me = platforms.find(({ name }) => name === own) ?? { name: own, kind: '' };
    return [...standingsFor(me, [], { platforms, siems } as never).unseen].sort();
  };

  test('one of each kind tell of each other', () => {
    const all = [
      { name: 'soc', kind: 'rows' },
      { name: 'ws', kind: 'cloud' },
      { name: 'xdr', kind: 'edr' },
    ];
    for (const { name } of all) expect(told(name, all)).toEqual(['soc', 'ws', 'xdr']);
  });

  test('a customer is not told of another, nor of the platform that serves them all', () => {
    const many = [
      { name: 'soc', kind: 'rows' },
      { name: 'a-ws', kind: 'cloud', tenantId: 'a.example' },
      { name: 'a-xdr', kind: 'edr', tenantId: 'a.example' },
      { name: 'b-ws', kind: 'cloud', tenantId: 'b.example' },
      { name: 'b-xdr', kind: 'edr', tenantId: 'b.example' },
    ];
    expect(told('a-ws', many)).toEqual(['a-ws', 'a-xdr']);
    expect(told('soc', many)).toEqual(many.map(({ name }) => name).sort());
    const two = [...many, { name: 'b-soc', kind: 'rows' }];
    expect(told('soc', two)).toEqual(['soc']);
  });

  test('nor of one whose tenant is not known', () => {
    const unknown = ['a', 'b', 'c'].map((name) => ({ name, kind: 'cloud' }));
    expect(told('a', unknown)).toEqual(['a']);
  });

  test('what was read is told anew', () => {
    const platforms = [
      { name: 'ws', kind: 'cloud' },
      { name: 'xdr', kind: 'edr' },
    ];
    const read = [on([object()])].map((one) => ({ ...one, name: 'xdr' }));
    const own = { name: 'ws', kind: 'cloud' };
    const { seen, unseen } = standingsFor(own, read, { platforms, siems } as never);
    expect([seen.map(({ name }) => name), [...unseen]]).toEqual([['xdr'], ['ws']]);
  });
});
