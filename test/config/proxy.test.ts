import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import { proxiesOf, proxyRulesOf } from '../../src/config/proxy.ts';
import type { Part } from '../../src/config/schema.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { redact, silentLog } from '../../src/core/log.ts';
import { SETTINGS } from '../support/siems.ts';

type Environment = Record<string, string>;

/** The way to an address, by what stands under `proxy:` and the environment. */
function wayTo(
  address: string,
  yaml: string,
  env: Environment = {},
  offline: readonly Part[] = ['sources', 'platforms'],
) {
  const text = `sources: []\nplatforms: []\n${yaml === '' ? '' : `proxy: ${yaml}`}\n`;
  const config = parseConfig(text, { file: 'huntsync.yaml', folder: '/', env, siems: SETTINGS, offline });
  return proxyRulesOf(config.proxy, env, silentLog).proxyFor(new URL(address))?.href;
}

describe('proxy: in the configuration', () => {
  test('has an address, an account, and what goes straight', () => {
    const yaml = `{ url: "http://proxy.example:3128", username: u, password: "\${WORD}", except: [splunk.example] }`;
    const env = { WORD: 'p@ss/word-1' };
    expect(wayTo('https://api.example/', yaml, env)).toBe('http://u:p%40ss%2Fword-1@proxy.example:3128/');
    expect(wayTo('https://splunk.example:8089/', yaml, env)).toBeUndefined();
    expect(redact('p%40ss%2Fword-1')).not.toContain('word');
  });

  test('takes the place of the environment, also by `off`', () => {
    const env = { HTTPS_PROXY: 'http://other.example:1' };
    expect(wayTo('https://api.example/', '{ url: "http://proxy.example:3128" }', env)).toBe(
      'http://proxy.example:3128/',
    );
    expect(wayTo('https://api.example/', 'off', env)).toBeUndefined();
  });

  test.each([
    ['{ url: "socks5://proxy.example" }', /address of a proxy/],
    ['{ url: "http://u:p@proxy.example" }', /user name or password/],
    ['{ url: "http://proxy.example", password: inline }', /secrets do not belong/],
  ])('%s is refused', (yaml, why) => {
    let problems: readonly { readonly message: string }[] = [];
    try {
      wayTo('https://api.example/', yaml);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems = error.problems;
    }
    expect(problems.map(({ message }) => message).join()).toMatch(why);
  });

  test('its secret is only missed by what connects to something', () => {
    const yaml = `{ url: "http://proxy.example", password: "\${WORD}" }`;
    expect(wayTo('https://api.example/', yaml)).toContain('proxy.example');
    expect(() => wayTo('https://api.example/', yaml, {}, ['platforms'])).toThrow(ConfigError);
  });
});

describe('the environment', () => {
  test.each([
    ['https://api.example/', { HTTPS_PROXY: 'http://proxy.example:3128' }, 'http://proxy.example:3128/'],
    ['https://api.example/', { https_proxy: 'proxy.example:3128' }, 'http://proxy.example:3128/'],
    ['http://api.example/', { HTTPS_PROXY: 'http://proxy.example:3128' }, undefined],
    ['http://api.example/', { HTTP_PROXY: 'http://proxy.example:3128' }, 'http://proxy.example:3128/'],
    ['http://api.example/', { ALL_PROXY: 'http://proxy.example:3128' }, 'http://proxy.example:3128/'],
    ['https://api.example/', { ALL_PROXY: 'socks5://proxy.example:1080' }, undefined],
    ['https://api.example/', { HTTPS_PROXY: 'http://proxy.example', NO_PROXY: 'a.example, .example' }, undefined],
    ['https://api.example/', { HTTPS_PROXY: '' }, undefined],
  ])('%s by %o', (address, env, expected) => {
    expect(wayTo(address, '', env as Environment)).toBe(expected);
  });

  test('a password in it is never shown', () => {
    wayTo('https://api.example/', '', { HTTPS_PROXY: 'http://u:env-word-77@proxy.example' });
    expect(redact('env-word-77')).toBe('[secret]');
  });
});

test('for people: which hosts are asked through which proxy', () => {
  const rules = proxyRulesOf({ url: 'http://proxy.example:3128', except: ['inside.example'] }, {}, silentLog);
  const found = proxiesOf(['https://a.example/x', 'https://inside.example', 'https://b.example:8089'], rules);
  expect([...found]).toEqual([['http://proxy.example:3128', ['a.example', 'b.example:8089']]]);
});
