import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findObservables } from '../../../src/classify/observables/find.ts';
import { linesOf } from '../../../src/classify/specific/text.ts';
import { long } from '../../support/long.ts';

function found(text: string): string[] {
  return findObservables(linesOf('Notes', text)).map(({ kind, value }) => `${kind} ${value}`);
}

function hunted(text: string): string[] {
  return findObservables(linesOf('Notes', text))
    .filter(({ unhunted }) => unhunted === undefined)
    .map(({ kind, value }) => `${kind} ${value}`);
}

describe('what an article names', () => {
  test.each([
    ['It creates a scheduled task named AcmexUpdate.', 'scheduledTask AcmexUpdate'],
    ['A scheduled task called "Acmex Sync" runs it hourly.', 'scheduledTask Acmex Sync'],
    ['schtasks /create /tn "OneDrive Acmex Sync" /tr c:\\a.exe', 'scheduledTask OneDrive Acmex Sync'],
    ['schtasks /create /tn "AcmexSync" /tr c:\\a.exe', 'scheduledTask AcmexSync'],
    ['Register-ScheduledTask -TaskName AcmexHelper1', 'scheduledTask AcmexHelper1'],
    ['The AcmexUpdate scheduled task starts it.', 'scheduledTask AcmexUpdate'],
    ['It listens on the named pipe \\\\.\\pipe\\acmex-7731 for orders.', 'pipe acmex-7731'],
    ['A named pipe called acmex_svc is opened.', 'pipe acmex_svc'],
    ['The backdoor account is helpdesk_acmex.', 'localAccount helpdesk_acmex'],
    ['net user acmexsup P4ss /add', 'localAccount acmexsup'],
    ['They made a local administrator account named "sysacmex".', 'localAccount sysacmex'],
    ['The proxy listens on port 48231.', 'port 48231'],
    ['It answers on 47113/tcp.', 'port 47113'],
    ['The implant listens on TCP 50117.', 'port 50117'],
    ['Encrypted files get the extension .acmx3.', 'ransomExtension .acmx3'],
    ['It appends the .acmxlock extension to each file.', 'ransomExtension .acmxlock'],
    ['Files are renamed with .acmx9 at the end.', 'ransomExtension .acmx9'],
    ['A ransom note named ACMEX_README.txt is dropped.', 'ransomNote ACMEX_README.txt'],
    ['They load the vulnerable driver AcmFlt64.sys.', 'driver AcmFlt64.sys'],
    ['Persistence is ~/Library/LaunchAgents/com.acmex.agent.plist.', 'launchLabel com.acmex.agent'],
    ['esxcli vm process kill --type=force --world-id=<id>', 'hypervisorCommand esxcli vm process kill --type=force'],
    ['On the host, vim-cmd vmsvc/power.off 12 is run.', 'hypervisorCommand vim-cmd vmsvc/power.off 12'],
    [
      'The Chrome extension mmeijimgabbpbgpdklnllpncmdofkcpn steals cookies.',
      'browserExtension mmeijimgabbpbgpdklnllpncmdofkcpn',
    ],
    ['The malicious VS Code extension acmex.themepack 1.0.4 was removed.', 'editorExtension acmex.themepack'],
    ['The Firefox add-on helper@acmex-tools.org was sideloaded.', 'browserExtension helper@acmex-tools.org'],
    ['The container image ghcr.io/acmexhub/xmr:2 was run.', 'image ghcr.io/acmexhub/xmr'],
    ['The workflow uses acmex-ci/upload@v3 since then.', 'action acmex-ci/upload'],
    ['It pulls the Docker image acmexhub/miner:latest.', 'image acmexhub/miner'],
    ['        image: docker.io/acmexhub/pause-agent:3.2', 'image acmexhub/pause-agent'],
    ['The pods run from the image acmexhub/pods:1.0.', 'image acmexhub/pods'],
    ['docker run -d --privileged acmexhub/xmr:v2', 'image acmexhub/xmr'],
    ['The GitHub action acmex-org/setup-tool@v1 was changed.', 'action acmex-org/setup-tool'],
    ['It sends the User-Agent "AcmexAgent/3.1 (Win64)".', 'userAgent AcmexAgent/3.1 (Win64)'],
    ['Sign-ins had the user agent axios/1.7.9 in common.', 'userAgent axios/1.7.9'],
    ['The web shell is /owa/auth/acmex9.aspx.', 'webPath /owa/auth/acmex9.aspx'],
    ['A POST /api/v2/acmex/reset hits the appliance.', 'request /api/v2/acmex/reset'],
    ['A Telegram bot @acmex_drop_bot gets the loot.', 'bot acmex_drop_bot'],
    ['Loot goes to mega[.]nz at night.', 'publicService mega.nz'],
    ['The mails had the subject "Outstanding invoice 44718".', 'mailSubject Outstanding invoice 44718'],
    ['The OAuth application "Acmex Mail Sync" asks for mail.', 'oauthApp Acmex Mail Sync'],
    ['It has the app ID 11112222-3333-4444-5555-666677778888.', 'oauthApp 11112222-3333-4444-5555-666677778888'],
    ['They create the AWS user svc-acmex2.', 'cloudUser svc-acmex2'],
    ['In AWS they call PutBucketPolicy.', 'cloudCall PutBucketPolicy'],
    ['Sign-ins came from AS210558.', 'network 210558'],
  ])('%s', (text, expected) => {
    expect(hunted(text)).toContain(expected);
  });

  test('is read as a list', () => {
    expect(found('Scheduled tasks named "AcmexOne", "AcmexTwo" and AcmexThree1 remain.')).toEqual([
      'scheduledTask AcmexOne',
      'scheduledTask AcmexTwo',
      'scheduledTask AcmexThree1',
    ]);
  });
});

describe('what is nothing to look for', () => {
  test.each([
    'schtasks /create /tn "OneDrive Standalone Update Task" /tr c:\\a.exe',
    'It copies the data of browser extensions, for example MetaMask (nkbihfbeogaeaoehlefnkodbefgpgknn).',
    'The stealer looks for the extension fhbohimaelbohpjbbldcngcnapndodjp of Chrome.',
    'Chrome extension nkbihfbeogaeaoehlefnkodbefgpgknn | MetaMask',
    'The genuine manifest has image: registry.k8s.io/pause/amd64:3.9',
    'They used the client ID 11112222-3333-4444-5555-666677778888 (Microsoft Acmex Broker).',
    'Create scheduled tasks to start the updater.',
    'It opens a named pipe and waits.',
    'The pipe \\\\.\\pipe\\lsass is everywhere.',
    'Rename the administrator account and the guest account.',
    'It connects to port 443 and port 8080.',
    'Traffic over TCP 20261124 and TCP 8080 is plain.',
    'Write to support@acmex-tools.org about the Firefox browser.',
    'Files are renamed with .tmp and .bak.',
    'Encrypted files with the extension .docx and .pdf are sent.',
    'The note readme.txt is a note on encryption.',
    'It loads kernel32.dll and ntfs.sys.',
    'A subject line is what people read.',
    'The certificate has Subject: Acmex Corporation',
    'Version 4.8231/tcp is no port.',
    'They call GetProcAddress and SharePoint.',
    'See actions/checkout@v4 in the workflow.',
    'A scheduled task named REDACTED runs XXXXXXXX.',
  ])('%s', (text) => {
    expect(hunted(text)).toEqual([]);
  });

  test.each([
    ['Administrators should close 48231/tcp.', 'port 48231'],
    ["Victims' accounts: the victim's local account named acmex_victim was locked.", 'localAccount acmex_victim'],
    ['The legitimate scheduled task named "AcmexVendor" was there before.', 'scheduledTask AcmexVendor'],
    [
      'The User-Agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.0.0 Safari/537.36" is sent.',
      'userAgent Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.0.0 Safari/537.36',
    ],
    ['The client ID 04b07795-8ddb-461a-bbee-02f9e1bf7b46 was used.', 'oauthApp 04b07795-8ddb-461a-bbee-02f9e1bf7b46'],
    ['Traffic came from AS15169 as well.', 'network 15169'],
    ['They request the page /login.php first.', 'webPath /login.php'],
  ])('though it has a type, with the reason: %s', (text, expected) => {
    const one = findObservables(linesOf('Notes', text)).find(({ kind, value }) => `${kind} ${value}` === expected);
    expect(one?.unhunted).toMatch(/\w/);
  });
});

test('a thing that is named as the attackers’ once is theirs', () => {
  const text =
    'We recommend to look for the scheduled task named "AcmexSync".\nThe implant makes a scheduled task named "AcmexSync".';
  expect(hunted(text)).toEqual(['scheduledTask AcmexSync']);
});

test('of each kind there are at most 12, each once', () => {
  const text = Array.from({ length: 40 }, (_, n) => `A scheduled task named "Acmex${n % 20}" runs.`).join('\n');
  expect(found(text)).toHaveLength(12);
});

test('whatever the text, values are of one line and evidence is, too', () => {
  const part = fc.constantFrom(
    'scheduled task named ',
    'named pipe ',
    '"',
    "'",
    '`',
    '\\pipe\\',
    ' user agent ',
    '/tn ',
    'port 4',
    '8231',
    '\n',
    '.sys',
    'AS21',
    '@x_bot ',
    'Telegram ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(part, fc.string({ maxLength: 6, unit: 'binary' })), { maxLength: 40 }), (parts) => {
      for (const { value, evidence } of findObservables(linesOf('T', parts.join('')))) {
        expect(value).not.toMatch(/[\n\r]/);
        expect(evidence).not.toMatch(/[\n\r]/);
        expect(value.length).toBeLessThanOrEqual(250);
      }
    }),
    { numRuns: 1000 },
  );
});

describe('hundreds of kilobytes of hostile text: in quadratic time the test would time out', () => {
  test.each([
    'scheduled task named ',
    'scheduled task "',
    'named pipe \\pipe\\',
    'user agent ',
    'encrypted extension ',
    'esxcli vm ',
    'docker run ',
    'GitHub action ',
    'VS Code extension ',
    'subject "',
    'POST /',
    'a.b.c.plist ',
    'a/',
    'AS1',
    'mega.nz ',
    'app ID ',
    '\\System32\\Tasks\\',
    'useradd -',
  ])('%j', (unit) => {
    expect(findObservables(linesOf('T', long(unit))).length).toBeLessThan(300);
  });
});

test('words that may stand before a subject, over and over, hold up nobody', () => {
  const words = 'reads read '.repeat(200);
  expect(found(`The mail had the subject ${words}nothing.`)).toEqual([]);
  expect(found('The phishing mail had a subject line that reads "Acmex 7 invoice is late".')).toEqual([
    'mailSubject Acmex 7 invoice is late',
  ]);
});

test('runs of white space are cut in what rules read, and stay in the text', () => {
  const [, line] = linesOf('Notes', `user agent${' \t'.repeat(9000)}"Acmex/1.0"`);
  expect(line?.text).toHaveLength(18_021);
  expect(line?.plain).toBe(`user agent${' '.repeat(8)}"Acmex/1.0"`);
  expect(line?.named).toBe(line?.plain);
});
