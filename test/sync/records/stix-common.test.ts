import { expect, test } from 'vitest';
import { TLP_LEVELS } from '../../../src/config/stix.ts';
import { CREATED, stixOrigin, versionOf } from '../../../src/sync/records/stix-common.ts';

test('huntsync signs where nobody else does, for everybody', () => {
  const { identity, marks, markings } = stixOrigin();
  expect(identity).toMatchObject({
    name: 'huntsync',
    identity_class: 'system',
    object_marking_refs: marks.object_marking_refs,
  });
  expect(markings.map(({ name }) => name)).toEqual(['TLP:CLEAR', 'TLP:WHITE']);
});

test('an organisation has one identity, whatever the marking', () => {
  const ids = TLP_LEVELS.map((marking) => stixOrigin({ creator: 'Contoso SOC', marking }).identity.id);
  expect(new Set(ids).size).toBe(1);
  expect(ids).not.toContain(stixOrigin().identity.id);
  expect(ids[0]).not.toBe(stixOrigin({ creator: 'Fabrikam SOC', marking: 'TLP:RED' }).identity.id);
});

test('each level of TLP 2.0 is told in both of its versions, as far as the old one has it', () => {
  const told = TLP_LEVELS.map((marking) => stixOrigin({ marking }).markings.map(({ name }) => name));
  expect(told).toEqual([
    ['TLP:CLEAR', 'TLP:WHITE'],
    ['TLP:GREEN', 'TLP:GREEN'],
    ['TLP:AMBER', 'TLP:AMBER'],
    ['TLP:AMBER+STRICT'],
    ['TLP:RED', 'TLP:RED'],
  ]);
  const ids = TLP_LEVELS.flatMap((marking) => stixOrigin({ marking }).marks.object_marking_refs);
  expect(new Set(ids).size).toBe(9);
});

test('a version grows with a newer article, and with an older one that is read later', () => {
  const version = (newest: string | null, parts: number) => versionOf(newest, parts).modified;
  expect(version('2026-05-01', 1)).toBe('2026-05-01T00:00:01.000Z');
  expect(version('2026-05-01', 2) > version('2026-05-01', 1)).toBe(true);
  expect(version('2026-05-02', 1) > version('2026-05-01', 1_000_000)).toBe(true);
  for (const [newest, parts] of [
    [null, 0],
    ['1999-01-01', 3],
    ['nonsense', 1],
  ] as const) {
    expect(version(newest, parts) >= CREATED).toBe(true);
  }
});
