import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../src/knowledge/catalogue.ts';
import { checkKql } from '../../../src/kql/check.ts';
import { compileKql, createKqlEvaluator } from '../../../src/kql/run/evaluator.ts';
import { elements, part, type Syntax } from '../../../src/kql/run/syntax.ts';
import { columnsOf } from '../../../src/kql/run/types.ts';
import { createDefenderSchema, createSchema } from '../../../src/kql/schema.ts';
import { analyse } from '../../../src/kql/service.ts';
import type { Row } from '../../../src/prove/language.ts';
import { evaluate, NOW, schema } from './support.ts';

const shared = fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));
const workspace = createSchema();

/** Runs on no rows; the columns must be those that the language service gives, in type as in name. */
function runsAsBound(query: string): void {
  const outcome = compileKql(query, workspace)({ tables: {} }, { now: NOW });
  expect(outcome.status, JSON.stringify(outcome)).toBe('evaluated');
  const last = elements(part(analyse(query, workspace).root as Syntax, 'Statements')).at(-1) as Syntax;
  const bound = columnsOf(part(last, 'Expression').ResultType);
  expect(outcome.status === 'evaluated' && outcome.columns).toEqual(bound.map(({ name }) => name));
}

describe('the evaluator', () => {
  it('says what it does not know, all of it', () => {
    const query = 'T | reduce by s | extend x = geo_distance_2points(1, 2, 3, 4), y = rand() | evaluate autocluster()';
    expect(evaluate(query)).toEqual({
      status: 'not-evaluated',
      reasons: ['operator reduce', 'function geo_distance_2points', 'function rand', 'plugin autocluster'],
    });
    expect(evaluate('externaldata(x: string) ["https://example.test/x.csv"] | count')).toEqual({
      status: 'not-evaluated',
      reasons: ['operator externaldata'],
    });
    expect(evaluate('Elsewhere("x") | count')).toEqual({ status: 'not-evaluated', reasons: ['function Elsewhere'] });
    expect(evaluate('print decimal(1.5)').status).toBe('not-evaluated');
  });

  it('fails as the platform would', () => {
    expect(evaluate('T | where nothing == 1')).toEqual({
      status: 'failed',
      message: expect.stringContaining("'nothing'") as string,
    });
    expect(evaluate('T |').status).toBe('failed');
    expect(evaluate('.show tables').status).toBe('failed');
    expect(evaluate('').status).not.toBe('evaluated');
  });

  it('never throws', () => {
    const word = fc.constantFrom(
      'T',
      '|',
      'where',
      'n',
      '==',
      '(',
      ')',
      'let',
      '=',
      ';',
      '"x"',
      'summarize',
      'by',
      '[',
      ']',
      'd',
      '.',
      'in',
      '{',
      '}',
      'join',
      'on',
      '5',
      '1h',
      'mv-apply',
      ',',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        expect(evaluate(words.join(' '), { tables: { T: [{ n: 1, d: [1] }] } })).toHaveProperty('status');
      }),
      { numRuns: 60 },
    );
  });

  it('runs a compiled query on any rows and at any time', () => {
    const run = compileKql('T | where t > ago(1h) | summarize Count = count(), Latest = max(t)', schema);
    const at = (time: string) => ({ T: [{ t: time }] });
    expect(run({ tables: at('2024-03-05T13:00:00Z') }, { now: NOW })).toMatchObject({ rows: [{ Count: 1 }] });
    expect(run({ tables: at('2024-03-05T12:00:00Z') }, { now: NOW })).toMatchObject({ rows: [{ Count: 0 }] });
    expect(run({ tables: at('2024-03-05T12:00:00Z') }, { now: new Date('2024-03-05T12:30:00Z') })).toMatchObject({
      rows: [{ Count: 1 }],
    });
  });

  it('lays the dispatch window over the time column', () => {
    const rows = ['2024-03-05T09:59:59Z', '2024-03-05T10:00:00Z', '2024-03-05T11:00:00Z'].map((TimeGenerated) => ({
      TimeGenerated,
    }));
    const window = { earliest: new Date('2024-03-05T10:00:00Z'), latest: new Date('2024-03-05T11:00:00Z') };
    expect(evaluate('T | project TimeGenerated', { tables: { T: rows } }, { window })).toMatchObject({
      rows: [{ TimeGenerated: '2024-03-05T10:00:00.0000000Z' }],
    });
  });

  it('reads watchlists (https://learn.microsoft.com/azure/sentinel/watchlists-queries)', () => {
    const lookups = { vip: [{ SearchKey: 'anna', Owner: 'it' }] };
    const query = '_GetWatchlist("vip") | project SearchKey, Owner';
    expect(evaluate(query, { lookups })).toMatchObject({ rows: [{ SearchKey: 'anna', Owner: 'it' }] });
    const listed = 'T | where s in ((_GetWatchlist("vip") | project SearchKey)) | count';
    expect(evaluate(listed, { lookups, tables: { T: [{ s: 'anna' }, { s: 'bob' }] } })).toMatchObject({
      rows: [{ Count: 1 }],
    });
    expect(evaluate('_GetWatchlist("none") | project SearchKey', {})).toMatchObject({ rows: [] });
  });

  it('keeps what it compiled', () => {
    const run = createKqlEvaluator(schema);
    const outcomes = [1, 2].map((n) => run('T | project n', { tables: { T: [{ n }] } }, { now: NOW }));
    expect(outcomes).toMatchObject([{ rows: [{ n: 1 }] }, { rows: [{ n: 2 }] }]);
  });

  it("runs on Defender's tables (https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables)", () => {
    const defender = createDefenderSchema();
    const query =
      'DeviceProcessEvents | where Timestamp > ago(1d) and FileName =~ "cmd.exe" | project Timestamp, DeviceName';
    const rows: Row[] = [
      { Timestamp: '2024-03-05T10:00:00Z', FileName: 'CMD.EXE', DeviceName: 'ws1' },
      { FileName: 'cmd.exe' },
    ];
    const outcome = compileKql(query, defender)({ tables: { DeviceProcessEvents: rows } }, { now: NOW });
    expect(outcome).toMatchObject({ rows: [{ Timestamp: '2024-03-05T10:00:00.0000000Z', DeviceName: 'ws1' }] });
    expect(
      compileKql('DeviceInfo | where TimeGenerated > ago(1d)', defender)({ tables: {} }, { now: NOW }).status,
    ).toBe('failed');
    expect(compileKql('DeviceFileEvents | invoke FileProfile("SHA1")', defender)({ tables: {} }, { now: NOW })).toEqual(
      {
        status: 'not-evaluated',
        reasons: ['function FileProfile'],
      },
    );
  });
});

describe('queries of the catalogue', () => {
  const queries = loadCatalogue().flatMap(({ id, queries: { kql } }) => (kql ? [[id, kql] as const] : []));
  it.each(queries)('%s is run, with the columns that it is bound to', (_, kql) => runsAsBound(kql));
});

describe.skipIf(!existsSync(shared))('queries of briefings (skipped where ../shared/corpus is absent)', () => {
  it('are run, with the columns that they are bound to', () => {
    const files = (path: string): string[] =>
      statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => files(join(path, name))) : [path];
    const briefings = files(shared).filter((path) => /\/(?:briefings|variants|seeds)\/.*\.(?:md|txt)$/.test(path));
    const texts = briefings.map((path) => readFileSync(path, 'utf8').replace(/\r\n?/g, '\n'));
    const sources = new Set(
      texts.flatMap((text) => [...text.matchAll(/```kql\n([\s\S]*?)\n```/g)].map(([, kql]) => kql ?? '')),
    );
    expect(sources.size).toBeGreaterThan(100);
    for (const source of sources) {
      for (const { text, verdict } of checkKql(source, { schema: workspace })) {
        if (verdict !== 'rejected') runsAsBound(text);
      }
    }
  });
});
