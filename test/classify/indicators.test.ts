import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractIndicators } from '../../src/classify/indicators.ts';
import { long } from '../support/long.ts';
import { DECOYS, DEFANGED, PLAIN } from './forms.ts';

function found(text: string, options = {}): string[] {
  return extractIndicators('A title', text, options).map(({ indicator }) => `${indicator.type} ${indicator.value}`);
}

describe('forms', () => {
  test.each(DEFANGED)('defanged: %s', (text, ...expected) => {
    expect(found(`It contacts ${text}`)).toEqual(expected);
  });
  test.each(PLAIN)('plain: %s', (text, ...expected) => {
    expect(found(text)).toEqual(expected);
  });
  test.each(DECOYS)('decoy: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
  test('are many', () => {
    expect(DEFANGED.length + PLAIN.length + DECOYS.length).toBeGreaterThanOrEqual(120);
  });
});

describe('lists of indicators', () => {
  test('count plain values below their heading, until another subject', () => {
    const text = [
      'The vendor intro-host.com told us.',
      '',
      'Indicators of Compromise',
      'Domains: stage-one.top, setup.mjs, google.com',
      'IPs: 203.0.113.5 91.92.240.1 10.0.0.8',
      'http://stage-two.top/load.php',
      'ransom@stage-two.top',
      '',
      'Conclusion',
      'after-host.com',
    ].join('\n');
    expect(found(text)).toEqual([
      'domain stage-one.top',
      'ipv4 91.92.240.1',
      'domain stage-two.top',
      'url http://stage-two.top/load.php',
      'email ransom@stage-two.top',
    ]);
  });

  test.each([
    'IOCs',
    '## IOCs',
    '**Indicators of Compromise (IoCs):**',
    'Appendix A: Indicators of compromise',
    'Network indicators',
    'C2 servers',
    'Command and control infrastructure:',
    'Malicious domains',
    'Hashes',
    '5. Indicators of Compromise',
  ])('open with %s', (heading) => {
    expect(found(`Words.\n\n${heading}\n\nstage-one.top\n45.77.12.9`)).toEqual([
      'domain stage-one.top',
      'ipv4 45.77.12.9',
    ]);
  });

  test.each([
    'Recommendations',
    'References',
    '## Mitigations',
    'MITRE ATT&CK',
    'About the author',
    'Detection opportunities',
  ])('close with %s', (heading) => {
    expect(found(`IOCs\nstage-one.top\n\n${heading}\nlater-host.top`)).toEqual(['domain stage-one.top']);
  });

  test('keep going below headings of kinds, and of lower levels', () => {
    const text =
      '## IOCs\n\n### Domains\nstage-one.top\n\n### Second stage\nstage-two.top\n\n## The end of it\nlater-host.top';
    expect(found(text)).toEqual(['domain stage-one.top', 'domain stage-two.top']);
  });

  test('stand on one line or in a table too', () => {
    expect(found('C2 servers: stage-one.top, 45.77.12.9\nlater-host.top')).toEqual([
      'domain stage-one.top',
      'ipv4 45.77.12.9',
    ]);
    const table =
      'Indicator | Type | Note\n--- | --- | ---\nstage-one.top | Domain | first\n45.77.12.9 | IP | second\n\nlater-host.top';
    expect(found(table)).toEqual(['domain stage-one.top', 'ipv4 45.77.12.9']);
    expect(found('Field | Value\nHost | plain-host.top')).toEqual([]);
  });

  test('spare what a sentence or a warning names', () => {
    const prose =
      'We would like to thank the team at helpful-host.com who worked with us on the takedown of these servers.';
    expect(found(`IOCs\nstage-one.top\n${prose}`)).toEqual(['domain stage-one.top']);
    expect(found('IOCs\nstage-one.top\nDo NOT block: cdn-host.com')).toEqual(['domain stage-one.top']);
  });

  test.each([
    'install.sh',
    'System.Net',
    'com.vendor.app',
    'id_rsa.pub',
    'Chrome version 120.0.60.109',
    'v4.8.15.16',
    '/usr/lib/stage.one.top',
    '@scope/pkg.top',
    'fetch.call(x)',
    'info@vendor-host.com',
    '45.77.12.0/24',
    'ASP.NET',
  ])('refuse %s', (value) => {
    expect(found(`IOCs\n${value}`)).toEqual([]);
  });
});

test('a heading in the title opens no list', () => {
  expect(extractIndicators('Indicators of compromise', 'plain-host.top')).toEqual([]);
});

test('the publisher is no indicator, nor is a CVE of a year to come', () => {
  const options = { url: 'https://blog.vendor-host.co.uk/post', newestYear: 2025 };
  expect(found('See vendor-host[.]co[.]uk, research.vendor-host.co[.]uk and CVE-2026-1111', options)).toEqual([]);
});

test('evidence is the sentence, in the text’s own spelling', () => {
  const [first] = extractIndicators('T', 'First words here. It calls evil-host[.]top every hour. Last words.');
  expect(first?.evidence).toBe('It calls evil-host[.]top every hour.');
});

test('whatever the text, values are in normal form and found once', () => {
  const part = fc.constantFrom(
    'evil-host',
    '[.]',
    '(dot)',
    'top',
    ' ',
    '\n',
    'hxxp',
    '://',
    '[:]',
    '45',
    '.',
    '[',
    ']',
    'IOCs',
    'CVE-2024-',
    '3400',
    '@',
    '/',
    '\uE000',
  );
  const text = fc
    .array(fc.oneof(part, fc.string({ maxLength: 4, unit: 'binary' })), { maxLength: 60 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, (body) => {
      const all = found(body);
      expect(new Set(all).size).toBe(all.length);
      for (const one of all) {
        expect(one).toMatch(/^\w+ \S+$/);
        expect(one).not.toMatch(one.startsWith('url ') ? /[\uE000-\uE002]|^url hxx/ : /[\uE000-\uE002[\]/]/);
      }
    }),
    { numRuns: 2000 },
  );
});

describe('a megabyte of hostile text: in quadratic time the test would time out', () => {
  test.each([
    'a.',
    'a[.]',
    '[.]',
    '1.',
    '1[.]',
    'a@',
    'a[@]',
    'hxxp://',
    'hxxp://a,',
    ':',
    'a:',
    'CVE-',
    'CVE-2024-',
    ')',
    ' ',
    '\n',
    'x | ',
    'IOCs: ',
    'malicious ',
    '# ',
    '[ ',
    '.',
    'our the key ',
    `hxxp://a${')'.repeat(2000)} `,
    `${'a'.repeat(60)}.`,
    'evil-host[.]top ',
  ])('%j', (unit) => {
    expect(extractIndicators('T', long(unit)).length).toBeLessThan(5);
  });
});
