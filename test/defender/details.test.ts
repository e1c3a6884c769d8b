import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detailText, partDetails, takesDetails, withDetails } from '../../src/defender/details.ts';

const OWN = '\n| extend HuntKey = "theirs", HuntArticle = "https://intel.example/"';

test.each(['DeviceEvents', `DeviceEvents${OWN}`, `DeviceEvents${OWN}${OWN}`, `DeviceEvents${OWN}\n| take 1`])(
  '%j is stored as it is and read as it was planned',
  (query) => {
    const { query: bare, details } = partDetails(query);
    expect(withDetails(bare, details)).toBe(query);
    expect(partDetails(withDetails(bare, details))).toEqual({ query: bare, details });
  },
);

test('what is added is taken away again, whatever the article is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (title) => {
      const details = detailText('key', title);
      fc.pre(details !== '');
      expect(partDetails(withDetails('DeviceEvents', details))).toEqual({ query: 'DeviceEvents', details });
    }),
  );
});

test('nothing is added behind the end of a statement, nor in place of columns of the same name', () => {
  expect(takesDetails('DeviceEvents;\n')).toBe(false);
  expect(takesDetails('DeviceEvents; // all')).toBe(false);
  expect(takesDetails('DeviceEvents // all;')).toBe(true);
  expect(takesDetails('DeviceEvents | extend HuntKey = 1')).toBe(false);
});
