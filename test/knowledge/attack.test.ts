import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  attackTechnique,
  attackTechniques,
  attackVersion,
  currentTechniqueId,
  tacticsOf,
} from '../../src/knowledge/attack.ts';

const file = new URL('../../config/reference/attack/attack.json', import.meta.url);
const reference = JSON.parse(readFileSync(file, 'utf8')) as {
  terms: string;
  tactics: { id: string }[];
  techniques: Record<string, { tactics: string[] }>;
};

test('a technique has its name, tactics and status', () => {
  expect(attackTechnique('T1059.001')).toEqual({
    id: 'T1059.001',
    name: 'PowerShell',
    matrix: 'enterprise',
    tactics: ['execution'],
    status: 'current',
    replacedBy: null,
  });
  expect(attackTechnique('T9999')).toBeUndefined();
  expect(attackTechnique('constructor')).toBeUndefined();
});

test('a technique knows its matrix, and each matrix its version', () => {
  const counts = { enterprise: 0, mobile: 0, ics: 0 };
  for (const { matrix } of attackTechniques()) counts[matrix] += 1;
  expect(counts).toEqual({ enterprise: 858, mobile: 190, ics: 95 });
  expect([attackTechnique('T1437.001')?.matrix, attackTechnique('T0855')?.matrix]).toEqual(['mobile', 'ics']);
  expect(attackVersion('enterprise')).toMatch(/^\d+(\.\d+)?$/);
});

test('revoked ids lead to their successors', () => {
  expect(attackTechnique('T1656')).toMatchObject({ status: 'revoked', replacedBy: 'T1684.001' });
  expect(currentTechniqueId('T1656')).toBe('T1684.001');
  expect(currentTechniqueId('T1003')).toBe('T1003');
  expect(currentTechniqueId('T1454')).toBe('T1454');
  expect(currentTechniqueId('T9999')).toBe('T9999');
  expect(tacticsOf(['T1002'])).toEqual(attackTechnique('T1560')?.tactics);
});

test('tactics come once each, in the order of the matrix, and unknown ids count for nothing', () => {
  expect(tacticsOf(['T1486', 'T1003', 'T1566.002', 'T9999', 'T1539'])).toEqual([
    'initial-access',
    'credential-access',
    'impact',
  ]);
  expect(tacticsOf([])).toEqual([]);
});

test('every tactic of every technique is known', () => {
  const ids = new Set(reference.tactics.map((tactic) => tactic.id));
  for (const [id, technique] of Object.entries(reference.techniques)) {
    expect(
      technique.tactics.filter((tactic) => !ids.has(tactic)),
      id,
    ).toEqual([]);
  }
});

test('the licence goes along with the copy', () => {
  const licence = readFileSync(new URL('attack-LICENSE.txt', file), 'utf8');
  const designation = '© 2025 The MITRE Corporation.';
  expect(licence).toContain(designation);
  expect(reference.terms).toContain(designation);
});
