import { z } from 'zod';
import { type Log, registerSecret } from '../core/log.ts';
import { createProxyRules, NO_PROXIES, type ProxyRules, proxyName } from '../core/proxy.ts';
import type { Env } from './variables.ts';

const address = z
  .url({ protocol: /^https?$/, error: 'must be the http:// or https:// address of a proxy' })
  .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'may not hold a user name or password');

/** How requests to platforms and feeds leave this network; without it, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY say. */
export const proxySetting = z.union([
  z.union([z.literal('off'), z.literal(false)]).transform((): 'off' => 'off'),
  z.strictObject({
    url: address,
    username: z.string().min(1).optional(),
    /** Write ${PROXY_PASSWORD}. */
    password: z.string().min(1).optional(),
    /** What is asked for straight, in NO_PROXY's forms. */
    except: z.array(z.string().min(1)).default([]),
  }),
]);

export type ProxySetting = z.output<typeof proxySetting>;

/** The rules of a configuration; where it has none, those of the environment. */
export function proxyRulesOf(setting: ProxySetting | undefined, env: Env, log: Log): ProxyRules {
  if (setting === 'off') return NO_PROXIES;
  if (setting === undefined) return rulesOfEnvironment(env, log);
  const { except } = setting;
  const proxy = new URL(setting.url);
  proxy.username = encodeURIComponent(setting.username ?? '');
  proxy.password = encodeURIComponent(setting.password ?? '');
  registerSecret(setting.password);
  return createProxyRules({ https: proxy, http: proxy, except });
}

/** The variables that curl, Go and Python read, small letters first (https://everything.curl.dev/usingcurl/proxies/env.html). */
function rulesOfEnvironment(env: Env, log: Log): ProxyRules {
  const setting = (name: string) => env[name.toLowerCase()] || env[name.toUpperCase()] || undefined;
  const proxyIn = (name: string): URL | undefined => {
    const text = setting(name) ?? setting('ALL_PROXY');
    if (text === undefined) return undefined;
    const url = parse(text);
    if (url === undefined) log.debug(`${name} (or ALL_PROXY) is no http:// or https:// address of a proxy: not used.`);
    registerSecret(url && decodeURIComponent(url.password));
    return url;
  };
  const except = (setting('NO_PROXY') ?? '').split(/[\s,]+/).filter((part) => part !== '');
  return createProxyRules({ https: proxyIn('HTTPS_PROXY'), http: proxyIn('HTTP_PROXY'), except });
}

/** `proxy.example:3128` without a scheme means http. */
function parse(text: string): URL | undefined {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** The proxies that some addresses are asked through, for people; empty where all are asked straight. */
export function proxiesOf(addresses: readonly string[], rules: ProxyRules): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const text of addresses) {
    const url = new URL(text);
    const proxy = rules.proxyFor(url);
    if (!proxy) continue;
    const name = proxyName(proxy);
    found.set(name, [...(found.get(name) ?? []), url.host]);
  }
  return found;
}
