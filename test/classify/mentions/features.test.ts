import { describe, expect, test } from 'vitest';
import { featuresOf, stem, stemsOf } from '../../../src/classify/mentions/features.ts';

describe('words', () => {
  test.each([
    ['downloads', 'download'],
    ['downloaded', 'download'],
    ['downloading', 'download'],
    ['stopped', 'stop'],
    ['injecting', 'inject'],
    ['processes', 'process'],
    ['process', 'process'],
    ['queries', 'query'],
    ['string', 'string'],
    ['uses', 'uses'],
    ['rundll00.exe', 'rundll00.exe'],
  ])('%s is known as %s', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });

  test('are lower case, with digits as 0, and addresses and hashes as one word each', () => {
    expect(stemsOf('Rundll32.exe loads hxxps://evil[.]top/a?b=1 and D41D8CD98F00B204E9800998ECF8427E')).toEqual([
      'rundll00.exe',
      'load',
      'urlword',
      'and',
      'hashword',
    ]);
  });
});

test('features are words, their parts and pairs, once each', () => {
  expect([...featuresOf(['dll', 'side-load', 'dll', 'side-load'])]).toEqual([
    'dll',
    'dll side-load',
    'side-load',
    'side',
    'load',
    'side-load dll',
  ]);
});
