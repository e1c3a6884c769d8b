import { describe, expect, test } from 'vitest';
import { columnName, RECORD_NAMES } from '../../../src/sentinel/records/names.ts';
import { MAX_ITEMS, MAX_TEXT, RECORD_TYPES, RECORDS } from '../../../src/sync/records/schema.ts';
import { storable } from '../../../src/sync/records/values.ts';

/**
 * Column names that a custom table may not have (https://learn.microsoft.com/azure/azure-monitor/logs/create-custom-table:
 * "Reserved"; compared without case here).
 */
const RESERVED = ['_resourceid', 'id', '_subscriptionid', 'tenantid', 'type', 'uniqueid', 'title', 'timegenerated'];

describe.each(RECORD_TYPES)('the definition of %s', (type) => {
  const spec = RECORDS[type];
  const names = spec.fields.map(({ name }) => name);

  test('has one field a name, in snake case, its key among them', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(names).toContain(spec.key);
  });

  test('fits what Log Analytics takes: letters and digits, at most 45, none reserved, none twice', () => {
    const columns = names.map(columnName);
    expect(columns.filter((column) => !/^[A-Z][A-Za-z0-9]{0,44}$/.test(column))).toEqual([]);
    expect(columns.filter((column) => RESERVED.includes(column.toLowerCase()))).toEqual([]);
    expect(new Set(columns).size).toBe(columns.length);
    expect(RECORD_NAMES[type].table).toMatch(/^[A-Za-z]\w*_CL$/);
  });

  test('has examples that can be stored as they are', () => {
    const own = spec.fields.filter(({ managed }) => !managed);
    const example = Object.fromEntries(own.map(({ name, example: value }) => [name, value]));
    expect(storable(type, example)).toEqual(example);
  });

  test('stays within the limits of a row: 64 KB a column, 1 MB in all (Logs Ingestion API), in UTF-8', () => {
    const sizes = spec.fields.map(({ type: kind, max = MAX_TEXT, maxItems = MAX_ITEMS, name }) => {
      const isId = name.endsWith('_ids');
      const text = isId ? 36 : max;
      return kind === 'strings' ? maxItems * ((isId ? 1 : 3) * text + 3) : kind === 'string' ? text * 3 : 30;
    });
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000_000);
    expect(spec.fields.filter((_, index) => (sizes[index] ?? 0) > 65_536)).toEqual([]);
  });
});
