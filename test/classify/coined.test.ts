import { expect, test } from 'vitest';
import { coinedNames } from '../../src/classify/coined.ts';
import { findMentions } from '../../src/classify/mentions/mentions.ts';

const names = (text: string) => coinedNames(findMentions(text).sentences).map(({ name, kind }) => `${kind} ${name}`);

test.each<[string, string, string[]]>([
  ['beside what it is', 'The loader MOSSLATCH came by mail. MOSSLATCH then fetched more.', ['malware MOSSLATCH']],
  ['before what it is', 'The FernDrop backdoor was new. FernDrop opened a shell.', ['malware FernDrop']],
  ['that was given', 'They used malware dubbed MOSSLATCH. Later MOSSLATCH was seen elsewhere.', ['malware MOSSLATCH']],
  ['of a campaign', 'Operation Quiet Reed began in May. Operation Quiet Reed hit ports.', ['campaign Quiet Reed']],
  ['said once, which may be any word', 'The loader MOSSLATCH came by mail.', []],
  ['of an everyday form', 'The loader Sunrise came by mail. Sunrise then fetched more.', []],
  [
    'of a product or platform',
    'PowerShell malware is common. The WINDOWS backdoor and the WINDOWS loader use PowerShell.',
    [],
  ],
  ['of a vendor', 'FireEye Malware Analysis finds it. So does FireEye Malware File Protect.', []],
  ['of a set of rules', 'ETPRO MALWARE Fern Checkin, ETPRO MALWARE Fern Stage2 and more.', []],
  ['that ATT&CK has', 'The malware DarkGate came by mail. DarkGate then fetched more.', []],
  ['of those who track', 'The malware UNC1234 used came by mail. UNC1234 is known.', []],
])('a name %s', (_, text, expected) => {
  expect(names(text)).toEqual(expected);
});

test.each(['a', 'aB', 'A1', ' ', 'malware '])(
  'hostile runs of %j are read in time that grows with their length: they would time out otherwise',
  (part) => {
    const text = `The DarkLoader malware ${part.repeat(50_000)}!`;
    expect(coinedNames([{ text, aside: null }])).toEqual([]);
  },
);

test.each<[string, string, string[]]>([
  [
    'in the title, with a word for it',
    'Fernglow ransomware\n\nIt came by mail. Fernglow locked the files.',
    ['malware Fernglow'],
  ],
  [
    'twice, with a word for it',
    'A report\n\nFernglow is a loader of 90 kB. Victims of Fernglow see nothing.',
    ['malware Fernglow'],
  ],
  [
    'as somebody calls it',
    'A report\n\nThey sell a kit that they call Fernglow. Fernglow costs 300 dollars.',
    ['malware Fernglow'],
  ],
  [
    'of a group, as somebody tracks it',
    'A report\n\nThe group, which we track as Fernglow, sent mail. Fernglow is patient.',
    ['group Fernglow'],
  ],
  ['once in passing', 'A report\n\nThe attackers left. Fernglow is a loader.', []],
  ['that is a nationality', 'A report\n\nVictims of Lithuanian ransomware paid. Lithuanian malware is rare.', []],
  ['that is a word of everyday', 'A report\n\nWindows malware is common. Samples of Windows malware abound.', []],
  ['that the text has in lower case', 'A report\n\nHarbour malware hit. Servers of Harbour stood in the harbour.', []],
])('a name of an ordinary form %s', (_, text, expected) => {
  expect(names(text)).toEqual(expected);
});
