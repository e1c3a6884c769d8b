import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_NAME, nameFault, nameSuffix, splunkName } from '../../src/splunk/name.ts';

describe('names of saved searches', () => {
  test('stay readable and end in a hash of the key', () => {
    expect(splunkName('Office spawns PowerShell', 'uc:UC_OFFICE')).toBe(
      `Office spawns PowerShell${nameSuffix('uc:UC_OFFICE')}`,
    );
    expect(nameSuffix('uc:UC_OFFICE')).toMatch(/^ \([0-9a-f]{12}\)$/);
  });

  test.each([
    ['[T1059] cmd.exe / sh "spawned"', "(T1059) cmd.exe - sh 'spawned'"],
    ['Ünïcode – Größe “quoted”', "Uenicode - Groesse 'quoted'"],
    ['100% of `macros` | $tokens$ * ? #3', "100 percent of 'macros' tokens no. 3"],
    ['C:\\Windows\\Temp', 'C:-Windows-Temp'],
    ['C# dropped in %TEMP%', 'C dropped in TEMP'],
    ['日本', 'Hunt'],
    ['', 'Hunt'],
    ['  a   b  ', 'a b'],
  ])('%j becomes %j', (title, readable) => {
    expect(splunkName(title, 'k')).toBe(`${readable}${nameSuffix('k')}`);
  });

  test('are cut at 99 characters with the hash kept whole', () => {
    expect(splunkName('x'.repeat(300), 'k')).toBe(`${'x'.repeat(84)}${nameSuffix('k')}`);
    expect(splunkName(`${'x'.repeat(83)} y`, 'k')).toBe(`${'x'.repeat(83)}${nameSuffix('k')}`);
    expect(splunkName('x'.repeat(300), 'k')).toHaveLength(MAX_NAME);
  });

  test.each([
    ['A stealer hides in fake invitations', 30, 'A stealer hides'],
    ['A stealer hides in fake invitations', 33, 'A stealer hides in'],
    ['Stealers: fakes', 24, 'Stealers'],
    ['A stealer (new) hides', 26, 'A stealer'],
    ['Invitationsofstealers x', 30, 'Invitationsofst'],
  ])('%j in %i characters ends with a word: %j', (title, max, readable) => {
    expect(splunkName(title, 'k', max)).toBe(`${readable}${nameSuffix('k')}`);
  });

  test('any title gives a name that nothing objects to, always the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string(), (title, key) => {
        const name = splunkName(title, key);
        expect(nameFault(name)).toBeUndefined();
        expect(name).toMatch(/^[A-Za-z0-9 ._()+:,&'-]{1,99}$/);
        expect(name.endsWith(nameSuffix(key))).toBe(true);
        expect(splunkName(title, key)).toBe(name);
        expect(splunkName(title.normalize('NFD').normalize('NFC'), key)).toBe(splunkName(title.normalize('NFC'), key));
      }),
      { numRuns: 500 },
    );
  });

  test('different keys give different names to one title', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 2 }),
        (title, [a = '', b = '']) => {
          expect(splunkName(title, a)).not.toBe(splunkName(title, b));
        },
      ),
    );
  });

  test.each([
    ['default', 'reserved'],
    ['..', 'reserved'],
    [' a', 'space'],
    ['a ', 'space'],
    ['a  b', 'space'],
    ['a/b', 'character'],
    ['a\nb', 'character'],
    ['[a]', 'character'],
    ['é', 'character'],
    ['', 'character'],
    ['a'.repeat(100), '100 characters'],
  ])('%j is refused', (name, why) => {
    expect(nameFault(name)).toContain(why);
  });
});
