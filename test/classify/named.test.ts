import { describe, expect, it } from 'vitest';
import { findMentions } from '../../src/classify/mentions/mentions.ts';
import { namedThreats } from '../../src/classify/named.ts';
import { threatNames } from '../../src/knowledge/named-threats.ts';

const names = (text: string) => namedThreats(findMentions(text).sentences).map(({ name, kind }) => `${kind} ${name}`);

describe('the names in an article', () => {
  it.each([
    ['The Lazarus Group came back.', ['group Lazarus Group']],
    ['They loaded Cobalt Strike.', ['malware Cobalt Strike']],
    ['The actors of Operation Dream Job wrote first.', ['campaign Operation Dream Job']],
    ['UNC9901 and Storm-9902 share a server.', ['group UNC9901', 'group Storm-9902']],
    ['The Play ransomware gang took the shares.', ['group Play']],
    ['The BlueNoroff group steals coins.', ['group Bluenoroff']],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    'Children play in the yard. Play is fun, and Net profit is up.',
    'In the past, the Lazarus Group used it.',
    'The tactic TA0001 is Initial Access.',
    'The PLAY GROUP is a theatre. BlueNoroff is a word.',
    'Our platform protects you against Cobalt Strike.',
    'There is no evidence that the Lazarus Group took part.',
  ])('none: %s', (text) => {
    expect(names(text)).toEqual([]);
  });

  it('come from the reference, without ids and without tools that everybody has', () => {
    expect(threatNames().length).toBeGreaterThan(1000);
    expect(threatNames().filter(({ name }) => /^[CGS]\d{4}$/.test(name))).toEqual([]);
    expect(names('They ran ipconfig and netsh.')).toEqual([]);
  });
});
