import { describe, expect, test } from 'vitest';
import { auditQuery } from '../../src/sentinel/audit.ts';
import { idOf } from '../../src/sentinel/names.ts';
import type { Fields } from '../../src/sync/types.ts';

const FIELDS: Fields = {
  category: 'Hunting Queries',
  displayName: 'Odd logons',
  query: 'SigninLogs\n| take 5',
  description: 'Looks for odd logons.',
  tactics: 'InitialAccess,Execution',
  techniques: 'T1078',
  severity: 'HIGH / delivery',
  url: 'https://intel.example/odd',
};
describe('the audit', () => {
  const object = { key: 'uc:UC_ODD', id: idOf('uc:UC_ODD'), name: 'Odd logons', fields: FIELDS };
  const codes = (fields: Partial<Fields>, rest = {}) =>
    auditQuery({ ...object, ...rest, fields: { ...FIELDS, ...fields } as Fields }).map(({ code }) => code);

  test('passes what we write', () => {
    expect(auditQuery(object)).toEqual([]);
    expect(codes({ query: 'a\r\n\tb é 😀' })).toEqual([]);
  });

  test.each<[string, Partial<Fields>, object]>([
    ['sentinel-empty-field', { query: ' \n' }, {}],
    ['sentinel-empty-field', { displayName: '' }, {}],
    ['sentinel-empty-field', { category: '' }, {}],
    ['sentinel-control-character', { query: 'a\u0000b' }, {}],
    ['sentinel-control-character', { query: 'a\u007fb' }, {}],
    ['sentinel-control-character', { displayName: 'tab\t' }, {}],
    ['sentinel-control-character', { query: 'half \ud83d' }, {}],
    ['sentinel-control-character', { description: 'two\nlines' }, {}],
    ['sentinel-tag-length', { description: 'x'.repeat(257) }, {}],
    ['sentinel-tag-length', {}, { key: `uc:${'x'.repeat(260)}` }],
    ['sentinel-id', {}, { id: 'not a guid' }],
  ])('%s', (code, fields, rest) => {
    expect(codes(fields, rest)).toEqual([code]);
  });
});
