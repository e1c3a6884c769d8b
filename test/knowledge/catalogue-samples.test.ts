import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { ConfigError } from '../../src/core/errors.ts';
import { loadCatalogue } from '../../src/knowledge/catalogue.ts';
import { loadSamples, samplesJsonSchema } from '../../src/knowledge/catalogue-samples.ts';

function folderWith(...files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-samples-'));
  mkdirSync(join(folder, 'samples'));
  for (const [index, text] of files.entries()) writeFileSync(join(folder, 'samples', `${index}.yaml`), text);
  return folder;
}

const IDS = new Set(['UC_A', 'UC_B']);

function problemsOf(...files: readonly string[]): string[] {
  try {
    loadSamples(IDS, folderWith(...files));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ message, line }) => `${line}: ${message}`);
  }
}

const event = (text: string) =>
  `useCases:\n  UC_A:\n    fires:\n      - name: n\n        events:\n          - ${text}\n`;

describe('a file of samples', () => {
  it('gives events, rows, lookups and what is not covered', () => {
    const text = `useCases:
  UC_A:
    reportsOverDays: 1
    fires:
      - name: n
        events:
          - { event: process, minutesAgo: 5, name: a, native: { kql: { X: 1 } } }
        rows:
          spl: [{ table: events, row: { a: { b: [1, true, null] } } }]
        lookups: { kql: { W: [{ k: v }] } }
`;
    expect(loadSamples(IDS, folderWith(text)).get('UC_A')).toEqual({
      reportsOverDays: 1,
      fires: [
        {
          name: 'n',
          events: [
            { kind: 'process', minutesAgo: 5, repeat: undefined, native: { kql: { X: 1 } }, fields: { name: 'a' } },
          ],
          rows: { spl: [{ table: 'events', row: { a: { b: [1, true, null] } }, minutesAgo: 60 }] },
          lookups: { kql: { W: [{ k: 'v' }] } },
        },
      ],
      quiet: [],
    });
  });

  it.each([
    ['a kind that is not known', event('{ event: proces }'), /^6: useCases\.UC_A\.fires\[0\]\.events\[0\]\.event: /],
    ['a field that the kind has not', event('{ event: process, url: x }'), /^6: .*there is no key "url" here/],
    ['a sample of nothing', 'useCases:\n  UC_A:\n    quiet: [{ name: n }]\n', /needs events or rows/],
    ['a use case that is not known', 'useCases:\n  UC_C: {}\n', /^2: useCases\.UC_C: there is no such use case/],
    [
      'two samples of one name',
      event('{ event: process }\n      - { name: n, events: [{ event: process }] }'),
      /two have one name/,
    ],
  ])('tells of %s', (_, text, expected) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(expected)]);
  });

  it('tells of a use case that is in two files', () => {
    expect(problemsOf('useCases: { UC_A: {} }', 'useCases: { UC_A: {} }')).toEqual([
      expect.stringContaining('in another file'),
    ]);
  });

  it('may be missing', () => {
    expect(loadSamples(IDS, mkdtempSync(join(tmpdir(), 'huntsync-samples-'))).size).toBe(0);
  });
});

test('our own read without a problem', () => {
  expect(loadSamples(new Set(loadCatalogue().map(({ id }) => id))).size).toBeGreaterThan(8);
});

test('the JSON Schema for editors is that of the code', () => {
  const file = readFileSync(new URL('../../config/samples.schema.json', import.meta.url), 'utf8');
  // `huntsync catalogue --schema samples > config/samples.schema.json` and `npm run format` write it.
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(samplesJsonSchema())));
});
