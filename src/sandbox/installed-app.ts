import { existsSync, readFileSync } from 'node:fs';

/** Stanza name -> key -> value, as a conf file of a Splunk app has them. */
export type ConfFile = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Reads a conf file of the project's own Splunk app, so that the sandbox has the app installed as a real platform would. Line
 * continuations are not needed in it and not read (the rest by
 * https://docs.splunk.com/Documentation/Splunk/latest/Admin/Aboutconfigurationfiles). A file that is not there has no stanzas.
 */
export function readConf(url: URL): ConfFile {
  if (!existsSync(url)) return {};
  const stanzas: Record<string, Record<string, string>> = {};
  let current: Record<string, string> = {};
  for (const line of readFileSync(url, 'utf8').split(/\r?\n/)) {
    const stanza = /^\[(.+)\]\s*$/.exec(line);
    const setting = /^([^#[=\s][^=]*?)\s*=\s*(.*)$/.exec(line);
    if (stanza?.[1] !== undefined) {
      current = {};
      stanzas[stanza[1]] = current;
    } else if (setting?.[1] !== undefined) {
      current[setting[1]] = (setting[2] ?? '').trim();
    }
  }
  return stanzas;
}
