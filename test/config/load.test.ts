import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig, parseConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { redact } from '../../src/core/log.ts';
import { SETTINGS } from '../support/siems.ts';

const GOOD = `
sources:
  - { kind: briefings, path: ./briefings }
platforms:
  - name: soc-splunk
    kind: splunk
    url: https://splunk.example:8089
    token: \${SPLUNK_TOKEN}
    ca: ./ca.pem
  - name: soc-sentinel
    kind: sentinel
    subscriptionId: 11111111-1111-4111-8111-111111111111
    resourceGroup: soc
    workspace: soc-logs
`;

function parse(text: string, env: Record<string, string> = { SPLUNK_TOKEN: 'tok-123456' }) {
  return parseConfig(text, { file: 'huntsync.yaml', folder: '/etc/huntsync', env, siems: SETTINGS });
}

function problemsOf(text: string, env?: Record<string, string>): string[] {
  try {
    parse(text, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((p) => `${p.line} ${p.code} ${p.message}`);
    throw error;
  }
  return [];
}

describe('a good configuration', () => {
  test('gets its defaults, its secrets and its paths', () => {
    const config = parse(GOOD);
    expect(config.sources[0]).toMatchObject({
      name: 'briefings',
      path: '/etc/huntsync/briefings',
      authoritative: false,
    });
    expect(config.platforms[0]).toMatchObject({
      app: 'huntsync',
      token: 'tok-123456',
      ca: '/etc/huntsync/ca.pem',
      insecureSkipVerify: false,
      schedule: { enabled: false },
      enterpriseSecurity: false,
    });
    for (const platform of config.platforms) expect(platform).not.toHaveProperty('records');
    expect(config.platforms[1]).toMatchObject({ cloud: 'public', auth: 'default' });
    expect(config.policy).toMatchObject({
      retireAfterDays: 'off',
      pruneAfterDays: 180,
      onDrift: 'keep',
      maxChangePercent: 30,
      concurrency: 8,
    });
  });

  test('a certificate is found beside the configuration too', () => {
    const auth = 'auth: { tenantId: t, clientId: c, certificatePath: ./sp.pem }';
    const config = parse(`${GOOD.trimEnd()}\n    ${auth}\n`);
    expect(config.platforms[1]).toMatchObject({ auth: { certificatePath: '/etc/huntsync/sp.pem' } });
  });

  test('registers its secrets, so that no line shows them', () => {
    parse(GOOD, { SPLUNK_TOKEN: 'a-very-secret/token' });
    expect(redact('Bearer a-very-secret/token at a-very-secret%2Ftoken')).toBe('Bearer [secret] at [secret]');
  });

  test('registers what is a secret though its key does not say so: of a private feed, say', () => {
    const feed = (url: string) => GOOD.replace('sources:', `sources:\n  - { kind: rss, name: Private, url: "${url}" }`);
    parse(feed('https://feeds.example/a?key=$' + '{FEED}'), { FEED: 'in-the-query<1>', SPLUNK_TOKEN: 'some-token' });
    parse(feed('https://feeds.example/$' + '{FEED_KEY}/a.xml'), {
      FEED_KEY: 'by-its-name-2',
      SPLUNK_TOKEN: 'some-token',
    });
    parse(feed('$' + '{FEED_URL}'), {
      FEED_URL: 'https://feeds.example/b?auth=of-the-whole-3',
      SPLUNK_TOKEN: 'some-token',
    });
    parse(feed('https://$' + '{FEED_HOST}/c'), { FEED_HOST: 'hosts-are-no-secret', SPLUNK_TOKEN: 'some-token' });
    expect(redact('https://feeds.example/a?key=in-the-query%3C1%3E')).toBe('https://feeds.example/a?key=[secret]');
    expect(redact('https://feeds.example/by-its-name-2/a.xml')).toBe('https://feeds.example/[secret]/a.xml');
    expect(redact('https://feeds.example/b?auth=of-the-whole-3')).toBe('https://feeds.example/b?[secret]');
    expect(redact('https://hosts-are-no-secret/c')).toBe('https://hosts-are-no-secret/c');
  });

  test('YAML 1.2 words for "off" are read as off', () => {
    expect(parse(`${GOOD}policy: { retireAfterDays: off, pruneAfterDays: 7 }`).policy.retireAfterDays).toBe('off');
    expect(parse(`${GOOD}policy: { retireAfterDays: false }`).policy.retireAfterDays).toBe('off');
  });
});

describe('a bad configuration', () => {
  test('has all its problems listed, each with its line and key', () => {
    const bad = GOOD.replace('https://splunk.example', 'http://splunk.example')
      .replace('kind: briefings, path', 'kind: briefings, pth')
      .concat('policy: { onDrift: ignore, concurency: 3 }\n');
    const problems = problemsOf(bad);
    expect(problems).toEqual([
      expect.stringMatching(/^3 config sources\[0\]\.path/),
      expect.stringMatching(/^3 config sources\[0\]: .*pth/),
      expect.stringMatching(/^7 config platforms\[0\]\.url: must be an https/),
      expect.stringMatching(/^15 config policy\.onDrift/),
      expect.stringMatching(/^15 config policy: .*concurency/),
    ]);
  });

  test.each([
    ['an inline secret', GOOD.replace(/\$\{SPLUNK_TOKEN\}/, 'hunter2hunter2'), /^8 inline-secret token/],
    ['half an inline secret', GOOD.replace(/\$\{SPLUNK_TOKEN\}/, 'x$&'), /^8 inline-secret token/],
    ['broken YAML', 'sources: [', /yaml/],
    ['a password that YAML takes for an alias', GOOD.replace(/\$\{SPLUNK_TOKEN\}/, '*hunter2hunter2'), /^8 yaml/],
    ['no credentials', GOOD.replace(/ {4}token:.*\n/, ''), /either token, or username and password/],
    ['a list at the top', '- a', /top level/],
    ['an empty file', '', /^1 config there is nothing in this file$/],
    [
      'a wrong value in one of two forms',
      GOOD.replace(/ca: .*/, 'schedule: { enabled: true, every: dayly }'),
      /schedule: every: must be "hourly" or "daily" \(did you mean "daily"\?\)$/,
    ],
    [
      'a value that neither form has',
      GOOD.replace(/ca: .*/, 'schedule: { enabled: maybe }'),
      /schedule: enabled: must be false or true$/,
    ],
    [
      'half an account',
      GOOD.replace(/workspace: .*/, '$&\n    auth: { tenantId: t, clientId: c }'),
      /auth: clientSecret: is missing: must be text$/,
    ],
    [
      'a number for a text',
      GOOD.replace(/resourceGroup: .*/, 'resourceGroup: 7'),
      /resourceGroup: must be text: put it in quotes/,
    ],
  ])('%s', (_, text, expected) => {
    const problems = problemsOf(text);
    expect(problems.join('\n')).toMatch(expected);
    expect(problems.join('\n')).not.toContain('hunter2hunter2');
  });

  test.each(['none.yaml', '.'])('a file that cannot be read, %s: says what to do', (path) => {
    const read = () => loadConfig(join(tmpdir(), path), { env: {}, siems: SETTINGS });
    expect(read).toThrow(path === '.' ? 'it is a folder' : 'There is no configuration');
    expect(read).toThrow(expect.objectContaining({ exitCode: 4, remedy: expect.stringContaining('--config') }));
  });

  test('a secret may stand in a file, and a file that is not there is named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'huntsync-secret-'));
    const file = join(folder, 'token');
    writeFileSync(file, 'token-of-the-file\n');
    const text = GOOD.replace(/\$\{SPLUNK_TOKEN\}/, `\${file:${file}}`);
    expect(problemsOf(text, {})).toEqual([]);
    const [platform] = parseConfig(text, { file: 'huntsync.yaml', folder, env: {}, siems: SETTINGS }).platforms;
    expect(platform).toMatchObject({ token: 'token-of-the-file' });
    rmSync(folder, { recursive: true });
    expect(problemsOf(text, {})).toEqual([
      expect.stringMatching(/^8 missing-secret token: the file .* cannot be read/),
    ]);
  });

  test('a variable that is not set is named', () => {
    expect(problemsOf(GOOD, {})).toEqual([
      expect.stringMatching(/^8 missing-variable token: .* SPLUNK_TOKEN is not set/),
    ]);
  });
});

describe('platforms that nothing connects to', () => {
  const parseUnconnected = (text: string, env: Record<string, string> = {}) =>
    parseConfig(text, {
      file: 'huntsync.yaml',
      folder: '/etc/huntsync',
      env,
      siems: SETTINGS,
      offline: ['connections'],
    });

  test('keep what is about hunts, and need neither address nor secret', () => {
    const text = `
sources:
  - { kind: briefings, path: ./briefings }
platforms:
  - name: soc-splunk
    kind: splunk
    url: \${SPLUNK_URL}
    app: soc_hunts
    token: \${SPLUNK_TOKEN}
    ca: \${SPLUNK_CA}
    validate: live
    schedule: { enabled: true, every: hourly }
  - name: soc-sentinel
    kind: sentinel
    subscriptionId: \${SUBSCRIPTION}
    resourceGroup: \${GROUP}
    workspace: \${WORKSPACE}
    auth: { tenantId: "\${TENANT}", clientId: "\${CLIENT}", clientSecret: "\${SECRET}" }
`;
    const { platforms } = parseUnconnected(text);
    expect(platforms[0]).toMatchObject({
      name: 'soc-splunk',
      app: 'soc_hunts',
      schedule: { enabled: true, every: 'hourly', cap: 200 },
      validate: 'offline',
      url: 'https://unconnected.invalid:8089',
    });
    expect(platforms[0]).toMatchObject({ ca: undefined, token: undefined });
    expect(platforms[1]).toMatchObject({ name: 'soc-sentinel', auth: 'default' });
    expect(() => parse(text, {})).toThrow(ConfigError);
  });

  test('and nothing else wrong, come with how to set them', () => {
    const text = `sources:\n  - { kind: briefings, path: x }\nplatforms:\n  - { name: a, kind: splunk, url: "\${AT}", token: "\${T}" }\n`;
    const remedyOf = (yaml: string) => {
      try {
        parse(yaml, {});
      } catch (error) {
        return (error as ConfigError).remedy;
      }
      return undefined;
    };
    expect(remedyOf(text)).toContain('`export NAME=…`');
    expect(remedyOf(text.replace('path', 'pth'))).toContain('`huntsync init --print`');
  });

  test('are read as strictly as any', () => {
    const problems = (line: string, env: Record<string, string> = {}) => {
      try {
        parseUnconnected(`sources:\n  - { kind: briefings, path: x }\nplatforms:\n  - ${line}\n`, env);
      } catch (error) {
        if (error instanceof ConfigError) return error.problems.map(({ code, message }) => `${code} ${message}`);
        throw error;
      }
      return [];
    };
    expect(problems('{ name: a, kind: splunk, ap: x }')).toEqual([expect.stringContaining('ap')]);
    expect(problems(`{ name: a, kind: splunk, app: "\${APP}" }`)).toEqual([
      'missing-variable platforms[0].app: its environment variable is not set',
    ]);
    expect(problems(`{ name: a, kind: splunk, app: "\${APP}" }`, { APP: 'mine' })).toEqual([]);
    expect(problems('{ name: a, kind: splunk, token: plain-text }')).toEqual([
      expect.stringContaining('inline-secret'),
    ]);
    expect(problems('{ name: a, kind: splunk }\n  - { name: a, kind: sentinel }')).toEqual([
      expect.stringContaining('another platform named a'),
    ]);
  });
});
