import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDeployment } from '../../../src/sandbox/azure/index.ts';
import { splitByBytes } from '../../../src/sentinel/records/chunks.ts';
import { columnName, RECORD_NAMES } from '../../../src/sentinel/records/names.ts';
import { fromRow, jsonBytes, MAX_ROW_BYTES, recordColumns, toRow } from '../../../src/sentinel/records/rows.ts';
import { halves } from '../../../src/sync/records/batches.ts';
import { RECORD_TYPES, RECORDS, type RecordRow } from '../../../src/sync/records/schema.ts';
import { written } from '../../../src/sync/records/values.ts';
import { anyRow } from '../../support/record-rows.ts';
import { NOW } from './fixtures.ts';

const bytesOf = (text: string) => Buffer.byteLength(text, 'utf8');

describe.each(RECORD_TYPES)('a row of %s', (type) => {
  test('has the columns of the deployed table, and is read back as it was', () => {
    const table = readDeployment().tables.find(({ name }) => name === RECORD_NAMES[type].table);
    expect([...recordColumns(type)].sort()).toEqual(table?.columns.map(({ name }) => name).sort());
    fc.assert(
      fc.property(anyRow(type), (record) => {
        const row = toRow(type, record);
        expect(Object.keys(row).sort()).toEqual([...recordColumns(type)].sort());
        expect(row['TimeGenerated']).toBe(record.updated);
        if (record['published']) expect(row['Published']).toBe(`${String(record['published'])}T00:00:00Z`);
        expect(fromRow(type, JSON.parse(JSON.stringify(row)))).toEqual(record);
      }),
    );
  });

  test('fits, however much somebody put into the record', () => {
    const huge = RECORDS[type].fields.filter((field) => !field.managed && field.name !== RECORDS[type].key);
    const values = huge.map(({ name, type: kind }) => [
      name,
      kind === 'strings'
        ? Array.from({ length: 3000 }, () => '"ü'.repeat(50))
        : kind === 'string'
          ? '\u0001ü€𝕏'.repeat(20_000)
          : 1,
    ]);
    const record = {
      ...written(type, { [RECORDS[type].key]: 'k' }, undefined, NOW),
      ...Object.fromEntries(values),
    } as RecordRow;
    const row = toRow(type, record);
    expect(jsonBytes(row)).toBeLessThanOrEqual(MAX_ROW_BYTES);
    for (const [column, value] of Object.entries(row)) {
      const bytes = typeof value === 'string' ? bytesOf(value) : jsonBytes(value);
      expect(bytes, column).toBeLessThanOrEqual(64 * 1024);
      if (typeof value === 'string') expect(value).not.toContain('\ufffd');
    }
    expect(row[columnName(RECORDS[type].key)]).toBe('k');
  });
});

test('a column is cut on a character boundary, and says so', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.nat(8), (unit, extra) => {
      const query = 'x'.repeat(extra) + unit.repeat(80_000);
      const [row] = [toRow('hunts', { ...written('hunts', {}, undefined, NOW), query })];
      const cut = String(row['Query']);
      expect(bytesOf(cut)).toBeLessThanOrEqual(64_000);
      if (bytesOf(query) > 64_000) {
        expect(cut.endsWith('…')).toBe(true);
        expect(query.toWellFormed().startsWith(cut.slice(0, -1))).toBe(true);
        expect(bytesOf(cut)).toBeGreaterThan(64_000 - 64);
      }
    }),
    { numRuns: 30 },
  );
});

test('what a row lacks is empty, and dates come as the service has them', () => {
  const row = {
    TimeGenerated: new Date('2026-05-01T08:30:00.1234Z'),
    HuntKey: 'h',
    Published: new Date('2026-04-01'),
    Techniques: '["T1"]',
    Tactics: 'x',
    ArticleCount: null,
  };
  expect(fromRow('hunts', row)).toMatchObject({
    hunt_key: 'h',
    hunt_title: '',
    published: '2026-04-01',
    retired_on: null,
    techniques: ['T1'],
    tactics: [],
    article_ids: [],
    article_count: 0,
    first_seen: '2026-05-01T08:30:00Z',
    updated: '2026-05-01T08:30:00Z',
    removed: false,
  });
});

describe('splitting', () => {
  const items = fc.array(
    fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.record({ a: fc.string() }), fc.nat()),
    { maxLength: 60 },
  );

  test('keeps every item, in order, in bodies that fit', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 10, max: 300 }), (all, max) => {
        const parts = [...splitByBytes(all, max)];
        expect(parts.flat()).toEqual(all);
        for (const part of parts) {
          expect(part.length).toBeGreaterThan(0);
          if (part.length > 1) expect(bytesOf(JSON.stringify(part))).toBeLessThanOrEqual(max);
        }
        // No part could have taken the next one's first item.
        for (const [at, part] of parts.slice(0, -1).entries()) {
          expect(bytesOf(JSON.stringify([...part, parts[at + 1]?.[0]]))).toBeGreaterThan(max);
        }
      }),
    );
  });

  test('halves into two that are smaller', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 2 }), (all) => {
        const [a = [], b = []] = halves(all);
        expect([...a, ...b]).toEqual(all);
        expect(Math.abs(a.length - b.length)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
