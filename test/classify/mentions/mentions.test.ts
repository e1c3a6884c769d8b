import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findMentions } from '../../../src/classify/mentions/mentions.ts';

const ids = (text: string) => findMentions(text).techniques.map(({ id }) => id);

describe('the model', () => {
  test.each([
    ['The backdoor captures screenshots of the desktop every minute.', 'T1113'],
    ['It enumerates running processes and looks for antivirus products.', 'T1057'],
    ['The implant deletes itself from disk after execution.', 'T1070.004'],
    ['The loader decrypts the embedded payload with XOR before running it.', 'T1140'],
    ['The operators downloaded additional tools from their server onto the compromised host.', 'T1105'],
    ['The malware collects the hostname, OS version and CPU information of the victim.', 'T1082'],
    ['The intruders deleted the volume shadow copies with vssadmin.', 'T1490'],
    ['The malware installs itself as a Windows service to persist.', 'T1543.003'],
  ])('hears it without the name: %s', (text, expected) => {
    expect(ids(text)).toContain(expected);
  });

  test.each([
    'The company won an award for its research last week.',
    'Kerberos lets a client prove who it is without a password.',
    'The vulnerability affects all versions before 4.1.7.',
    'He will speak about his new book at the conference in June.',
  ])('hears nothing in: %s', (text) => {
    expect(ids(text)).toEqual([]);
  });

  test.each([
    'We recommend that you disable PowerShell and monitor scheduled tasks.',
    'There is no evidence that volume shadow copies were deleted with vssadmin.',
    'Our platform detects and blocks this process injection.',
    'How do attackers dump credentials from LSASS memory?',
  ])('counts nothing that is no telling: %s', (text) => {
    expect(ids(text)).toEqual([]);
  });
});

describe('words that stand for a technique', () => {
  test.each([
    ['The attackers dump credentials from memory with nanodump.', 'T1003.001'],
    ['A supply-chain attack dropped the loader on thousands of hosts.', 'T1195.002'],
    ['Victims met a fake captcha that ran the command.', 'T1204.004'],
    ['The intruders stole session cookies after session hijacking.', 'T1539'],
  ])('tell: %s', (text, expected) => {
    expect(ids(text)).toContain(expected);
  });

  test.each([
    'The outage is not a ransomware attack on our servers.',
    'Our anti-phishing product works.',
    'A forceful source of resources and commerce.',
    'The session cookie is present.',
  ])('do not where denied, sold or something else: %s', (text) => {
    expect(ids(text)).toEqual([]);
  });

  test('give way to a sub-technique', () => {
    expect(ids('The phishing messages of the group carry a spearphishing attachment with a macro.')).not.toContain(
      'T1566',
    );
  });
});

test('an ordinary word that is a name counts where the model agrees', () => {
  expect(ids('The dropper creates a scheduled task that runs a Python script of the attacker.')).toContain('T1059.006');
  expect(ids('The conference has a track on Python.')).toEqual([]);
});

test('each technique stands once, by the strongest evidence, with its sentence and place', () => {
  const text = 'They captured the screen.\nScreen Capture (T1113) was used.\nThe backdoor takes screenshots.';
  const mention = findMentions(text).techniques.find(({ id }) => id === 'T1113');
  expect(mention).toMatchObject({ name: 'Screen Capture', by: 'id', score: 1 });
  expect(mention?.sentence).toBe('Screen Capture (T1113) was used.');
  expect(text.slice(mention?.start, mention?.end)).toBe(mention?.sentence);
});

test('ids count wherever they stand', () => {
  expect(ids('## Recommendations\nMonitor for T1059.001.')).toEqual(['T1059.001']);
});

test('sentences tell how surely they speak of an attack', () => {
  const attack = (text: string) => findMentions(text).sentences[0]?.attack ?? 0;
  expect(
    attack('The backdoor writes its configuration to the registry and connects to the C2 server.'),
  ).toBeGreaterThan(0.8);
  expect(attack('The jury praised the company for its work.')).toBeLessThan(0.4);
  const explains = attack('PowerShell is a shell and a scripting language.');
  expect(explains).toBeLessThan(attack('The loader runs PowerShell to download the next payload.') - 0.1);
});

test('never throws, says the same of the same text, and quotes what stands there', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (noise) => {
      const text = `${noise}\nThe backdoor captures screenshots. ${noise}`;
      const mentions = findMentions(text);
      expect(findMentions(text)).toEqual(mentions);
      for (const { sentence, start, end } of mentions.techniques) expect(text.slice(start, end)).toBe(sentence);
    }),
    { numRuns: 50 },
  );
});

test.each(['a ', '. ', 'T1190 ', 'x', 'We recommend ', 'not not ', 'no evidence ', '\n# ', 'e.g. '])(
  'a megabyte of %j ends',
  (unit) => {
    expect(findMentions(unit.repeat(Math.ceil(1e6 / unit.length))).sentences.length).toBeGreaterThan(0);
  },
);

describe('what could happen', () => {
  test.each([
    'An attacker could dump LSASS and move on over RDP.',
    'An attacker might then delete shadow copies with vssadmin.',
    'The flaw would let an attacker start PowerShell.',
  ])('tells of no technique: %s', (text) => {
    expect(ids(text)).toEqual([]);
  });

  test('but a flaw in a server is told by what it allows', () => {
    expect(ids('An unauthenticated attacker could gain remote code execution on the server.')).toEqual(['T1190']);
  });
});

test('the title heads no part about something else', () => {
  const text = 'How a help desk call became a theft\n\nThe intruders dumped LSASS with nanodump.';
  expect(ids(text)).toContain('T1003.001');
});

test('a technique that hangs on an everyday noun needs its verb', () => {
  expect(ids('The domain of the malware resolves to the IP address of a server of the attackers.')).not.toContain(
    'T1016',
  );
  expect(ids('The malware collects the IP address and the MAC address of the host.')).toContain('T1016');
});

test('obfuscation stands beside packing: it is another deed', () => {
  const found = ids('The loader is packed with UPX. The scripts of the attackers are heavily obfuscated.');
  expect(found).toEqual(expect.arrayContaining(['T1027', 'T1027.002']));
});

test('a doer with a deed, or a quoted command, tells of an attack where the model hears little', () => {
  const attack = (text: string) => findMentions(text).sentences[0]?.attack ?? 0;
  expect(
    attack('The thieves then created an inbox rule that moves every invoice to another folder of the tenant.'),
  ).toBeGreaterThanOrEqual(0.4);
  expect(attack('At 02:14 UTC StopLogging was called on the only trail of the account.')).toBeGreaterThanOrEqual(0.4);
});
