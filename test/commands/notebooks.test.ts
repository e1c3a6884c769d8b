import { expect, test } from 'vitest';
import { notebookSinkOf } from '../../src/commands/notebooks.ts';
import { SIEMS } from '../../src/siems.ts';
import { createMemorySink, emptyRecords } from '../support/memory-siem/records.ts';

const sinkOf = (name: string, kind: string) => ({ ...createMemorySink(emptyRecords(), name), kind });
const PLATFORMS = [
  { name: 'spl', kind: 'splunk' },
  { name: 'acme-sen', kind: 'sentinel', tenantId: 'acme.example', declaredIn: '/t/acme.yaml' },
  { name: 'acme-def', kind: 'defender', tenantId: 'acme.example', declaredIn: '/t/acme.yaml' },
  { name: 'eve-def', kind: 'defender', tenantId: 'acme.example', declaredIn: '/t/eve.yaml' },
];
const SINKS = [sinkOf('spl', 'splunk'), sinkOf('acme-sen', 'sentinel')];
const kept = (name: string, platforms: readonly { readonly name: string; readonly kind: string }[] = PLATFORMS) => {
  const { kind = '' } = platforms.find((one) => one.name === name) ?? {};
  return notebookSinkOf({ name, kind }, SINKS, SIEMS, [...platforms])?.name;
};

test('outcomes are kept in records of the same file, and never in those of a tenant that another file claims', () => {
  expect(PLATFORMS.map(({ name }) => kept(name))).toEqual(['spl', 'acme-sen', 'acme-sen', undefined]);
});

test('in one file, records of the language go first, and those of another tenant are left out', () => {
  const beside = PLATFORMS.map(({ declaredIn: _, ...one }) => one);
  expect(beside.map(({ name }) => kept(name, beside))).toEqual(['spl', 'acme-sen', 'acme-sen', 'acme-sen']);
  const apart = beside.map((one) => (one.name === 'eve-def' ? { ...one, tenantId: 'eve.example' } : one));
  expect(kept('eve-def', apart)).toBe('spl');
});
