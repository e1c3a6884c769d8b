import { describe, expect, test } from 'vitest';
import type { Indicator, IndicatorType } from '../../src/briefing/article.ts';
import { extractIndicators } from '../../src/classify/indicators.ts';
import { isPublishable } from '../../src/classify/publishable.ts';
import { DEFANGED, PLAIN } from './forms.ts';

const parsed = (line: string): Indicator => {
  const [, type = '', value = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
  return { type: type as IndicatorType, value };
};

test.each([
  'domain stage-one.top',
  'domain STAGE-one.Top',
  'domain partner-files.pl',
  'domain install.stage-one.sh',
  'domain rented-name.workers.dev',
  'domain microsoft.stage-one.com',
  'domain a2b3c4d5e6f7g2h3.onion',
  'domain stage-name.bazar',
  'domain почта-банк.рф',
  'ipv4 45.77.12.9',
  'ipv6 2a01:4f8:1c0c::7',
  'url https://stage-one.top',
  'url https://stage-one.top/',
  'url http://45.77.12.9:8080/a',
  'url ldap://45.77.12.9:1389/Exploit',
  'url https://[2a01:4f8:1c0c::7]/a',
  'url https://raw.githubusercontent.com/nobody-9/x/main/run.sh',
  'url https://pastebin.com/raw/Ab9',
  'email ransom@stage-one.top',
  'email nobody-9@proton.me',
  'cve CVE-2024-3094',
])('a threat: %s', (line) => {
  expect(isPublishable(parsed(line))).toBe(true);
});

test.each([
  'domain github.com',
  'domain gist.github.com',
  'domain pastebin.com',
  'domain proton.me',
  'domain workers.dev',
  'domain vault.svc.cluster.local',
  'domain docs.example.com',
  'domain co.uk',
  'domain localhost',
  'domain 45.77.12.9',
  'domain token-watcher.sh',
  'domain install-toolbox.sh',
  'domain collect_keys.py',
  'domain setup.py',
  'domain run.mjs',
  'ipv4 10.1.2.3',
  'ipv4 127.0.0.1',
  'ipv4 203.0.113.9',
  'ipv4 8.8.8.8',
  'ipv4 999.1.1.1',
  'ipv6 2001:db8::1',
  'ipv6 ::1',
  'url https://github.com',
  'url https://github.com/',
  'url http://localhost:8080/a',
  'url http://169.254.169.254/latest/meta-data/',
  'url http://docs.example.com/a',
  'url nonsense',
  'email git@github.com',
  'email nobody@docs.example.com',
  'email nobody',
  'md5 d41d8cd98f00b204e9800998ecf8427e',
  'sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'sha1 aa',
])('no threat by itself: %s', (line) => {
  expect(isPublishable(parsed(line))).toBe(false);
});

describe('what the classifier takes from a text', () => {
  test('is a threat, but for what may be a script', () => {
    const taken = [...DEFANGED, ...PLAIN].flatMap(([text]) =>
      extractIndicators('A title', text).map(({ indicator }) => indicator),
    );
    expect(taken.length).toBeGreaterThan(100);
    const refused = taken.filter((indicator) => !isPublishable(indicator)).map(({ value }) => value);
    expect(refused).toEqual(['evil-script.sh', 'install.sh']);
  });
});
