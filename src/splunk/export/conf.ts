import type { NativeArgs } from '../native.ts';

/**
 * Settings that savedsearches.conf spells otherwise than the REST interface
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf beside
 * https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch, saved/searches).
 */
const CONF_NAMES: Readonly<Record<string, string>> = {
  is_scheduled: 'enableSched',
  alert_type: 'counttype',
  alert_comparator: 'relation',
  alert_threshold: 'quantity',
};

/** One saved search, with the arguments that the REST interface would be sent. */
export interface ConfSearch {
  readonly name: string;
  readonly args: NativeArgs;
}

const HEADER = `# Saved searches that huntsync has exported. Change one in local/ (or in Splunk's pages): an update of this app replaces
# this file, and huntsync keeps an edit that it finds.
`;

/** savedsearches.conf with these searches, in the order given. Settings without a value are left out: they have no other default. */
export function savedSearchesConf(searches: readonly ConfSearch[]): string {
  return [HEADER, ...searches.map(stanza)].join('\n');
}

function stanza({ name, args }: ConfSearch): string {
  const settings = Object.entries(args).map(([key, value]) => [CONF_NAMES[key] ?? key, value]);
  return confStanza(name, Object.fromEntries(settings));
}

/** One stanza of a conf file; settings without a value are left out. Throws where the file could not hold the name or a value. */
export function confStanza(name: string, settings: Readonly<Record<string, string>>): string {
  if (/[\][\\\n]/.test(name) || name !== name.trim() || name === 'default') {
    throw new Error(`not a stanza's name: ${JSON.stringify(name)}`);
  }
  const told = Object.entries(settings).filter(([, value]) => value !== '');
  const lines = told.map(([key, value]) => `${key} = ${confValue(key, value)}\n`);
  return `[${name}]\n${lines.join('')}`;
}

/**
 * A value as the file holds it: to the end of the line, trimmed by its reader, and going on in the next line only behind a
 * backslash (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Aboutconfigurationfiles). So a line break is written as a
 * backslash and a line break, without blanks that the reader would take for a part of the value. `src/splunk/audit.ts` refuses
 * lines that end in a backslash.
 */
function confValue(key: string, value: string): string {
  if (/\\[ \t]*(\n|$)/.test(value) || value !== value.trim() || value.includes('\r')) {
    throw new Error(`a conf file cannot hold this value of ${key}: ${JSON.stringify(value.slice(-40))}`);
  }
  return value.replaceAll('\n', '\\\n');
}
