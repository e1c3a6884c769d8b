import { expect, test } from 'vitest';
import { quotesNear } from '../../src/knowledge/quoted.ts';

test.each([
  'It ran vssadmin.exe twice.',
  'net user svc_brine /domain',
  'It writes to HKCU and stays.',
  'The file lies in C:\\ProgramData for weeks.',
  'get-secrets.py -just-dc CORP/svc_x@10.0.0.10',
  'A job was added to /etc/crontab there.',
])('quotes something of a machine: %s', (text) => expect(quotesNear(text, 0, 3)).toBe(true));

test.each([
  'The group uses scheduled tasks.',
  'See https://example.org/etc/list.html for it.',
  'The script setup.py is harmless.',
  'Mail and/or chat was read.',
])('quotes nothing: %s', (text) => expect(quotesNear(text, 0, 3)).toBe(false));

test('only near the words', () => {
  const text = `A task was made.${' It rained.'.repeat(20)} Then a.exe ran cmd.exe.`;
  expect(quotesNear(text, 2, 6)).toBe(false);
  expect(quotesNear(text, text.length - 20, text.length - 15)).toBe(true);
});
