import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splAny, splComment, splContains, splEndsWith, splIn, splString, splWildcard } from '../../src/quoting/spl.ts';
import { lex, unquote } from '../../src/spl/lexer.ts';
import { check, processes } from '../spl/support.ts';

const any = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc
    .array(
      fc.constantFrom('\\', '"', "'", '`', '$', '*', '|', '[', ']', '(', ')', '\n', ' ', 'a', '```', '$x$', '//'),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join('')),
);

describe('splString', () => {
  it.each([
    ['evil.exe', '"evil.exe"'],
    ['C:\\Users\\Public\\', '"C:\\\\Users\\\\Public\\\\"'],
    ['say "hi"', '"say \\"hi\\""'],
    ['\\"', '"\\\\\\""'],
    ['a | delete', '"a | delete"'],
    ['[search x]', '"[search x]"'],
    ['100%', '"100%"'],
    ['$env:TEMP', '"$env:TEMP"'],
    ['ключ', '"ключ"'],
  ])('quotes %j', (text, quoted) => {
    expect(splString(text)).toBe(quoted);
  });

  it.each([
    ['nothing', ''],
    ['a line break', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['NUL', 'a\0b'],
    ['an escape sequence', '\u001b[2J'],
    ['a line separator', 'a\u2028b'],
    ['a bidirectional override', 'exe.\u202egpj'],
    ['a zero-width space', 'a\u200bb'],
    ['a tag character', 'a\u{e0041}'],
    ['a lone surrogate', 'a\ud800'],
    ['a macro', '`delete_all`'],
    ['a template token', '$result.user$'],
  ])('refuses %s', (_what, text) => {
    expect(splString(text)).toBeNull();
  });

  it('writes one string that reads back as the text, whatever the text', () => {
    fc.assert(
      fc.property(any, (text) => {
        const quoted = splString(text);
        if (quoted === null) return;
        const tokens = lex(quoted);
        expect(tokens.map(({ kind, closed }) => `${kind} ${closed}`)).toEqual(['string true']);
        expect(tokens.map(unquote)).toEqual([text]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('splWildcard', () => {
  it.each([
    ['\\Temp\\x', '"*\\\\Temp\\\\x*"'],
    ['a*b', '"*a*b*"'],
    ['**a**', '"*a*"'],
  ])('finds %j anywhere', (text, quoted) => {
    expect(splWildcard(text)).toBe(quoted);
  });

  it.each(['', '*', ' ** ', '`x`', 'a\nb'])('refuses %j, which would find everything or cannot be written', (text) => {
    expect(splWildcard(text)).toBeNull();
  });
});

describe('lists and conditions', () => {
  it('leave out what cannot be matched literally, and repeats', () => {
    expect(splIn('Processes.process_name', ['a.exe', '*.exe', 'a.exe', 'b\n', 'c"d'])).toBe(
      'Processes.process_name IN ("a.exe", "c\\"d")',
    );
    expect(splIn('x', ['*', ''])).toBeNull();
    expect(splContains('x', ['a', '*', 'b', 'a'])).toBe('(x="*a*" OR x="*b*")');
    expect(splContains('x', ['*'])).toBeNull();
    expect(splEndsWith('DNS.query', ['.a.b', '*', ' ', '.a.b', '.c'])).toBe('(DNS.query="*.a.b" OR DNS.query="*.c")');
    expect(splEndsWith('x', [''])).toBeNull();
    expect(splAny([null, 'a=1', null])).toBe('a=1');
    expect(splAny([null])).toBeNull();
  });

  it('take no field but a name', () => {
    for (const field of ['', 'a b', 'a=1 OR b', '`m`', 'a.', '*']) {
      expect(() => splIn(field, ['x'])).toThrow(RangeError);
      expect(() => splContains(field, ['x'])).toThrow(RangeError);
    }
  });

  it('make a search that the checks take, with the text as data, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), any, (texts, title) => {
        const where = splAny([splIn('Processes.process_name', texts), splContains('Processes.process_path', texts)]);
        if (where === null) return;
        const checked = check(`${splComment(title)}\n${processes(where)}`);
        // Placeholders such as an empty list are judged by the content, not by the quoting.
        const wrong = checked.problems.filter(
          ({ severity, code }) => severity === 'error' && code !== 'spl-placeholder',
        );
        expect(wrong).toEqual([]);
        expect(checked.repairs).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('splComment', () => {
  it('is one comment on one line, whatever the text', () => {
    fc.assert(
      fc.property(any, (text) => {
        const comment = splComment(text);
        expect(lex(comment).map(({ kind, closed }) => `${kind} ${closed}`)).toEqual(['comment true']);
        expect(comment).not.toMatch(/[\r\n]/);
        expect(comment.trim()).not.toBe('```');
      }),
      { numRuns: 1000 },
    );
    expect(splComment('x ``` | delete ```')).toBe("``` x ''' | delete ''' ```");
    expect(splComment('')).toBe('``` - ```');
  });
});
