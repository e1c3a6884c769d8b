import { readFileSync } from 'node:fs';

export interface ConfSetting {
  readonly name: string;
  readonly value: string;
  /** 1-based line on which the setting starts. */
  readonly line: number;
}

export interface ConfStanza {
  readonly name: string;
  readonly line: number;
  readonly settings: readonly ConfSetting[];
}

export interface ConfError {
  readonly line: number;
  readonly message: string;
}

export interface ParsedConf {
  readonly stanzas: readonly ConfStanza[];
  readonly errors: readonly ConfError[];
}

type Line =
  | { readonly kind: 'blank' }
  | { readonly kind: 'stanza'; readonly name: string }
  | { readonly kind: 'setting'; readonly name: string; readonly value: string }
  | { readonly kind: 'wrong' };

/**
 * A strict reader of Splunk's conf files, apart from the ones that the product and the sandbox use. Rules: a value is the
 * rest of its line, trimmed; a line whose last character is a backslash goes on in the next, which is taken as it stands
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Aboutconfigurationfiles). Blanks after such a backslash, a stanza or a setting
 * that comes twice, a setting above the first stanza and a line that is nothing are errors (AppInspect's conf checks).
 */
export function parseConf(text: string): ParsedConf {
  const stanzas: { name: string; line: number; settings: ConfSetting[] }[] = [];
  const errors: ConfError[] = [];
  const lines = text.split('\n');
  if (text.startsWith('\uFEFF')) errors.push({ line: 1, message: 'starts with a byte order mark' });
  if (text.includes('\r')) errors.push({ line: 1, message: 'has a carriage return' });
  if (text !== '' && !text.endsWith('\n')) errors.push({ line: lines.length, message: 'does not end with a newline' });
  for (let index = 0; index < lines.length; index += 1) {
    const line = index + 1;
    const { raw, last } = joinContinued(lines, index, errors);
    index = last;
    const read = readLine(raw);
    const current = stanzas.at(-1);
    if (read.kind === 'wrong') errors.push({ line, message: `is neither a stanza nor a setting: ${raw.slice(0, 60)}` });
    if (read.kind === 'stanza') {
      if (stanzas.some(({ name }) => name === read.name)) errors.push({ line, message: `stanza [${read.name}] again` });
      stanzas.push({ name: read.name, line, settings: [] });
    }
    if (read.kind === 'setting') {
      if (current === undefined) errors.push({ line, message: `setting ${read.name} above the first stanza` });
      if (current?.settings.some(({ name }) => name === read.name)) {
        errors.push({ line, message: `setting ${read.name} again in [${current.name}]` });
      }
      current?.settings.push({ name: read.name, value: read.value, line });
    }
  }
  return { stanzas, errors };
}

function readLine(raw: string): Line {
  if (/^\s*(#.*)?$/.test(raw.split('\n')[0] ?? '') && !raw.includes('\n')) return { kind: 'blank' };
  const stanza = /^\[(.*)\][ \t]*$/.exec(raw)?.[1];
  if (stanza !== undefined) return { kind: 'stanza', name: stanza };
  const setting = /^([^\s#[=][^=\n]*?)[ \t]*=([\s\S]*)$/.exec(raw);
  if (setting?.[1] === undefined) return { kind: 'wrong' };
  return { kind: 'setting', name: setting[1], value: (setting[2] ?? '').trim() };
}

/** The line at `index` with those that it goes on in, newlines kept and the backslashes dropped. Comments do not go on. */
function joinContinued(lines: readonly string[], index: number, errors: ConfError[]): { raw: string; last: number } {
  let raw = lines[index] ?? '';
  let last = index;
  if (/^\s*#/.test(raw)) {
    if (/\\\s*$/.test(raw)) errors.push({ line: last + 1, message: 'a comment that goes on: readers disagree on it' });
    return { raw, last };
  }
  for (;;) {
    if (/\\[ \t]+$/.test(raw)) errors.push({ line: last + 1, message: 'continuation with trailing whitespace' });
    if (!raw.endsWith('\\')) return { raw, last };
    last += 1;
    const next = lines[last];
    if (next === undefined || (last === lines.length - 1 && next === '')) {
      errors.push({ line: last, message: 'continuation at the end of the file' });
      return { raw: raw.slice(0, -1), last };
    }
    raw = `${raw.slice(0, -1)}\n${next}`;
  }
}

/** Stanza name -> setting -> value of a conf file of the repository; throws where the file is not clean. */
export function confFile(path: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const { stanzas, errors } = parseConf(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
  if (errors.length > 0)
    throw new Error(`${path}: ${errors.map(({ line, message }) => `${line} ${message}`).join('; ')}`);
  return Object.fromEntries(
    stanzas.map(({ name, settings }) => [name, Object.fromEntries(settings.map(({ name, value }) => [name, value]))]),
  );
}
