import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import type { Part } from '../../src/config/schema.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { SETTINGS } from '../support/siems.ts';

/** As a file names it. */
const TOKEN = `\${TOKEN}`;
const SOURCES = 'sources:\n  - { kind: briefings, path: ./briefings }\n';
const ONE = (name: string, more = '') =>
  `name: ${name}\nkind: splunk\nurl: https://${name}.example:8089\ntoken: ${TOKEN}\n${more}`;
const TWO = `platforms:
  - { name: beta-splunk, kind: splunk, url: "https://beta.example:8089", token: "${TOKEN}" }
  - { name: beta-sentinel, kind: sentinel, subscriptionId: s, resourceGroup: r, workspace: beta-logs }
`;

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-tenants-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function load(main: string, files: Readonly<Record<string, string>>, offline: readonly Part[] = []) {
  const folder = folderOf({ ...files, 'huntsync.yaml': SOURCES + main });
  const env: Record<string, string> = offline.length > 0 ? {} : { TOKEN: 'token-123456' };
  return { folder, ...loadConfig(join(folder, 'huntsync.yaml'), { env, siems: SETTINGS, offline }) };
}

function problems(main: string, files: Readonly<Record<string, string>>): string[] {
  try {
    load(main, files);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(
      ({ path, line, message }) => `${path?.replace(/^.*?huntsync-tenants-[^/]*\//, '')}:${line} ${message}`,
    );
  }
  return [];
}

describe('platforms of other files', () => {
  test('come after those of the file itself, file by file, whatever their form', () => {
    const { platforms } = load(
      `platforms:\n  - { name: own, kind: splunk, url: "https://own.example:8089", token: "${TOKEN}" }\nplatformsFrom: ./tenants/*.yaml\n`,
      {
        'tenants/b.yaml': TWO,
        'tenants/a.yaml': ONE('alpha'),
        'tenants/.hidden.yaml': ONE('hidden'),
        'tenants/c.yml': 'x',
      },
    );
    expect(platforms.map(({ name }) => name)).toEqual(['own', 'alpha', 'beta-splunk', 'beta-sentinel']);
  });

  test('are all there are, where the file has none; a list of globs reads each file once', () => {
    const { platforms } = load("platformsFrom: ['tenants/a*.yaml', './tenants/?.yaml', 'more/*/p.yaml']\n", {
      'tenants/a.yaml': ONE('alpha'),
      'more/x/p.yaml': ONE('x'),
      'more/y/p.yaml': ONE('y'),
    });
    expect(platforms.map(({ name }) => name)).toEqual(['alpha', 'x', 'y']);
  });

  test('say which file names them, which no file can say itself', () => {
    const { folder, platforms } = load(
      `platforms:\n  - { name: own, kind: splunk, url: "https://own.example:8089", token: "${TOKEN}" }\nplatformsFrom: ./tenants/*.yaml\n`,
      { 'tenants/a.yaml': ONE('alpha') },
    );
    expect(platforms.map(({ declaredIn }) => declaredIn)).toEqual([undefined, join(folder, 'tenants/a.yaml')]);
    expect(
      problems('platformsFrom: ./tenants/*.yaml\n', { 'tenants/a.yaml': ONE('alpha', 'declaredIn: ./b.yaml\n') })[0],
    ).toMatch(/tenants\/a\.yaml:5 .*there is no key "declaredIn" here/);
  });

  test('may be preferred; the preference is judged with the platforms of all files', () => {
    const files = {
      'tenants/a.yaml': TWO.replace(
        `kind: splunk, url: "https://beta.example:8089", token: "${TOKEN}"`,
        'kind: defender',
      ),
      'tenants/b.yaml': ONE('beta'),
      'tenants/c.yaml': ONE('gamma'),
    };
    const main = (prefer: string) => `policy: { prefer: ${prefer} }\nplatformsFrom: ./tenants/*.yaml\n`;
    for (const prefer of ['both', 'defender', 'sentinel', 'beta-splunk', 'beta-sentinel', 'splunk']) {
      expect(problems(main(prefer), files)).toEqual([]);
    }
    expect(problems(main('beta'), files)).toEqual([
      expect.stringContaining(':3 policy.prefer: no platform can leave hunts to beta'),
    ]);
    expect(problems(main('delta'), files)).toEqual([
      expect.stringMatching(/:3 policy\.prefer: must be both, or the name/),
    ]);
  });

  test('have their paths beside their own file', () => {
    const { folder, platforms } = load('platformsFrom: tenants/*/platform.yaml\n', {
      'tenants/acme/platform.yaml': ONE('acme', 'ca: ./ca.pem\n'),
    });
    expect(platforms[0]).toMatchObject({
      name: 'acme',
      ca: join(folder, 'tenants/acme/ca.pem'),
      token: 'token-123456',
    });
  });

  test('need no secret where nothing is connected to, and are not read where no platform matters', () => {
    const { platforms } = load('platformsFrom: tenants/*.yaml\n', { 'tenants/a.yaml': ONE('alpha') }, ['connections']);
    expect(platforms).toMatchObject([{ name: 'alpha', app: 'huntsync' }]);
    expect(load('platformsFrom: nowhere/*.yaml\n', {}, ['platforms']).platforms).toEqual([]);
  });
});

describe('problems name the file and the place in it', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a key that does not exist', { 'tenants/a.yaml': ONE('alpha', 'tokn: x\n') }, 'tenants/a.yaml:5 (top level): '],
    [
      'a key of a list',
      { 'tenants/a.yaml': TWO.replace('workspace: beta-logs', 'workspace: "-"') },
      'tenants/a.yaml:3 platforms[1].workspace',
    ],
    [
      'a secret in the file',
      { 'tenants/a.yaml': ONE('alpha').replace(TOKEN, 'secret-1') },
      'tenants/a.yaml:4 token: secrets do not',
    ],
    [
      'a variable that is not set',
      { 'tenants/a.yaml': ONE('alpha').replace('{TOKEN}', '{NOPE}') },
      'tenants/a.yaml:4 token: the environment variable NOPE',
    ],
    ['no YAML', { 'tenants/a.yaml': 'platforms: [' }, 'tenants/a.yaml:1 '],
    ['neither form', { 'tenants/a.yaml': 'name: x\n' }, 'tenants/a.yaml:1 '],
    ['an empty file', { 'tenants/a.yaml': '' }, 'tenants/a.yaml:'],
    [
      'a name twice',
      { 'tenants/a.yaml': ONE('alpha'), 'tenants/b.yaml': `# comment\n${ONE('alpha')}` },
      'tenants/b.yaml:2 name: there is another platform named alpha',
    ],
    ['no file at all', {}, 'huntsync.yaml:3 platformsFrom: there is no file tenants/*.yaml'],
  ])('%s', (_, files, told) => {
    expect(problems('platformsFrom: tenants/*.yaml\n', files).join('\n')).toContain(told);
  });

  test('those of all files at once', () => {
    const found = problems('platformsFrom: tenants/*.yaml\npolicy: { onDrift: never }\n', {
      'tenants/a.yaml': ONE('alpha', 'tokn: x\n'),
      'tenants/b.yaml': ONE('beta', 'tokn: x\n'),
    });
    expect(found.filter((line) => line.startsWith('huntsync.yaml'))).toHaveLength(1);
    const both = problems('platformsFrom: tenants/*.yaml\n', {
      'tenants/a.yaml': ONE('alpha', 'tokn: x\n'),
      'tenants/b.yaml': ONE('beta', 'tokn: x\n'),
    });
    expect(both.map((line) => line.split(':')[0])).toEqual(['tenants/a.yaml', 'tenants/b.yaml']);
  });

  test('without those files, where the others are to go on', () => {
    const folder = folderOf({
      'tenants/a.yaml': ONE('alpha'),
      'tenants/b.yaml': 'platforms: [',
      'tenants/c.yaml': ONE('gamma', 'tokn: x\n'),
      'tenants/d.yaml': TWO.replace('beta-splunk', 'alpha'),
      'tenants/e.yaml': TWO,
      'tenants/f.yaml': ONE('phi').replace('{TOKEN}', '{NOPE}'),
      'huntsync.yaml': `${SOURCES}platformsFrom: tenants/*.yaml\npolicy: { prefer: gamma }\n`,
    });
    const options = { env: { TOKEN: 'token-123456' }, siems: SETTINGS };
    const load = (partly: boolean) => loadConfig(join(folder, 'huntsync.yaml'), { ...options, partly });
    const { platforms, refusedFiles = [] } = load(true);
    // What a refused file names is free for those after it.
    expect(platforms.map(({ name }) => name)).toEqual(['alpha', 'beta-splunk', 'beta-sentinel']);
    expect(refusedFiles.map(({ path = '', code }) => `${path.slice(-6)} ${code}`)).toEqual([
      'b.yaml yaml',
      'c.yaml config',
      'd.yaml config',
      'f.yaml missing-variable',
    ]);
    expect(() => load(false)).toThrow(/has 4 problems/);
    for (const name of ['a', 'd', 'e']) writeFileSync(join(folder, `tenants/${name}.yaml`), '');
    expect(() => load(true)).toThrow(ConfigError);
  });

  test('without platforms and without platformsFrom', () => {
    expect(problems('', {}).join()).toMatch(/platforms/);
  });
});

describe('files that may name some secrets only', () => {
  const ENV = { ACME__TOKEN: 'acme-secret-1', ACME_WEST__TOKEN: 'west-secret-1', TOKEN: 'token-123456' };
  const tenant = (variable: string, more = '') =>
    ONE(variable.toLowerCase().replace(/\W/g, ''), more).replace('{TOKEN}', `{${variable}}`);
  const read = (rules: string, files: Readonly<Record<string, string>>) => {
    const folder = folderOf({
      ...files,
      'huntsync.yaml': `${SOURCES}platformsFrom: { files: tenants/*.yaml, ${rules} }\n`,
    });
    try {
      const { platforms } = loadConfig(join(folder, 'huntsync.yaml'), { env: ENV, siems: SETTINGS });
      return platforms.map((platform) => (platform as unknown as { token: string }).token);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems.map(({ code, line, message }) => `${code}:${line} ${message.replaceAll(folder, '')}`);
    }
  };

  test('have those of their own name', () => {
    const files = { 'tenants/acme.yaml': tenant('ACME__TOKEN'), 'tenants/acme-west.yaml': tenant('ACME_WEST__TOKEN') };
    expect(read('environment: "{FILE}__*"', files).sort()).toEqual(['acme-secret-1', 'west-secret-1']);
  });

  test.each([
    [
      'another file’s variable',
      'environment: "{FILE}__*"',
      'ACME_WEST__TOKEN',
      'may not name the variable ACME_WEST__TOKEN',
    ],
    ['any other variable', 'environment: ["{FILE}__*", "SHARED_*"]', 'TOKEN', 'may not name the variable TOKEN'],
    [
      'a file where only variables are listed',
      'environment: "ACME*"',
      'file:/run/secrets/x',
      'may not name the file /run',
    ],
    [
      'a variable where only files are listed',
      'secretFiles: "/run/secrets/{file}-*"',
      'ACME__TOKEN',
      'may not name the var',
    ],
    [
      'another folder',
      'secretFiles: "/run/secrets/{file}-*"',
      'file:/run/secrets/acme-x/../west',
      'may not name the file',
    ],
    ['a folder below', 'secretFiles: "/run/secrets/{file}-*"', 'file:/run/secrets/acme-x/y', 'may not name the file'],
    ['one that is not set', 'environment: "{FILE}__*"', 'ACME__NOPE', 'the environment variable ACME__NOPE is not set'],
  ])('do not have %s', (_, rules, variable, told) => {
    const [problem = '', ...more] = read(rules, { 'tenants/acme.yaml': tenant(variable) });
    expect(problem).toContain(told);
    expect(problem).toMatch(/^(?:forbidden-secret|missing-variable):4 token: /);
    expect(more).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('have nothing of others by a name that is a pattern itself', () => {
    const folder = folderOf({ 'run/acme': 'file-secret-1\n', 'run/acme-x': 'file-secret-1\n' });
    for (const [name, own, path] of [
      ['*', '{file}', 'acme'],
      ['acm*', '{file}-x', 'acme-x'],
      ['..', 'below/{file}/acme', 'acme'],
    ] as const) {
      const [problem] = read(`secretFiles: "${folder}/run/${own}"`, {
        [`tenants/${name}.yaml`]: tenant(`file:${folder}/run/${path}`),
      }).concat('nothing was read');
      expect([name, problem]).toEqual([name, expect.not.stringContaining('file-secret-1')]);
    }
    expect(read('environment: "{FILE}*"', { 'tenants/!.yaml': tenant('TOKEN') })[0]).toContain('may not name');
  });

  const AZURE = 'kind: sentinel\nsubscriptionId: s\nresourceGroup: g\nworkspace: logs\n';
  test.each([
    ['sentinel', AZURE, 'endpoint: https://thief.example\n', 'https://thief.example'],
    ['records', AZURE, 'records: { endpoint: "https://management.azure.com.thief.example", ruleId: dcr-1 }\n', 'thief'],
    [
      'defender',
      'kind: defender\n',
      'auth: managedIdentity\nendpoint: https://thief.example\n',
      'https://thief.example',
    ],
    [
      'a key',
      AZURE,
      'auth: { tenantId: t, clientId: c, certificatePath: ../west/key.pem }\n',
      'may not name the file /',
    ],
  ])('send nothing of huntsync’s own elsewhere: %s', (name, kind, more, told) => {
    const files = { 'tenants/acme.yaml': `name: acme\n${kind}${more}` };
    const [problem = '', ...others] = read('environment: "{FILE}__*"', files);
    expect([name, problem]).toEqual([name, expect.stringMatching(/^forbidden-secret:1 acme: this file may not /)]);
    expect(problem).toContain(told);
    expect(others).toEqual([]);
    expect(read('', files)).toHaveLength(1);
    const own = { 'tenants/acme.yaml': `name: acme\n${kind}` };
    expect(read('environment: "{FILE}__*"', own)).toEqual([undefined]);
  });

  test('may read the files that are theirs', () => {
    const folder = folderOf({ 'run/acme-splunk': 'file-secret-1\n' });
    const files = { 'tenants/acme.yaml': tenant(`file:${folder}/run/acme-splunk`) };
    expect(read(`secretFiles: "${folder}/run/{file}-*"`, files)).toEqual(['file-secret-1']);
  });

  test.skipIf(process.platform === 'win32')('follow links within their folder only', () => {
    const folder = folderOf({ 'run/acme/..data/token': 'file-secret-1\n', 'run/west/token': 'file-secret-2\n' });
    const rule = `secretFiles: "${folder}/run/{file}/*"`;
    const files = { 'tenants/acme.yaml': tenant(`file:${folder}/run/acme/token`) };
    const token = join(folder, 'run/acme/token');
    symlinkSync('..data/token', token);
    expect(read(rule, files)).toEqual(['file-secret-1']);
    for (const elsewhere of ['../west/token', '/proc/self/environ']) {
      rmSync(token);
      symlinkSync(elsewhere, token);
      expect(read(rule, files)[0]).toMatch(/^forbidden-secret:\d+ .*may not name the file/);
    }
  });

  test('are told where one could have what is another’s', () => {
    const files = { 'tenants/acme.yaml': tenant('ACME__TOKEN'), 'tenants/acme-west.yaml': tenant('ACME_WEST__TOKEN') };
    expect(read('environment: "{FILE}_*"', files)).toEqual([
      "config:undefined platformsFrom: {FILE}_* allows acme.yaml what is this file's: write {FILE}__*, or rename one of them",
    ]);
    const same = { 'tenants/acme.x.yaml': ONE('a'), 'tenants/acme-x.yaml': ONE('b') };
    expect(read('environment: ["{FILE}__*", TOKEN]', same)).toHaveLength(1);
    expect(read('environment: "*TOKEN"', same)).toHaveLength(2);
  });

  test.each([
    ['two patterns', 'environment: ["{FILE}__*", "X__{FILE}__*"]', ['x', 'acme'], '{FILE}__* allows x.yaml'],
    [
      'a pattern that ends with the name',
      'environment: "*_{FILE}"',
      ['west', 'acme-west'],
      '*_{FILE} allows west.yaml',
    ],
    [
      'one for all files',
      'environment: ["{FILE}__*", "ACME*"]',
      ['acme', 'west'],
      'ACME* allows all files what {FILE}__* keeps',
    ],
    [
      'a folder for all files',
      'secretFiles: ["/run/{file}/*", "/run/*/*"]',
      ['acme', 'west'],
      'allows all files what /run/{file}/* keeps',
    ],
  ])('are told where %s would share them', (_, rules, names, told) => {
    const files = Object.fromEntries(names.map((name) => [`tenants/${name}.yaml`, `${name}: 1`]));
    const shared = problems(`platformsFrom:\n  files: ./tenants/*.yaml\n  ${rules}\n`, files);
    expect(shared.filter((one) => one.includes(' allows '))).toEqual([expect.stringContaining(told)]);
  });

  test.each([
    ['environment: "X_*_{FILE}"', ['acme', 'west']],
    ['secretFiles: "/run/*/{file}"', ['acme', 'west']],
    ['secretFiles: ["/run/{file}/*", "/run/*/{file}/*"]', ['acme', 'west']],
    ['environment: ["{FILE}__*", "SHARED__*", "*_PROXY"]', ['acme', 'west']],
  ])('are apart by %s', (rules, names) => {
    const files = Object.fromEntries(names.map((name) => [`tenants/${name}.yaml`, `${name}: 1`]));
    const shared = problems(`platformsFrom:\n  files: ./tenants/*.yaml\n  ${rules}\n`, files);
    expect(shared.filter((one) => one.includes(' allows '))).toEqual([]);
  });

  describe('that sign in with the same', () => {
    const told = (
      files: Readonly<Record<string, string>>,
      env: Record<string, string>,
      offline: readonly Part[] = [],
    ) => {
      const folder = folderOf({ ...files, 'huntsync.yaml': `${SOURCES}platformsFrom: ./tenants/*.yaml\n` });
      const { sharedCredentials = [] } = loadConfig(join(folder, 'huntsync.yaml'), { env, siems: SETTINGS, offline });
      return sharedCredentials.map(({ code, message }) => `${code}: ${message}`);
    };
    const splunk = (name: string, token: string) => ONE(name).replace(TOKEN, `\${${token}}`);

    test('credential are told, however it is written, and without it', () => {
      const folder = folderOf({ token: 'secret-of-both\n' });
      const files = {
        'tenants/acme.yaml': splunk('a', 'ACME__TOKEN'),
        'tenants/west.yaml': splunk('b', `file:${folder}/token`),
        'tenants/own.yaml': splunk('c', 'OWN__TOKEN'),
      };
      const env = { ACME__TOKEN: 'secret-of-both', OWN__TOKEN: 'secret-of-one' };
      const found = told(files, env);
      expect(found).toEqual(['shared-credential: acme.yaml, west.yaml sign in with the same: token']);
      expect(told(files, { ...env, ACME__TOKEN: 'secret-of-acme' })).toEqual([]);
      const same = { 'tenants/a.yaml': splunk('a', 'ONE'), 'tenants/b.yaml': splunk('b', 'ONE') };
      expect(told(same, {}, ['connections'])).toHaveLength(1);
      expect(told(files, {}, ['connections'])).toEqual([]);
    });

    const azure = (name: string, auth: string) =>
      `name: ${name}\nkind: sentinel\nsubscriptionId: s\nresourceGroup: g\nworkspace: ${name}-logs\n${auth}`;
    test.each([
      ['', "huntsync's own identity (auth: default)"],
      ['auth: managedIdentity', "this machine's managed identity"],
      ['auth: { managedIdentityClientId: m-1 }', 'the managed identity m-1'],
      ['auth: { tenantId: t, clientId: app-1, certificatePath: ./key.pem }', 'the application app-1'],
    ])('identity of Azure are told: %s', (auth, words) => {
      const files = { 'tenants/a.yaml': azure('a', auth), 'tenants/b.yaml': azure('b', auth) };
      for (const offline of [[], ['connections']] as const) {
        expect(told(files, {}, offline)).toEqual([`shared-credential: a.yaml, b.yaml sign in with the same: ${words}`]);
      }
      const list = `platforms:\n${['a', 'b'].map((name) => `  - { ${azure(name, auth).trim().replaceAll('\n', ', ')} }\n`).join('')}`;
      expect(told({ 'tenants/a.yaml': list }, {})).toEqual([]);
    });
  });

  test('without a list may name anything', () => {
    expect(read('', { 'tenants/acme.yaml': tenant('TOKEN') })).toEqual(['token-123456']);
  });
});
