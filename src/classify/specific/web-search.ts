import type { Indicator } from '../../briefing/article.ts';
import type { QueryLanguage } from '../../quoting/languages.ts';
import { all, any, none, where } from '../../quoting/search.ts';
import { huntedValues, type Observable } from '../observables/observable.ts';
import type { HuntPart } from './behaviour.ts';
import { quotableIn, typedValues } from './values.ts';

/** Programs in which people use the web, and the services' own: lower case. */
const PEOPLE = [
  'chrome.exe',
  'msedge.exe',
  'firefox.exe',
  'brave.exe',
  'opera.exe',
  'vivaldi.exe',
  'iexplore.exe',
  'msedgewebview2.exe',
  'telegram.exe',
  'discord.exe',
  'megasync.exe',
  'google chrome',
  'safari',
  'firefox',
];

/**
 * What shows in proxies, in sensors on the network and on servers of one's own: user agents, pages and requests, a build's steps,
 * bots, fingerprints of TLS, and public services that no browser asks for. A library's user agent is everybody's: it is not looked for
 * here.
 */
export function webParts(
  observables: readonly Observable[],
  indicators: readonly Indicator[],
  languages: readonly QueryLanguage[],
): HuntPart[] {
  const writable = (values: readonly string[]) => quotableIn(values, languages);
  const seen = (...kinds: Parameters<typeof huntedValues>[1][]) => writable(huntedValues(observables, ...kinds));
  const agents = writable(
    observables
      .filter(({ kind, role, unhunted }) => kind === 'userAgent' && role === 'attacker' && unhunted === undefined)
      .map(({ value }) => value),
  );
  const pages = seen('webPath', 'request');
  const tokens = seen('bot').filter((value) => /^\d+:/.test(value));
  const hooks = seen('bot').filter((value) => /^\d{17,}$/.test(value));
  const asked = [
    ...pages,
    ...seen('action').map((name) => `/${name}/`),
    ...tokens.map((token) => `/bot${token}`),
    ...hooks.map((id) => `/webhooks/${id}`),
  ];
  const services = seen('publicService');
  const prints = typedValues(indicators, 'ja3', 'ja3s', 'ja4');
  const serials = typedValues(indicators, 'certificate_serial');
  const certificates = typedValues(indicators, 'certificate_hash');
  return [
    {
      event: 'http',
      where: any(
        where('userAgent', 'contains', agents),
        where('url', 'contains', asked),
        all(where('host', 'host', services), none(where('userAgent', 'starts', ['Mozilla/']))),
      ),
      by: ['source', 'host', 'url'],
      show: ['user', 'method', 'status', 'userAgent', 'address', 'program', 'commandLine'],
    },
    {
      event: 'connection',
      where: all(where('destination', 'is', services), none(where('program', 'is', PEOPLE))),
      by: ['source', 'destination'],
      show: ['destinationAddress', 'port', 'user', 'activity', 'program', 'commandLine'],
    },
    {
      event: 'proxy',
      where: any(
        where('userAgent', 'contains', agents),
        where('url', 'contains', asked),
        where('others', 'contains', prints),
      ),
      by: ['source', 'host', 'url'],
      show: ['user', 'method', 'userAgent', 'address', 'action', 'product'],
    },
    {
      event: 'webServer',
      where: any(
        where(
          'path',
          'contains',
          pages.map((page) => page.replace(/\?.*$/, '')),
        ),
        where('userAgent', 'contains', spaceless(agents)),
      ),
      by: ['device', 'path'],
      show: ['address', 'method', 'query', 'status', 'userAgent', 'user'],
    },
    {
      event: 'tls',
      where: any(
        where('client', 'words', prints),
        where('serial', 'is', serials),
        where('fingerprint', 'is', certificates),
      ),
      by: ['source', 'destination'],
      show: ['port', 'server', 'subject', 'issuer', 'activity'],
    },
    {
      event: 'fileSignature',
      where: any(where('serial', 'is', serials), where('signerHash', 'is', certificates)),
      by: ['device', 'signer'],
      show: ['sha1', 'issuer', 'serial'],
    },
  ];
}

/** As IIS writes them: a blank becomes a plus sign (https://learn.microsoft.com/en-us/windows/win32/http/w3c-logging). */
function spaceless(agents: readonly string[]): string[] {
  return [...new Set(agents.flatMap((agent) => [agent, agent.replaceAll(' ', '+')]))];
}
