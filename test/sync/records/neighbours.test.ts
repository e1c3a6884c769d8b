import { expect, test } from 'vitest';
import { KQL, SPL } from '../../../src/quoting/languages.ts';
import { standingsFor } from '../../../src/sync/records/neighbours.ts';
import type { Standing } from '../../../src/sync/records/standing.ts';

const tenantOf = (config: object) => (config as { tenantId?: string }).tenantId ?? null;
const SIEMS = [
  { kind: 'spl', language: SPL },
  { kind: 'sen', language: KQL, tenantOf },
  { kind: 'def', language: KQL, tenantOf },
];

interface Placed {
  readonly name: string;
  readonly kind: string;
  readonly tenantId?: string;
  readonly declaredIn?: string;
}

/** Of which platforms the records of each one tell. */
function told(platforms: readonly Placed[]): Record<string, string[]> {
  const standings = platforms.map(({ name }): Standing => ({ name, of: () => null, ofKey: () => null }));
  return Object.fromEntries(
    platforms.map((one) => {
      const { seen } = standingsFor(one, standings, { platforms, siems: SIEMS });
      return [one.name, seen.map(({ name }) => name)];
    }),
  );
}

test('records tell of the platforms of the file and tenant', () => {
  const own = [
    { name: 'spl', kind: 'spl' },
    { name: 'sen', kind: 'sen', tenantId: 'a.example' },
    { name: 'def', kind: 'def', tenantId: 'a.example' },
  ];
  expect(told(own)).toEqual({ spl: ['spl', 'sen', 'def'], sen: ['spl', 'sen', 'def'], def: ['spl', 'sen', 'def'] });
  const apart = own.map((one) => (one.kind === 'def' ? { ...one, tenantId: 'b.example' } : one));
  expect(told(apart)).toMatchObject({ sen: ['spl', 'sen'] });
  expect(told([...own, { name: 'spl2', kind: 'spl' }])).toMatchObject({ spl: ['spl'], spl2: ['spl2'] });
});

test('they tell nothing of platforms that another file names, whatever tenant it claims', () => {
  const acme = [
    { name: 'acme-spl', kind: 'spl', declaredIn: '/t/acme.yaml' },
    { name: 'acme-sen', kind: 'sen', tenantId: 'acme.example', declaredIn: '/t/acme.yaml' },
  ];
  const eve = [
    { name: 'eve-sen', kind: 'sen', tenantId: 'acme.example', declaredIn: '/t/eve.yaml' },
    { name: 'eve-def', kind: 'def', tenantId: 'acme.example', declaredIn: '/t/eve.yaml' },
  ];
  expect(told([...acme, ...eve, { name: 'own-spl', kind: 'spl' }])).toEqual({
    'acme-spl': ['acme-spl', 'acme-sen'],
    'acme-sen': ['acme-spl', 'acme-sen'],
    'eve-sen': ['eve-sen', 'eve-def'],
    'eve-def': ['eve-sen', 'eve-def'],
    'own-spl': ['own-spl'],
  });
});
