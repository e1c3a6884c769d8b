import { readFileSync } from 'node:fs';

let shipped: ReadonlyMap<string, readonly string[] | null> | undefined;

/**
 * The lookups of splunk_app/default/transforms.conf, by name and, where they are files, by file, to their fields (null where it does
 * not list them): what is deployed is what is checked against.
 */
export function shippedLookups(): ReadonlyMap<string, readonly string[] | null> {
  if (!shipped) {
    // The same path from src/spl and from dist/spl.
    const url = new URL('../../splunk_app/default/transforms.conf', import.meta.url);
    shipped = parseTransformsConf(readFileSync(url, 'utf8'));
  }
  return shipped;
}

/** Reads transforms.conf: stanzas of `key = value` lines, `#` comments. */
export function parseTransformsConf(text: string): Map<string, readonly string[] | null> {
  const lookups = new Map<string, readonly string[] | null>();
  let stanza = '';
  for (const line of text.split(/\r?\n/)) {
    const head = /^\[(.+)\]$/.exec(line);
    const file = /^filename\s*=\s*(.+)$/.exec(line);
    const fields = /^fields_list\s*=\s*(.*)$/.exec(line);
    if (head?.[1]) {
      stanza = head[1];
      lookups.set(stanza, null);
    } else if (file?.[1]) {
      lookups.set(file[1], null);
    } else if (fields?.[1] && stanza !== '') {
      lookups.set(
        stanza,
        fields[1].split(',').map((field) => field.trim()),
      );
    }
  }
  return lookups;
}
