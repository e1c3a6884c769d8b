import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkKql } from '../../src/kql/check.ts';
import { scan } from '../../src/kql/scan.ts';
import { createSchema } from '../../src/kql/schema.ts';
import { parseKql } from '../../src/kql/service.ts';
import { kqlAny, kqlComment, kqlContains, kqlIn, kqlList, kqlString } from '../../src/quoting/kql.ts';

const schema = createSchema({ tables: {}, functions: [] });

const any = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc
    .array(fc.constantFrom('\\', '"', "'", '`', '@', '|', ';', '//', '\n', ' ', 'a', '```', '\\"', '""', 'union'), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
);

/** What Microsoft's parser makes of literals. */
function valuesOf(query: string): unknown[] {
  const analysis = parseKql(query, schema);
  expect(analysis.errors).toEqual([]);
  return analysis
    .nodes('StringLiteralExpression')
    .map((node) => (node as unknown as { ConstantValue: unknown }).ConstantValue);
}

describe('kqlString', () => {
  it.each([
    ['evil.exe', '"evil.exe"'],
    ['C:\\Users\\Public\\', '@"C:\\Users\\Public\\"'],
    ['say "hi"', '"say \\"hi\\""'],
    ['C:\\a "b"', '@"C:\\a ""b"""'],
    ["it's", '"it\'s"'],
    ['| project x', '"| project x"'],
  ])('quotes %j', (text, quoted) => {
    expect(kqlString(text)).toBe(quoted);
    expect(valuesOf(`print ${quoted}`)).toEqual([text]);
  });

  it.each(['', 'a\nb', 'a\rb', 'a\0b', '\u001b[2J', 'a\u2028b', 'exe.\u202egpj', 'a\u200bb', 'a\ud800'])(
    'refuses %j',
    (text) => {
      expect(kqlString(text)).toBeNull();
    },
  );

  it('is read back by Microsoft’s parser and by our scanner as the text, whatever the text', () => {
    fc.assert(
      fc.property(any, (text) => {
        const quoted = kqlString(text);
        if (quoted === null) return;
        expect(valuesOf(`print ${quoted}`)).toEqual([text]);
        const tokens = scan(`print x = ${quoted}, y = 1`).map(({ text: token, mended }) => mended ?? token);
        expect(tokens).toEqual(['print', 'x', '=', quoted, ',', 'y', '=', '1']);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('lists and conditions', () => {
  it('leave out what cannot be written, and repeats', () => {
    expect(kqlList(['a', '', 'b\n', 'a', 'c\\d'])).toBe('("a", @"c\\d")');
    expect(kqlList([''])).toBeNull();
    expect(kqlIn('FileName', ['a.exe'])).toBe('FileName in~ ("a.exe")');
    expect(kqlIn('FileName', ['\n'])).toBeNull();
    expect(kqlContains('FolderPath', ['\\a', '', '\\b'])).toBe(
      '(FolderPath contains @"\\a" or FolderPath contains @"\\b")',
    );
    expect(kqlContains('FolderPath', [])).toBeNull();
    expect(kqlAny([null, 'x', 'y'])).toBe('(x or y)');
  });

  it('take no column but a name', () => {
    for (const column of ['', 'a b', 'a | x', 'a.b', '*']) {
      expect(() => kqlIn(column, ['x'])).toThrow(RangeError);
      expect(() => kqlContains(column, ['x'])).toThrow(RangeError);
    }
  });

  it('make a query that the checks take as it is, with the text as data, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), any, (texts, title) => {
        const where = kqlAny([kqlIn('FileName', texts), kqlContains('FolderPath', texts)]);
        if (where === null) return;
        const query = `${kqlComment(title)}\nDeviceProcessEvents\n| where TimeGenerated > ago(7d)\n| where ${where}`;
        const [checked, ...more] = checkKql(query, { schema });
        expect(more).toEqual([]);
        const wrong = checked?.problems.filter(
          ({ severity, code }) => severity === 'error' && code !== 'kql-placeholder',
        );
        expect(wrong).toEqual([]);
        expect(checked?.repairs).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('kqlComment', () => {
  it('is one line that holds no query, whatever the text', () => {
    fc.assert(
      fc.property(any, (text) => {
        const comment = kqlComment(text);
        expect(comment).toMatch(/^\/\/[^\r\n\u0085\u2028\u2029]*$/);
        expect(valuesOf(`${comment}\nprint "end"`)).toEqual(['end']);
      }),
      { numRuns: 300 },
    );
  });
});
