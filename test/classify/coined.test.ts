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
