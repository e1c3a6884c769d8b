import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { RECORD_NAMES } from '../../../src/sentinel/records/names.ts';
import { RECORD_TYPES } from '../../../src/sync/records/schema.ts';
import { ofType, read, readTemplate } from './deploy.ts';
import { check, faults } from './kql.ts';
import { workbookSchema } from './workbook-shape.ts';

const written: unknown = JSON.parse(read('workbook.json'));
const workbook = workbookSchema.parse(written);
const groups = workbook.items.filter((item) => item.type === 12);
const tabs = workbook.items.flatMap((item) => (item.type === 11 ? item.content.links : []));

interface Placed {
  readonly where: string;
  readonly kql: string;
}

const itemsOf = (one: (typeof groups)[number]) => one.content.items;
const queries: readonly Placed[] = groups.flatMap((one) =>
  itemsOf(one).flatMap((item) => {
    if (item.type === 3) return runsHunt(item.content.query) ? [] : [{ where: item.name, kql: item.content.query }];
    if (item.type === 1) return [];
    return item.content.parameters.flatMap((entry) => (entry.query ? [{ where: entry.name, kql: entry.query }] : []));
  }),
);

/** A query that is a parameter and nothing else: that of a hunt, which is run as it stands. */
function runsHunt(kql: string): boolean {
  return /^\{[A-Za-z]+\}$/.test(kql);
}

const PLACEHOLDER = /\{([A-Za-z]+)(?::([a-z0-9]+))?\}/g;
const namesIn = (kql: string) => [...kql.matchAll(PLACEHOLDER)].map(([, used]) => used ?? '');

/**
 * As a workbook fills it in: `{Name:base64}` is the value in base64
 * (https://learn.microsoft.com/azure/azure-monitor/visualize/workbooks-parameters).
 */
const filled = (kql: string, value: string) =>
  kql.replaceAll(PLACEHOLDER, (_, _name, format) => {
    if (format !== 'base64') throw new Error(`format ${format} is not known here`);
    return Buffer.from(value, 'utf8').toString('base64');
  });

test('the template carries the workbook as it stands in its file, and opens it on the workspace', () => {
  const [carried, ...others] = ofType('Microsoft.Insights/workbooks');
  expect(others).toEqual([]);
  expect(readTemplate().variables['workbook']).toBe(JSON.stringify(written));
  expect(JSON.parse(String(carried?.properties['serializedData']))).toEqual({
    ...(written as object),
    fallbackResourceIds: [carried?.properties['sourceId']],
  });
});

test('it stands on the workspace it reads, and after the functions that it calls', () => {
  const [carried] = ofType('Microsoft.Insights/workbooks');
  expect(String(carried?.properties['sourceId'])).toMatch(/\/workspaces\/soc-logs$/);
  const functions = ofType('Microsoft.OperationalInsights/workspaces/savedSearches').map(({ id }) => id);
  expect([...(carried?.dependsOn ?? [])].sort()).toEqual([...functions].sort());
});

describe('the structure', () => {
  test('refuses what no workbook has', () => {
    const odd = JSON.stringify(written).replace('"visualization":"tiles"', '"visualization":"tile"');
    expect(workbookSchema.safeParse(JSON.parse(odd)).success).toBe(false);
  });

  test('every item has a name of its own, every parameter and tab an id of its own', () => {
    const names = workbook.items.flatMap((item) => [
      item.name,
      ...(item.type === 12 ? itemsOf(item).map((i) => i.name) : []),
    ]);
    const ids = [
      ...tabs.map(({ id }) => id),
      ...groups.flatMap((one) =>
        itemsOf(one).flatMap((i) => (i.type === 9 ? i.content.parameters.map(({ id }) => id) : [])),
      ),
    ];
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('each tab shows its group, and each group has its tab', () => {
    expect(groups.map(({ conditionalVisibility }) => conditionalVisibility.value)).toEqual(
      tabs.map(({ subTarget }) => subTarget),
    );
    const parameter = new Set([
      ...tabs.map(({ cellValue }) => cellValue),
      ...groups.map(({ conditionalVisibility }) => conditionalVisibility.parameterName),
    ]);
    expect([...parameter]).toEqual(['Tab']);
  });

  test('a query uses only parameters that are set above it in its tab', () => {
    const missing = groups.flatMap((one) => {
      const known = new Set<string>();
      return itemsOf(one).flatMap((item) => {
        if (item.type === 1) return [];
        if (item.type === 3) {
          const unknown = namesIn(item.content.query).filter((used) => !known.has(used));
          if (item.content.exportParameterName) known.add(item.content.exportParameterName);
          return unknown;
        }
        return item.content.parameters.flatMap((entry) => {
          const unknown = namesIn(entry.query ?? '').filter((used) => !known.has(used));
          known.add(entry.name);
          return unknown;
        });
      });
    });
    expect(missing).toEqual([]);
  });

  test('every parameter is used, starts at "*" for all, or is chosen from a query', () => {
    const used = new Set(queries.flatMap(({ kql }) => namesIn(kql)));
    const declared = groups.flatMap((one) =>
      itemsOf(one).flatMap((item) => (item.type === 9 ? item.content.parameters : [])),
    );
    expect(declared.map((entry) => entry.name).filter((entry) => !used.has(entry))).toEqual([]);
    for (const entry of declared) {
      expect(entry.query !== undefined || entry.value === '*').toBe(true);
      if (entry.jsonData === undefined) continue;
      const options = z
        .array(z.strictObject({ value: z.string(), label: z.string() }))
        .parse(JSON.parse(entry.jsonData));
      expect(options.map(({ value }) => value)).toContain('*');
    }
  });
});

describe('the queries', () => {
  test.each(queries)('$where runs in the workspace', ({ kql }) => {
    expect(faults(filled(kql, '*'))).toEqual([]);
  });

  test('a wrong column would show', () => {
    const [first] = queries.filter(({ kql }) => kql.includes('HuntTitle'));
    expect(faults(filled(first?.kql ?? '', '*').replaceAll('HuntTitle', 'HuntTitel'))).not.toEqual([]);
  });

  test('all read the functions, so that they see each record once, and all of them are read', () => {
    const tables = RECORD_TYPES.map((type) => RECORD_NAMES[type].table);
    expect(queries.filter(({ kql }) => tables.some((table) => kql.includes(table)))).toEqual([]);
    for (const type of RECORD_TYPES) {
      expect(queries.some(({ kql }) => new RegExp(`\\b${RECORD_NAMES[type].function}\\b`).test(kql))).toBe(true);
    }
  });

  test('columns that are shown in a special way are in the result', () => {
    const odd = groups.flatMap((one) =>
      itemsOf(one).flatMap((item) => {
        if (item.type !== 3) return [];
        const { gridSettings, tileSettings, exportFieldName, query: kql } = item.content;
        const columns = [
          ...(gridSettings?.formatters ?? []).map(({ columnMatch }) => columnMatch),
          ...(tileSettings ? [tileSettings.titleContent.columnMatch, tileSettings.leftContent.columnMatch] : []),
          ...(exportFieldName ? [exportFieldName] : []),
          ...(gridSettings?.labelSettings ?? []).map(({ columnId }) => columnId),
        ];
        return columns.flatMap((column) =>
          faults(`${filled(kql, '*')}
| project ${column}`),
        );
      }),
    );
    expect(odd).toEqual([]);
  });

  test('a hunt is run as it stands: by the query that was chosen in the grid above it, and by a query until one is', () => {
    const runs = groups
      .flatMap((one) => itemsOf(one))
      .filter((item) => item.type === 3 && runsHunt(item.content.query));
    expect(runs.map((item) => item.name)).toEqual(['queue-results', 'hunt-results']);
    for (const run of runs) {
      const [parameter = ''] = run.type === 3 ? namesIn(run.content.query) : [];
      const setters = groups.flatMap((one) =>
        itemsOf(one).flatMap((item) => {
          if (item.type === 9)
            return item.content.parameters.filter((entry) => entry.name === parameter).map(() => 'typed');
          if (item.type !== 3 || item.content.exportParameterName !== parameter) return [];
          expect(faults(item.content.exportDefaultValue ?? '')).toEqual([]);
          return [`${item.name} ${item.content.exportFieldName}`];
        }),
      );
      expect(setters).toEqual([run.name.replace('-results', '-query Query')]);
    }
  });

  test('show what the Splunk dashboards show', () => {
    expect(queries.map(({ where }) => where)).toEqual(
      expect.arrayContaining([
        'queue',
        'queue-query',
        'by-outcome',
        'matrix',
        'missing',
        'by-severity',
        'by-phase',
        'techniques',
        'new',
        'retired',
        'drifted',
        'rejected',
        'articles-over-time',
        'queue-advice',
        'hunt-advice',
        'hunt-query',
        'hunt-articles',
        'article-facts',
        'article-techniques',
        'article-evidence',
        'campaign-list',
        'campaign-hunts',
        'campaign-articles',
        'campaign-techniques',
        'campaign-indicators',
        'by-type',
        'indicator-list',
        'article-list',
        'article-hunts',
        'article-indicators',
      ]),
    );
  });
});

describe('what a person types', () => {
  test('reaches a query only in base64, between quotes', () => {
    const withValues = queries.filter(({ kql }) => namesIn(kql).length > 0);
    expect(withValues.length).toBeGreaterThan(5);
    for (const { kql } of withValues) {
      const safe = kql.replaceAll(/^let \w+ = base64_decode_tostring\('\{[A-Za-z]+:base64\}'\);$/gm, '');
      expect(safe).not.toMatch(/[{}]/);
    }
  });

  test('cannot change a query', () => {
    const sample = queries.filter(({ kql }) => namesIn(kql).length > 0);
    const shape = (kql: string) => kql.replaceAll(/'[A-Za-z0-9+/=]*'/g, "''");
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        "'",
        '"',
        "') | union SecurityEvent //",
        '\\',
        '\n| take 1',
        '{Hunt}',
        '`',
        "'; .drop table X",
        '名前',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...sample), nasty, ({ kql }, value) => {
        const whole = filled(kql, value);
        expect(shape(whole)).toBe(shape(filled(kql, 'x')));
        expect(Buffer.from(/tostring\('([^']*)'\)/.exec(whole)?.[1] ?? '', 'base64').toString('utf8')).toBe(
          Buffer.from(value, 'utf8').toString('utf8'),
        );
      }),
    );
    for (const { kql } of sample)
      expect(check(filled(kql, "') | union SecurityEvent //"))).toMatchObject([{ verdict: 'ready' }]);
  });
});
