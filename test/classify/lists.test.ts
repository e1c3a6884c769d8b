import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractIndicators } from '../../src/classify/indicators.ts';
import { addressSpans, joined } from '../../src/classify/lists.ts';
import { htmlToText } from '../../src/sources/html.ts';

const URL = 'https://blog.vendor-host.com/a';
const found = (text: string) =>
  extractIndicators('Acmex loader', text, { url: URL }).map(({ indicator }) => indicator.value);
const inHtml = (html: string) => found(htmlToText(html));

describe('plain addresses count where a text lists them', () => {
  test.each([
    ['one a line below a label', 'C2 servers\n\nacmex-gate.top\n45.77.12.9'],
    [
      'below a sentence that leads to them',
      'The loader reached the following domains:\n\n- acmex-gate.top\n- 45.77.12.9:8443',
    ],
    ['numbered', 'Domains and IPs\n1. acmex-gate.top\n2. 45.77.12.9'],
    ['several a line', 'Infrastructure:\nacmex-gate.top, 45.77.12.9'],
    ['behind a label on one line', 'IPs and domains: acmex-gate.top; 45.77.12.9'],
    ['with "and"', 'C2: acmex-gate.top and 45.77.12.9'],
    ['a dot escaped, another plain', 'C2: acmex-gate\\.top and 45.77.12.9'],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual(['acmex-gate.top', '45.77.12.9']);
  });

  test('in a block of code', () => {
    expect(inHtml('<p>Known C2 addresses:</p><pre><code>acmex-gate.top\n45.77.12.9\n</code></pre>')).toEqual([
      'acmex-gate.top',
      '45.77.12.9',
    ]);
  });

  test('in the column of a table whose head says so, and in no other column', () => {
    const table =
      '<table><tr><th>Domain</th><th>First seen</th><th>Registrar</th></tr>' +
      '<tr><td>acmex-gate.top</td><td>2026-01-02</td><td>honest-registrar.com</td></tr>' +
      '<tr><td>acmex-drop.xyz</td><td>2026-01-03</td><td>honest-registrar.com</td></tr></table>';
    // A registrar is nobody of the attackers': the whole table is left alone.
    expect(inHtml(table)).toEqual([]);
    expect(inHtml(table.replace('Registrar', 'Seen by'))).toEqual(['acmex-gate.top', 'acmex-drop.xyz']);
    expect(inHtml(table.replace('Registrar', 'Note').replace('Domain', 'C2'))).toEqual([
      'acmex-gate.top',
      'acmex-drop.xyz',
    ]);
  });
});

describe('but not where it lists something else', () => {
  test.each([
    ['victims', 'Domains of victims:\n\nhonest-bank.com\nhonest-shop.com'],
    [
      'whom a stealer goes after',
      'The stealer injects into the following domains:\n\nhonest-bank.com\nhonest-shop.com',
    ],
    ['what is imitated', 'Impersonated domains\nhonest-bank.com\nhonest-shop.com'],
    ['what is shut out', 'It blocks access to the following hosts:\nhonest-antivirus.com'],
    ['what checks the own address', 'To look up its own IP address it asks the hosts:\nip-honest.com'],
    ['references', 'References\nhonest-blog.com\nhonest-news.com'],
    ['in a sentence', 'The domains that it used have changed. See honest-blog.com for more.'],
    ['without anything that says what they are', 'Notes\n\nhonest-blog.com\n45.77.12.9'],
    ['behind another label', 'Website: honest-blog.com'],
    ['a version', 'Version: 10.1.22.33'],
    ["the publisher's own", 'Domains:\nblog.vendor-host.com'],
    ['well-known platforms', 'Domains:\ngithub.com\nmicrosoft.com'],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  test('a paragraph ends a list', () => {
    const text =
      'Infrastructure:\nacmex-gate.top\nThe vendor was told of it and has published a fix for all of them.\nhonest-blog.com';
    expect(found(text)).toEqual(['acmex-gate.top']);
  });
});

test('any text is read without a fault, into spans in order that lie within it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '.', ' ', '\n', '|', ':', ',', '1', 'C2', '- ') }), (text) => {
      let last = -1;
      for (const { start, end } of joined(addressSpans(text))) {
        expect(start).toBeGreaterThan(last);
        expect(end).toBeLessThanOrEqual(text.length);
        last = end;
      }
    }),
  );
});
