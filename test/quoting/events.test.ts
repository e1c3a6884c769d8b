import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/knowledge/catalogue.ts';
import { EVENT_KINDS, type EventKind, type EventSchema, eventIn, SCHEMAS } from '../../src/quoting/events/index.ts';

function reference(path: string) {
  return JSON.parse(readFileSync(new URL(`../../config/reference/${path}`, import.meta.url), 'utf8'));
}

interface Dataset {
  readonly parent?: string;
  readonly fields: readonly string[];
}

const cim = reference('cim/cim.json');
const TABLES: Readonly<Record<string, string>> = {
  ...reference('kql/loganalytics.json').tables,
  ...reference('kql/solutions.json').tables,
};

function cimFields(source: string): ReadonlySet<string> {
  const [model = '', name = ''] = source.split('.');
  const datasets: Readonly<Record<string, Dataset>> = cim.models[model]?.datasets ?? {};
  const fields = new Set<string>();
  for (let at: string | undefined = name; at !== undefined; at = datasets[at]?.parent) {
    for (const field of datasets[at]?.fields ?? []) fields.add(field);
  }
  return fields;
}

function columnsOf(table: string): ReadonlyMap<string, string> {
  const columns = (TABLES[table] ?? '').split(',').map((column) => column.split(':') as [string, string]);
  return new Map(columns);
}

const homes = (schema: EventSchema) =>
  EVENT_KINDS.flatMap((kind) => {
    const event = eventIn(schema, kind);
    return event ? [[kind, event] as const] : [];
  });

describe('the events, as the schemas have them', () => {
  test.each(homes('cim'))(
    '%s: the dataset and its fields are in CIM, since 4.20 but for what says otherwise',
    (_, event) => {
      const fields = cimFields(event.source);
      const added: readonly string[] = cim['addedSince4.20'][event.source] ?? [];
      expect(fields.size).toBeGreaterThan(0);
      const natives = [...event.fields.values()].flatMap(({ natives }) => natives);
      for (const { name, newer, child } of natives) {
        const own = child === undefined ? fields : cimFields(`${event.source.split('.')[0]}.${child}`);
        expect(own, name).toContain(name);
        expect(added.includes(name), name).toBe(newer === true);
      }
      if (event.given) expect(fields).toContain(event.given.field);
    },
  );

  test.each(homes('tables'))('%s: the table and its columns are in Log Analytics, a bag is dynamic', (_, event) => {
    const columns = columnsOf(event.source);
    expect(columns.has('TimeGenerated')).toBe(true);
    const natives = [...event.fields.values()].flatMap(({ natives }) => natives);
    for (const { name, form, leaf, newer } of natives) {
      expect([...columns.keys()], name).toContain(name);
      if (form === 'bag') expect(columns.get(name), name).toBe('dynamic');
      if (leaf !== undefined) expect([...columns.keys()]).toContain(leaf);
      expect(newer).toBeUndefined();
    }
    if (event.given) expect([...columns.keys()]).toContain(event.given.field);
  });

  test('every source has the page of its vendor', () => {
    const pages = SCHEMAS.flatMap((schema) => homes(schema)).map(([, { page }]) => page);
    for (const page of pages) {
      expect(page).toMatch(
        /^https:\/\/(docs\.splunk\.com\/Documentation\/CIM\/6\.0\.2\/User\/[A-Za-z]+|learn\.microsoft\.com\/en-us\/azure\/azure-monitor\/reference\/tables\/[a-z0-9]+|github\.com\/Azure\/Azure-Sentinel\/tree\/master\/Solutions\/[\w%]+\/Data%20Connectors)$/,
      );
    }
  });

  test('every data model and table that the catalogue reads is one of theirs', () => {
    const sources = new Set(SCHEMAS.flatMap((schema) => homes(schema)).map(([, { source }]) => source));
    const needs = loadCatalogue().flatMap(({ dataNeeds }) => Object.values(dataNeeds).flat());
    expect([...new Set(needs)].filter((need) => !/\s/.test(need) && !sources.has(need))).toEqual([]);
  });

  test('no kind is in no schema, and neutral words are used in at least one', () => {
    for (const kind of EVENT_KINDS)
      expect(
        SCHEMAS.some((schema) => eventIn(schema, kind)),
        kind,
      ).toBe(true);
    for (const [kind] of homes('cim').filter(([name]) => eventIn('tables', name))) {
      const fields = [...(eventIn('cim', kind)?.fields ?? [])];
      for (const [name, { natives, values }] of fields) {
        const other = eventIn('tables', kind)?.fields.get(name);
        expect(natives.length + (other?.natives.length ?? 0), `${kind}.${name}`).toBeGreaterThan(0);
        for (const [word, own] of values)
          expect(own ?? other?.values.get(word), `${kind}.${name} ${word}`).toBeTruthy();
      }
    }
  });

  test('what a schema does not tell is absent', () => {
    expect(eventIn('cim', 'imageLoad')).toBeNull();
    expect(eventIn('cim', 'connection' satisfies EventKind)?.fields.get('program')?.natives).toEqual([]);
    expect(eventIn('cim', 'file')?.fields.get('activity')?.values.get('renamed')).toBe('modified');
    expect(eventIn('tables', 'file')?.fields.get('activity')?.values.get('read')).toBeNull();
  });
});
