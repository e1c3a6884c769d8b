// What the generators share: JSON with one entry a line, and being run from the command line.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export const line = (value) => JSON.stringify(value);

/** Entries sorted by key, by code unit: the same on every machine. */
export const sorted = (object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** An object with one entry a line, in the order given. */
export const object = (entries) =>
  `{\n${entries.map(([key, value]) => `  ${line(key)}: ${line(value)}`).join(',\n')}\n }`;

/** An array with one value a line, in the order given. */
export const array = (values) => `[\n${values.map((value) => `  ${line(value)}`).join(',\n')}\n ]`;

/** A whole file: `[key, JSON text]` in order; a key without text is left out. */
export const file = (parts) =>
  `{\n${parts
    .filter(([, text]) => text !== undefined)
    .map(([key, text]) => ` ${line(key)}: ${text}`)
    .join(',\n')}\n}\n`;

/**
 * Runs a generator when its file is what node was started with, and only then: `generate` takes the command line's
 * arguments and returns file name -> text, which is written beside the generator.
 */
export function runAsScript(url, usage, generate) {
  if (!process.argv[1] || url !== pathToFileURL(process.argv[1]).href) return;
  const args = process.argv.slice(2);
  if (args.length === 0) {
    process.stderr.write(`usage: ${usage}\n`);
    process.exitCode = 4;
    return;
  }
  for (const [name, text] of Object.entries(generate(...args))) writeFileSync(new URL(name, url), text);
}
