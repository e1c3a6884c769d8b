/** Reading and rewriting command lines, as far as made variants need it. */

/** A command line's words with the quotes that stand round or in them, and the blanks between. */
export function commandLineWords(line: string): string[] {
  return line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
}

/** The program's own word, and the rest with its leading blanks. */
export function programOf(line: string): { readonly program: string; readonly rest: string } {
  const [program = ''] = /^\s*(?:"[^"]*"|\S+)/.exec(line) ?? [];
  return { program: program.trim(), rest: line.slice(program.length) };
}

export function isWindowsProgram(name: string): boolean {
  return /\.(?:exe|com|bat|cmd|scr)"?$/i.test(name) || /^"?[a-z]:\\/i.test(name);
}

/** Options behind which the rest of a line belongs to another program: those of shells, and those of interpreters. */
const REST_OF_LINE = /^[-/](?:c|k|ec|enc|encodedcommand|command|exec|eval)$/i;
const REST_OF_CODE = /^-[er]$/;
const INTERPRETER = /(?:^|[\\/])(?:perl|php|ruby|lua|node|bash|sh)[\d.]*(?:\.exe)?$/i;

/**
 * The same options in the opposite order: each with the words behind it up to the next one. What stands before the first option
 * (a verb, as in `delete shadows`) keeps its place, and so does what belongs to another program. Null where there are no two.
 */
export function reordered(line: string): string | null {
  const words = commandLineWords(line);
  const first = words.findIndex((word, at) => at > 0 && isOption(word));
  if (first < 0) return null;
  const isCode = (word: string) => REST_OF_CODE.test(word) && INTERPRETER.test(words[0] ?? '');
  const ends = (word: string) => REST_OF_LINE.test(word) || isCode(word) || /^(?:[|&;<>]|--$)/.test(word);
  const end = words.findIndex((word, at) => at >= first && ends(word));
  const groups: string[][] = [];
  for (const word of words.slice(first, end < 0 ? undefined : end)) {
    if (isOption(word)) groups.push([word]);
    else groups.at(-1)?.push(word);
  }
  // What stands behind the last option may be its value or the program's own argument: it stays last.
  const tail = end < 0 && groups.length > 0 ? (groups.at(-1) as string[]).splice(1) : [];
  if (groups.length < 2) return null;
  const rest = end < 0 ? [] : words.slice(end);
  return [...words.slice(0, first), ...groups.reverse().flat(), ...tail, ...rest].join(' ');
}

function isOption(word: string): boolean {
  return /^[-/][\w?-]/.test(word) && !/^\/(?:[\w.-]+\/|dev|tmp|etc|var|usr|bin|home|root|opt|proc)/.test(word);
}
