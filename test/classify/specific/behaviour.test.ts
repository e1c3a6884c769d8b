import { describe, expect, test } from 'vitest';
import type { Indicator } from '../../../src/briefing/article.ts';
import { classifyItem } from '../../../src/classify/item.ts';
import { articleHunts, type SpecificFacts } from '../../../src/classify/specific.ts';
import { checkKql } from '../../../src/kql/check.ts';
import { createSchema } from '../../../src/kql/schema.ts';
import { check } from '../../spl/support.ts';

const schema = createSchema({ tables: {}, functions: [] });
const item = { kind: 'item', path: 'f#1', publisher: 'Lab', title: 'Notes', url: '', published: '2026-01-05' } as const;

/** The queries of an article's own hunts, all of which run as they are. */
function own(text: string, { indicators = [], ...facts }: Partial<SpecificFacts> = {}) {
  return articleHunts({ ...item, text }, { indicators, ...facts }).map((hunt) => {
    const { spl, kql } = hunt.queries;
    if (spl) expect(check(spl), spl).toMatchObject({ verdict: 'ready', problems: [] });
    if (kql) expect(checkKql(kql, { schema }), kql).toMatchObject([{ verdict: 'ready', problems: [] }]);
    return { ...hunt, kql: kql ?? '', spl: spl ?? '' };
  });
}

const all = (text: string, facts: Partial<SpecificFacts> = {}) =>
  own(text, facts)
    .map(({ kql, spl }) => `${kql}\n${spl}`)
    .join('\n');

describe('a thing is looked for in the table where it is seen', () => {
  test.each([
    ['The scheduled task named AcmexUpdate runs it.', 'ScheduledTaskUpdated', '\\\\System32\\\\Tasks\\\\AcmexUpdate*'],
    ['The named pipe \\\\.\\pipe\\acmex-7731 takes orders.', 'NamedPipeEvent', 'Processes.process="*acmex-7731*"'],
    ['The backdoor account is helpdesk_acmex.', 'UserAccountCreated', 'All_Changes.user IN ("helpdesk_acmex")'],
    ['It listens on port 48231.', 'tostring(LocalPort) in~ ("48231")', 'Ports.dest_port IN ("48231")'],
    ['Encrypted files get the extension .acmx3.', 'FileName endswith ".acmx3"', 'Filesystem.file_name="*.acmx3"'],
    ['The vulnerable driver AcmFlt64.sys is loaded.', '"DriverLoad"', 'Filesystem.file_name IN ("AcmFlt64.sys")'],
    [
      'It runs esxcli vm process kill --type=force on it.',
      'SyslogMessage contains "esxcli vm',
      'Processes.process="*esxcli vm',
    ],
    [
      'It pulls the Docker image acmexhub/miner:latest.',
      'tostring(RequestObject) contains "acmexhub/miner"',
      '*acmexhub/miner*',
    ],
    [
      'The user agent "AcmexAgent/3.1" is sent.',
      'RequestClientApplication contains',
      'Web.http_user_agent="*AcmexAgent/3.1*"',
    ],
    [
      'The web shell is /owa/auth/acmex9.aspx.',
      'csUriStem contains "/owa/auth/acmex9.aspx"',
      'Web.uri_path="*/owa/auth/acmex9.aspx*"',
    ],
    [
      'The mails had the subject "Outstanding invoice 44718".',
      'Subject contains "Outstanding',
      'All_Email.subject="*Outstanding',
    ],
    [
      'The OAuth application "Acmex Mail Sync" is granted.',
      'ServicePrincipalName in~',
      'Authentication.app IN ("Acmex Mail Sync")',
    ],
    [
      'They create the AWS user svc-acmex2.',
      'UserIdentityUserName in~ ("svc-acmex2")',
      'All_Changes.user IN ("svc-acmex2")',
    ],
  ])('%s', (text, kql, spl) => {
    const found = own(text);
    expect(found.map((hunt) => hunt.kql).join('\n')).toContain(kql);
    expect(found.map((hunt) => hunt.spl).join('\n')).toContain(spl);
  });

  test('a public service only from what is no browser', () => {
    const found = all('Loot goes to mega[.]nz at night.');
    expect(found).toMatch(/RemoteUrl has_any \("mega\.nz"\) and not\(InitiatingProcessFileName in~ \("chrome\.exe"/);
    expect(found).toContain('NOT (Web.http_user_agent="Mozilla/*")');
  });

  test('a call to a cloud only beside a user, an address or an agent of the article’s', () => {
    expect(all('In AWS they call PutBucketPolicy.')).not.toContain('PutBucketPolicy');
    expect(all('In AWS they call PutBucketPolicy as the AWS user svc-acmex2.')).toMatch(
      /EventName in~ \("PutBucketPolicy"\) and UserIdentityUserName/,
    );
  });

  test('a library’s user agent in sign-ins, not in proxies; a network where the sign-in succeeds', () => {
    const found = all('Sign-ins had the user agent axios/1.7.9 and came from AS210558.');
    expect(found).toContain('UserAgent contains "axios/1.7.9"');
    expect(found).not.toMatch(/RequestClientApplication|http_user_agent/);
    expect(found).toContain('AutonomousSystemNumber in~ ("210558") and ResultType in~ ("0")');
  });

  test('fingerprints, certificates and wallets', () => {
    const found = all('x', {
      indicators: [
        { type: 'ja3', value: '72a589da586844d7f0818ce684948eea' },
        { type: 'certificate_serial', value: '0a1b2c3d4e' },
        { type: 'wallet', value: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq' },
        { type: 'sha512', value: 'ab'.repeat(64) },
        { type: 'jarm', value: 'cd'.repeat(31) },
      ],
    });
    expect(found).toContain('"SslConnectionInspected") and tostring(AdditionalFields) has_any ("72a589da');
    expect(found).toContain('All_Certificates.SSL.ssl_serial IN ("0a1b2c3d4e")');
    expect(found).toContain('CertificateSerialNumber in~ ("0a1b2c3d4e")');
    expect(found).toContain('Processes.process="*bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq*"');
    expect(found).toContain(`Processes.process_hash="*${'ab'.repeat(64)}*"`);
    expect(found).not.toContain('cdcdcd');
  });
});

describe('what everybody has', () => {
  test.each([
    'It loads version.dll, dbghelp.dll and ffmpeg.dll.',
    'AnyDesk.exe and rclone are installed, and avp.exe is ended.',
    'It writes to C:\\Users\\Public\\ and C:\\ProgramData\\ and /tmp/.',
    'It ends C:\\Windows\\System32\\rundll32.exe with C:\\Windows\\system32\\msiexec.',
    'It kills processes: a1ware.exe, b2ware.exe, c3ware.exe, d4ware.exe and e5ware.exe.',
    'The page loads jquery-3.3.1.min.js and wp-embed.min.js.',
    'Built from D:\\Project\\new\\Release\\acmex.pdb by its author.',
    'The table ran together: acmexa.exeacmexb.exe there.',
    'It drops REDACTED.exe and /tmp/._XXXXXXXX there.',
  ])('makes no hunt: %s', (text) => {
    expect(own(text)).toEqual([]);
  });

  test('is looked for in a folder that is not its own, and with the program that loads it', () => {
    expect(all('It runs C:\\ProgramData\\Acmex\\version.dll then.')).toContain('\\ProgramData\\Acmex\\version.dll');
    expect(all('The program acmexsync.exe sideloads version.dll from its folder.')).toContain(
      'FileName in~ ("version.dll") and InitiatingProcessFileName in~ ("acmexsync.exe")',
    );
  });

  test('short names are compared whole only, and make the hunt less sure; everyday ones are not looked for', () => {
    const [hunt] = own('It drops u2c.dll and update.dll there.');
    expect(hunt?.kql).toContain('FileName in~ ("u2c.dll")');
    expect(hunt?.kql).not.toContain('update.dll');
    expect(hunt?.kql).not.toContain('contains');
    expect(hunt?.confidence).toBe('Low');
  });
});

describe('how many hunts an article has', () => {
  const text = `It drops acmexload.exe. The OAuth application "Acmex Mail Sync" is granted. The user agent "AcmexAgent/3.1" is sent.
The mails had the subject "Outstanding invoice 44718".`;
  const indicators: Indicator[] = [
    { type: 'domain', value: 'c2.acmex-evil.net' },
    { type: 'sha256', value: 'ab'.repeat(32) },
    { type: 'email', value: 'a@acmex-evil.net' },
    { type: 'cve', value: 'CVE-2026-1111' },
  ];

  test('at most eight with its use cases, three of its own at least: the surest stay, the rest is one', () => {
    expect(own(text, { indicators })).toHaveLength(8);
    const few = own(text, { indicators, useCases: 4 });
    expect(few.map(({ title }) => title)).toEqual([
      'Article-specific identity and cloud hunt — Notes',
      'Article-specific network indicators — Notes',
      'Article-specific file hashes — Notes',
      'Article-specific combined hunt — Notes',
    ]);
    expect(few[3]).toMatchObject({ confidence: 'Medium' });
    expect(few[3]?.kql).toMatch(/acmexload\.exe[\s\S]*AcmexAgent[\s\S]*CVE-2026-1111/);
    expect(own(text, { indicators, useCases: 40 })).toHaveLength(3);
  });
});

test('what is sure and what is not are combined to something in between', () => {
  const text = 'The named pipe \\\\.\\pipe\\acmex-7731 takes orders. Loot goes to webhook[.]site at night.';
  const hashes = [{ type: 'md5', value: '5a1c9f7e3b2d4c6a8e0f1b3d5c7a9e2f' }] as const;
  const [, , combined] = own(text, {
    indicators: [...hashes, { type: 'domain', value: 'acmex-evil.net' }, { type: 'email', value: 'a@acmex-evil.net' }],
    useCases: 40,
  });
  expect(combined).toMatchObject({ title: 'Article-specific combined hunt — Notes', confidence: 'Medium' });
  expect(combined?.kql).toContain('webhook.site');
});

test('an indicator that holds no more is listed, and looked for by no hunt', () => {
  const text = 'The attackers used malware. C2: 45.77.12[.]9 and evil-host[.]top';
  const at = (today: string) => {
    const { article } = classifyItem({ ...item, url: 'https://lab.vendor-host.com/a', text }, 'Lab', { today });
    const query = article.hunts
      .filter(({ useCase }) => useCase?.startsWith('UC_0_'))
      .map(({ queries }) => queries['kql']);
    return { listed: article.indicators.length, query: query.join('\n') };
  };
  expect(at('2026-02-01')).toMatchObject({ listed: 2, query: expect.stringContaining('45.77.12.9') });
  const later = at('2026-05-01');
  expect(later.listed).toBe(2);
  expect(later.query).toContain('evil-host.top');
  expect(later.query).not.toContain('45.77.12.9');
});
