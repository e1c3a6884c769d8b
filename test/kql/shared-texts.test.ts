import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedText, shareTexts } from '../../src/kql/shared-texts.ts';

test('every text comes back as it was, and none behind the last', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
      const shared = shareTexts([...texts, 'half \ud800']);
      expect([...texts, 'half \ud800'].map((_, number) => sharedText(shared, number))).toEqual([
        ...texts,
        'half \ud800',
      ]);
      expect(sharedText(shared, texts.length + 1)).toBeUndefined();
    }),
  );
});
