import { expect, test } from 'vitest';
import { classifyItem } from '../../src/classify/item.ts';
import { normalizeHunts } from '../../src/hunts/normalize.ts';
import { ownAdvice } from '../../src/hunts/own-advice.ts';

const item = {
  kind: 'item' as const,
  path: 'feed#1',
  publisher: 'Lab',
  title: 'Acmex loader campaign',
  url: 'https://lab.vendor-host.com/a',
  published: '2026-05-01',
  text: [
    'The attackers drop acmexload.exe into C:\\ProgramData\\Acmex\\acmexload.exe and call evil-host[.]top.',
    `The malware has the SHA-256 ${'a1b2c3d4'.repeat(8)}.`,
    'Mails came from boss@evil-host[.]top. The attackers exploited CVE-2026-1111 in the wild.',
    'The implant sends the user agent "AcmexAgent/1.0" to "/acmex/gate7.php".',
  ].join('\n'),
};

test('every hunt of an article’s own says what else looks like it, and what to look at first', () => {
  const { hunts } = normalizeHunts([classifyItem(item, 'Lab').article]);
  const own = hunts.filter(({ key }) => !key.startsWith('uc:'));
  expect(own.length).toBeGreaterThanOrEqual(5);
  for (const { advice } of own) {
    expect(advice?.falsePositives.length).toBeGreaterThan(0);
    expect(advice?.triage.length).toBeGreaterThan(1);
  }
});

test('nothing is said of a hunt that others wrote under such a title', () => {
  expect(ownAdvice({ title: 'Article-specific file hashes — X' })).toBeUndefined();
  expect(ownAdvice({ title: 'Anything', search: { title: 'x', days: 30, parts: [] } })).toBeUndefined();
});
