import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { genuineSpans } from '../../src/classify/genuine.ts';
import { extractIndicators } from '../../src/classify/indicators.ts';
import { htmlToText } from '../../src/sources/html.ts';
import { long } from '../support/long.ts';

const found = (text: string) => extractIndicators('A title', text).map(({ indicator: { value } }) => value);
const table = (...rows: readonly (readonly string[])[]) =>
  htmlToText(
    `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`,
  );

describe('the genuine side of a table gives no indicators', () => {
  test.each([
    'Genuine company',
    'Legitimate site',
    'Legitimate domain',
    'Impersonated brand',
    'Target',
    'Targeted organization',
    'Spoofed domain',
    'Spoofed',
    'Real domain',
    'Victim',
    'Victims’ websites',
    'Official website',
    'Reference',
  ])('%s', (head) => {
    const rows = [
      ['Malicious domains', head, 'Country'],
      ['acmex-bank[.]top', 'acmex-bank[.]com', 'Utopia'],
      ['acmex-shop.top', 'Acmex Shop<br>(https://acmex-shop.com)', 'Utopia'],
    ];
    expect(found(table(...rows))).toEqual(['acmex-bank.top', 'acmex-shop.top']);
    expect(found(table(...rows.map(([bad = '', good = '', country = '']) => [good, bad, country])))).toEqual([
      'acmex-bank.top',
      'acmex-shop.top',
    ]);
    expect(found(rows.map((row) => `| ${row.join(' | ').replace('<br>', ' ')} |`).join('\n'))).toEqual([
      'acmex-bank.top',
      'acmex-shop.top',
    ]);
  });

  test.each([
    'Malicious domain',
    'Domain targeting customers',
    'Domain impersonating the brand',
    'Compromised legitimate site',
    'Legitimate service abused',
    'Real IP',
    'Fake official site',
  ])('but not the column "%s"', (head) => {
    expect(found(table([head, 'Seen'], ['acmex-gate[.]top', 'May']))).toEqual(['acmex-gate.top']);
  });

  test('a column of spoofed domains alone may hold the copies', () => {
    expect(found(table(['Spoofed domain', 'Seen'], ['acmex-gate[.]top', 'May']))).toEqual(['acmex-gate.top']);
  });

  test('the next table has its own columns', () => {
    const text = `Domain | Target\nacmex-a[.]top | acmex-a[.]com\n\nNetwork traffic\n\nHost | Domain\nfirst | acmex-b[.]top`;
    expect(found(text)).toEqual(['acmex-a.top', 'acmex-b.top']);
  });

  test('where each cell is a line of its own', () => {
    const heads = ['Malicious domains', 'Genuine company', 'Category of business', 'Country'];
    const uneven = [
      'acmex-bank.top',
      'login.acmex-bank.top',
      'Acmex Bank',
      '(https://www.acmex-bank.com)',
      'Bank',
      'Utopia',
    ];
    const more = ['acmex-shop.top', 'Acmex Shop', '(https://acmex-shop.com)', 'Trade', 'Utopia'];
    for (const between of ['\n', '\n\n'])
      expect(found([...heads, ...uneven, ...more].join(between))).toEqual([
        'acmex-bank.top',
        'login.acmex-bank.top',
        'acmex-shop.top',
      ]);
    const even = [
      'Malicious domain',
      'Legitimate site',
      'Country',
      'acmex-a[.]top',
      'acmex-a[.]com',
      'Utopia',
      'acmex-b[.]top',
      'acmex-b[.]com',
      'Utopia',
    ];
    expect(found(even.join('\n\n'))).toEqual(['acmex-a.top', 'acmex-b.top']);
  });
});

describe('a list of genuine names gives no indicators', () => {
  test.each([
    'Legitimate domains',
    '## Impersonated brands',
    'Targets:',
    'Domains of victims',
    'The kit had pages for each of these targeted banks:',
    'References',
    'Official download sites',
  ])('below "%s"', (heading) => {
    expect(
      found(`Malicious domains\n- acmex-a[.]top\n\n${heading}\n\n- acmex-a[.]com\n- acmex-b[.]com (bank)`),
    ).toEqual(['acmex-a.top']);
  });

  test.each(['Legitimate site', 'Victim', 'Target', 'Vendor website', 'Real domain'])('behind "%s:"', (label) => {
    expect(found(`${label}: acmex-a[.]com\nC2: acmex-a[.]top`)).toEqual(['acmex-a.top']);
  });

  test.each([
    'Malicious domains',
    'Domains targeting banks',
    'Domains impersonating the legitimate brand',
    'Compromised legitimate websites',
    'Legitimate services abused by the attackers',
    'Spoofed domains',
  ])('but not below "%s"', (heading) => {
    expect(found(`${heading}\n\nacmex-a[.]top`)).toEqual(['acmex-a.top']);
  });

  test('another heading ends it', () => {
    expect(found('Victims\nacmex-a[.]com\nDelivery\nacmex-a[.]top')).toEqual(['acmex-a.top']);
  });
});

describe('what a sentence calls genuine is no indicator', () => {
  test.each([
    ['It uses acmex-a[.]top in place of the legitimate domain acmex-a[.]com.', 'acmex-a.top'],
    ['The page acmex-a[.]top (the genuine site is acmex-a[.]com) asks for a password.', 'acmex-a.top'],
    [
      'acmex-a[.]top impersonates acmex-a[.]com, and acmex-b[.]top mimics the real site www.acmex-b[.]com',
      'acmex-a.top acmex-b.top',
    ],
    ['Copies of the legitimate sites acmex-a[.]com and acmex-b[.]com stand on acmex-c[.]top', 'acmex-c.top'],
    ['The genuine Acmex Bank site acmex-a[.]com was copied to acmex-a[.]top', 'acmex-a.top'],
    ['The legitimate sites acmex-a[.]com and acmex-b[.]com are on acmex-c[.]top', 'acmex-c.top'],
    ['It opens the legitimate sites acmex-a[.]com. acmex-c[.]top answers', 'acmex-c.top'],
    ['It was sent from the victim’s domain acmex-a[.]com', ''],
  ])('%s', (text, values) => {
    expect(found(text).join(' ')).toBe(values);
  });

  test.each([
    'Impersonating domains: acmex-a[.]top',
    'The attackers spoofed the brand with acmex-a[.]top',
    'The site was impersonated by acmex-a[.]top',
    'The compromised legitimate site acmex-a[.]top',
    'A legitimate-looking domain acmex-a[.]top',
    'The seemingly legitimate domain acmex-a[.]top',
    'The victim’s machine contacts acmex-a[.]top',
    'Victims of the site acmex-a[.]top',
    'The tool is legitimate and the domain acmex-a[.]top is not',
    'The mail targeted users of the legitimate PowerShell acmex-a[.]top',
    'Its real server acmex-a[.]top',
    'Targeted phishing from acmex-a[.]top',
    'This is legitimate. The domain acmex-a[.]top is not.',
  ])('but not in: %s', (text) => {
    expect(found(text)).toEqual(['acmex-a.top']);
  });

  test('a page of an honest site may be the attackers’', () => {
    expect(found('It comes from the legitimate site hxxps://acmex-a[.]com/run.js')).toEqual([
      'acmex-a.com',
      'https://acmex-a.com/run.js',
    ]);
  });
});

describe('a backslash makes it a path or a registry key', () => {
  test.each([
    String.raw`It reads shell\\open\\command for each.`,
    String.raw`HKCR\ms-settings\shell\open\command`,
    String.raw`HKCR\\acmex\\shell[.]open\\command`,
    String.raw`acmex\shell[.]open`,
    String.raw`shell[.]open\command`,
  ])('%s', (text) => {
    expect(found(`IOCs\n${text}`)).toEqual([]);
  });

  test.each([
    String.raw`\\acmex-a[.]top\share`,
    String.raw`acmex-a\.top`,
    String.raw`"Host: acmex-a[.]top\r\n"`,
    String.raw`acmex-a\.top\/gate`,
  ])('but not %s', (text) => {
    expect(found(text)).toEqual(['acmex-a.top']);
  });
});

test('any text is read without a fault, into spans within it', () => {
  const unit = fc.constantFrom(
    'Target',
    'Malicious domain',
    'a.top',
    '(b.com)',
    ' ',
    '\n',
    '|',
    ':',
    '\t',
    'legitimate ',
    'site ',
  );
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      for (const { start, end } of genuineSpans(text))
        expect(start >= 0 && start <= end && end <= text.length, JSON.stringify({ start, end })).toBe(true);
    }),
  );
});

test.each([
  'a\n',
  'Target\n',
  'Malicious domains\nTarget\n',
  'a.top | Target\n',
  'legitimate ',
  'impersonating the ',
  '(',
  '| ',
  'a.',
  ' \t',
  ': ',
])('time grows with the length: %j', (unit) => {
  expect(genuineSpans(long(unit)).every(({ start, end }) => start <= end)).toBe(true);
});
