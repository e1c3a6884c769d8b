import type { SampleEvent, SampleValue } from '../../knowledge/samples.ts';

/** Names that look like those of an allow-list, and are none. */

/** A domain among the values of an allow-list, without wildcards and the escapes of regular expressions. */
export function domainsIn(values: readonly string[]): string[] {
  const found = new Set<string>();
  for (const value of values) {
    const plain = value.replace(/\\\./g, '.').toLowerCase();
    for (const [name] of plain.matchAll(/(?<![\w@%-])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![\w-])/g)) {
      if (!FILE_ENDINGS.test(name)) found.add(name);
    }
  }
  return [...found];
}

/** Endings that name a file rather than a host. */
const FILE_ENDINGS =
  /\.(?:exe|dll|sys|com\.exe|bat|cmd|ps1|psm1|vbs|js|mjs|cjs|ts|py|sh|pl|rb|jar|php|aspx?|jsp|txt|log|json|xml|yaml|yml|toml|cfg|conf|ini|db|sqlite|dat|tmp|zip|rar|msi|msc|service|timer|socket|plist|lock|vsix|html?|css|node|so|bin|md)$/;

/** Neutral fields that hold a host and nothing else. */
const HOST_FIELDS: ReadonlySet<string> = new Set(['host', 'destination', 'query']);
const URL_HOST = /(\b[a-z][a-z0-9+.-]*:\/\/(?:[^/\s@"']*@)?)([^/\s:"'?#\\)]+)/gi;

/** The event with another host wherever it names one that `keeps` does not hold on to. */
export function withHost(event: SampleEvent, host: string, keeps: (host: string) => boolean): SampleEvent {
  const swap = (value: string) =>
    value.replace(URL_HOST, (whole, before: string, old: string) => (keeps(old) ? whole : before + host));
  const fields = Object.entries(event.fields).map(([name, value]): [string, SampleValue] => {
    if (typeof value !== 'string') return [name, value];
    if (HOST_FIELDS.has(name) && !value.includes('/')) return [name, keeps(value) ? value : host];
    if (/^(?:sender|returnPath)$/.test(name)) {
      return [name, value.replace(/@(.+)$/, (whole, old: string) => (keeps(old) ? whole : `@${host}`))];
    }
    return [name, swap(value)];
  });
  return { ...event, fields: Object.fromEntries(fields) };
}

/** The event with one more word on its command line. */
export function withWord(event: SampleEvent, word: string): SampleEvent {
  const line = event.fields['commandLine'];
  if (typeof line !== 'string') return event;
  return { ...event, fields: { ...event.fields, commandLine: `${line} # ${word}` } };
}
