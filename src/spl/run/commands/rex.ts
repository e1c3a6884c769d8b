import { type Token, unquote } from '../../lexer.ts';
import type { CommandCompiler } from '../compiler.ts';
import { replaceAll } from '../functions/text.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import { compileRegex } from '../regex/regex.ts';
import type { Stage } from '../run.ts';
import { cellOf, type EventFields, isMultivalue, textOf } from '../value.ts';
import { readArguments, wholeOption } from './arguments.ts';

/** Extracts named groups into fields, or edits a field: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rex */
export const rex: CommandCompiler = (command) => {
  const { options, rest } = readArguments(command.args, ['field', 'max_match', 'mode']);
  const [pattern, ...more] = rest;
  if (!pattern || more.length > 0 || pattern.kind !== 'string') {
    throw new Refused("Error in 'rex' command: the regular expression has to be one text in double quotes.");
  }
  const field = options.get('field') ?? '_raw';
  const mode = options.get('mode')?.toLowerCase();
  if (mode === 'sed') return sed(field, unquote(pattern));
  if (mode !== undefined) throw new Refused(`Error in 'rex' command: Invalid mode ${JSON.stringify(mode)}.`);
  return extract(field, pattern, wholeOption(options, 'max_match', 1));
};

function single(fields: EventFields, field: string): string | null {
  const cell = fields[field];
  if (cell === undefined || cell === null) return null;
  if (isMultivalue(cell)) throw new NotEvaluated('rex on a multivalue field');
  return textOf(cell);
}

function extract(field: string, token: Token, maxMatch: number): Stage {
  const pattern = unquote(token);
  const regex = compileRegex(pattern);
  if (regex.names.size === 0) {
    throw new Refused(
      `Error in 'rex' command: The regex '${pattern}' does not extract anything. It should specify at least one named group. Format: (?<name>...).`,
    );
  }
  const limit = maxMatch === 0 ? 1_000 : maxMatch;
  return ({ rows, columns }) => {
    for (const fields of rows) {
      const text = single(fields, field);
      if (text === null) continue;
      const found = new Map<string, string[]>();
      for (let [at, count] = [0, 0]; count < limit && at <= text.length; count += 1) {
        const match = regex.exec(text, at);
        if (!match) break;
        for (const [name, index] of regex.names) {
          const value = match[index];
          if (value !== undefined) found.set(name, [...(found.get(name) ?? []), value]);
        }
        at = match.index + Math.max(match[0].length, 1);
      }
      for (const [name, values] of found) fields[name] = cellOf(values);
    }
    return { rows, columns: [...new Set([...columns, ...(columns.length > 0 ? regex.names.keys() : [])])] };
  };
}

/** `s/regex/replacement/flags` and `y/from/to/`. */
function sed(field: string, script: string): Stage {
  const edit = script.startsWith('y') ? transliteration(script) : substitution(script);
  return ({ rows, columns }) => {
    for (const fields of rows) {
      const text = single(fields, field);
      if (text !== null) fields[field] = edit(text);
    }
    return { rows, columns };
  };
}

/** The parts between the delimiters; a backslash keeps a delimiter from ending one. */
function parts(script: string): readonly [string, string, string] {
  const delimiter = script[1] ?? '';
  const out: string[] = [''];
  for (let at = 2; at < script.length; at += 1) {
    const char = script[at] as string;
    if (char === '\\' && at + 1 < script.length) {
      const next = script[at + 1] as string;
      out[out.length - 1] += next === delimiter ? next : char + next;
      at += 1;
    } else if (char === delimiter && out.length < 3) out.push('');
    else out[out.length - 1] += char;
  }
  if (!/[^\w\s\\]/.test(delimiter) || out.length !== 3)
    throw new Refused("Error in 'rex' command: Failed to initialize sed.");
  return out as unknown as readonly [string, string, string];
}

function substitution(script: string): (text: string) => string {
  if (!script.startsWith('s')) throw new Refused("Error in 'rex' command: Failed to initialize sed.");
  const [pattern, replacement, flags] = parts(script);
  if (!/^[gi]*$/.test(flags)) throw new NotEvaluated(`rex mode=sed with the flags ${flags}`);
  const regex = compileRegex(pattern, flags.includes('i'));
  return (text) => replaceAll(text, regex, replacement, flags.includes('g') ? undefined : 1);
}

function transliteration(script: string): (text: string) => string {
  const [from, to] = parts(script);
  if (from.length !== to.length) throw new Refused("Error in 'rex' command: Failed to initialize sed.");
  return (text) => [...text].map((char) => (from.includes(char) ? (to[from.indexOf(char)] as string) : char)).join('');
}
