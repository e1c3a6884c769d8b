import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultOfKey, fromDocument, toFields } from '../../../src/splunk/records/document.ts';
import { toEvent } from '../../../src/splunk/records/event.ts';
import { RECORD_TYPES, RECORDS } from '../../../src/sync/records/schema.ts';
import { anyRow, cleanRow, huntRow } from './support.ts';

const ours = { _key: 'k', hunt_key: 'k', content_hash: 'h' };

describe('a record as a document', () => {
  test.each(RECORD_TYPES)('any of %s comes back as it was', (type) => {
    fc.assert(
      fc.property(anyRow(type), (row) => {
        const text = JSON.stringify({ ...toFields(type, row), _key: row[RECORDS[type].key], _user: 'nobody' });
        expect(fromDocument(type, JSON.parse(text))).toEqual(cleanRow(row));
        // Nothing but Unicode that every JSON reader takes.
        expect(text.isWellFormed() && !/\\u0000|\\ud[89a-f]/i.test(text)).toBe(true);
      }),
    );
  });

  test('missing fields have their type’s empty value', () => {
    const row = fromDocument('hunts', ours);
    expect(Object.keys(row ?? {})).toEqual(RECORDS.hunts.fields.map(({ name }) => name));
    expect(row).toMatchObject({ hunt_title: '', techniques: [], article_count: 0, published: null, removed: false });
    expect(row?.updated).toBe('');
  });

  test.each([
    ['article_count', '7', 7],
    ['article_count', 7.9, 7],
    ['article_count', 'many', 0],
    ['article_count', '', 0],
    ['article_count', null, 0],
    ['article_count', [3], 0],
    ['hunt_title', 5, '5'],
    ['hunt_title', { a: 1 }, ''],
    ['hunt_title', null, ''],
    ['published', '', null],
    ['published', 20260501, '20260501'],
    ['techniques', 'T1059', ['T1059']],
    ['techniques', ['T1059', 7, null, {}], ['T1059', '7']],
    ['techniques', null, []],
    ['removed', 1, true],
    ['removed', '0', false],
    ['removed', 'yes', false],
  ])('%s of %j reads as %j', (name, stored, value) => {
    expect(fromDocument('hunts', { ...ours, [name]: stored })?.[name]).toEqual(value);
  });

  test.each([
    ['no content_hash', { _key: 'k', hunt_key: 'k' }],
    ['an empty one', { ...ours, content_hash: '' }],
    ['one that is no text', { ...ours, content_hash: 7 }],
    ['another key than its record', { ...ours, _key: 'copy' }],
    ['no record’s key', { _key: 'k', content_hash: 'h' }],
  ])('a document with %s is not ours', (_, document) => {
    expect(fromDocument('hunts', document)).toBeNull();
  });

  test('a key must be one that comes back', () => {
    expect(['uc:UC_X', '0f8f:slug-2', 'ü €"}]$ne/..', ' '].map(faultOfKey)).toEqual([null, null, null, null]);
    expect(faultOfKey('')).toMatch(/no key/);
    expect(faultOfKey('a\ud800')).toMatch(/half a character/);
    expect(faultOfKey('a\u0000b')).toMatch(/NUL/);
  });
});

describe('a record as an event', () => {
  test('has its time, its place and its fields, nothing that is null', () => {
    const row = huntRow('uc:A', { published: null, updated: '2026-05-02T08:30:00Z' });
    const { event, ...metadata } = JSON.parse(toEvent('hunts', row, 'ti'));
    const time = Date.UTC(2026, 4, 2, 8, 30) / 1000;
    expect(metadata).toEqual({ time, host: 'huntsync', source: 'huntsync', sourcetype: 'huntsync:hunt', index: 'ti' });
    expect(event).toMatchObject({ hunt_key: 'uc:A', techniques: ['T1195.002'], removed: false });
    expect(Object.keys(event)).not.toContain('published');
    expect(Object.keys(event)).not.toContain('_key');
  });

  test('a time that cannot be read is left to Splunk', () => {
    expect(JSON.parse(toEvent('hunts', huntRow('a', { updated: '' }), 'ti'))).not.toHaveProperty('time');
  });
});
