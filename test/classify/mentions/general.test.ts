import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCommonplace, newestYear, tellsEvent, unspecific } from '../../../src/classify/mentions/general.ts';
import { findMentions } from '../../../src/classify/mentions/mentions.ts';
import { long } from '../../support/long.ts';

describe('a sentence tells of no attack in particular', () => {
  test.each([
    'Ransomware was deployed in 41 percent of the incidents that we handled.',
    'In 63% of cases attackers moved by PsExec.',
    'Infostealers accounted for 24 percent of all malware.',
    'Phishing rose by 58 percent.',
    'One in three organizations saw a web shell.',
    'Attackers often dump credentials from LSASS.',
    'Once inside, threat actors typically move laterally over SMB.',
    'Malware authors frequently abuse scheduled tasks.',
    'Rclone is commonly used by ransomware operators to steal data.',
    'Phishing remains the most common way into companies.',
    'A mail with a link is a common way for malware to arrive.',
    'Beaconing is a technique in which malware contacts a server at intervals.',
    'Most intrusions still begin with a stolen login.',
    'An attacker does not need a model to run PsExec.',
    'DCSync refers to the replication of secrets by an account that is no domain controller.',
  ])('in general: %s', (sentence) => {
    expect(unspecific(sentence)).toBe('general');
  });

  test.each([
    'An attacker could send a phishing link to a user.',
    'An attacker with a foothold may dump LSASS.',
    'The flaw allows an unauthenticated attacker to run commands.',
    'Kerberoasting lets an attacker with any account crack passwords.',
    'The tool can be abused to disable antivirus software.',
    'This could lead to remote code execution.',
    'An agent could dump credentials at machine speed.',
    'AI may write loaders for every victim.',
  ])('as possible: %s', (sentence) => {
    expect(unspecific(sentence)).toBe('possible');
  });

  test.each([
    'The attackers often used RDP to move between servers.',
    'These actors typically deploy AnyDesk within an hour.',
    'Brinelock operators frequently delete shadow copies with vssadmin.',
    'APT29 commonly uses spearphishing links.',
    'The intruder dumped LSASS with comsvcs.dll and copied the dump to a share.',
    'The ransomware encrypts 50 percent of each file.',
    'Attackers deployed the loader in two waves.',
    'It drops a web shell that allows attackers to run commands.',
    'The stealer copies cookies, which can be used to open sessions.',
    'This is an attack that begins with a fake captcha.',
  ])('but not: %s', (sentence) => {
    expect(unspecific(sentence)).toBeNull();
  });
});

describe('a sentence tells of elsewhere', () => {
  test.each([
    'The driver was used by ransomware operators in the past.',
    'In earlier campaigns, Brinelock sprayed passwords.',
    'The group sprayed passwords in previous attacks, among other things.',
    'Earlier Brinelock campaigns abused advertisements.',
    'In a similar case at another company, a loader was used.',
    'Readers will remember the worm that hooked wallets.',
    'The victim, a manufacturer, uses TeamViewer for remote support.',
    'We use AnyDesk for support.',
  ])('%s', (sentence) => {
    expect(unspecific(sentence)).toBe('elsewhere');
  });

  test.each([
    'As in earlier campaigns, the actors used macros.',
    'Unlike in previous attacks, they used RDP.',
    'In the past two weeks the actors sent macros.',
    'In previous campaigns they used macros, but this time they use shortcuts.',
    'The victim uses the link and runs the loader.',
    'The criminal organization uses AnyDesk for access.',
    'Earlier campaigns show the same loader.',
  ])('but not: %s', (sentence) => {
    expect(unspecific(sentence)).toBeNull();
  });

  test('where the newest year of its text is later by three', () => {
    const old = 'In March 2021 web shells were left behind on Exchange servers.';
    expect(unspecific(old, 2026)).toBe('elsewhere');
    expect(unspecific(old, 2023)).toBeNull();
    expect(unspecific(old)).toBeNull();
    expect(unspecific('Since 2021 the group has left web shells behind.', 2026)).toBeNull();
    expect(unspecific('In 2021 we saw web shells on their servers.', 2026)).toBeNull();
    expect(unspecific('They load a driver by CVE-2015-2291.', 2026)).toBeNull();
  });

  test('the newest year is that of a date or a vulnerability', () => {
    expect(newestYear('In May 2023 they used CVE-2025-1234 and port 2049.')).toBe(2025);
    expect(newestYear('Version 2044 of the tool.')).toBeNull();
  });
});

describe('a commonplace', () => {
  const commonplace = 'Threat actors steal session cookies and harvest credentials on fake login pages.';
  const others = ['Every month a study says so.', 'I do not believe it.', 'We know what helps.', 'Ask what failed.'];
  const generality = (...sentences: string[]) =>
    findMentions(sentences.join('\n\n')).sentences.find(({ text }) => text === commonplace)?.unspecific;

  test('is one where nothing in the text happened', () => {
    expect(isCommonplace(commonplace)).toBe(true);
    expect(generality(commonplace, ...others)).toBe('general');
  });

  test.each([
    'In October we saw it at three law firms.',
    'It sent them to evil-host[.]top.',
    'CVE-2026-12345 was used.',
  ])('is none beside: %s', (event) => {
    expect(tellsEvent(event)).toBe(true);
    expect(generality(commonplace, ...others, event)).toBeNull();
  });

  test('is none in a text that is too short to say', () => {
    expect(generality(commonplace, 'I do not believe it.')).toBeNull();
  });
});

test('however long a sentence is, it is read in no time', () => {
  const words = [
    'attackers ',
    'a ',
    'is ',
    'common ',
    '41 percent of ',
    'the ',
    'an attacker who ',
    'could ',
    'threat actors ',
    'the attackers often ',
  ];
  for (const word of words) unspecific(long(word, 20_000));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 200 }), (parts) => {
      const found = unspecific(parts.join(''));
      expect(found === null || found === 'general' || found === 'possible' || found === 'elsewhere').toBe(true);
    }),
  );
});
