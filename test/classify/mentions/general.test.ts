import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCommonplace, tellsEvent, unspecific } from '../../../src/classify/mentions/general.ts';
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
      expect(found === null || found === 'general' || found === 'possible').toBe(true);
    }),
  );
});
