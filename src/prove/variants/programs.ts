import type { SampleEvent, SampleValue } from '../../knowledge/samples.ts';
import { isWindowsProgram, programOf, reordered } from './command-line.ts';

/** Another way in which the same thing shows in a log; the same event where it makes no difference. */
export type EventChange = (event: SampleEvent) => SampleEvent;

function withTexts(
  event: SampleEvent,
  change: (text: string, field: string) => string,
  fields?: readonly string[],
): SampleEvent {
  const changed = Object.entries(event.fields).map(([name, value]): [string, SampleValue] => [
    name,
    typeof value === 'string' && (!fields || fields.includes(name)) ? change(value, name) : value,
  ]);
  return { ...event, fields: Object.fromEntries(changed) };
}

const NAMES = ['name', 'parentName', 'grandparentName', 'program', 'previousName'];
const LINES = ['commandLine', 'parentCommandLine'];
const PATHS = ['path', 'parentPath', 'programPath', 'previousPath'];

function isWindows({ fields }: SampleEvent): boolean {
  return [...NAMES, ...PATHS, ...LINES].some((name) => {
    const value = fields[name];
    return typeof value === 'string' && (isWindowsProgram(programOf(value).program) || value.includes(':\\'));
  });
}

/** Windows looks at no letter case in the names of programs and files, and its own programs look at none in their options. */
export const inOtherCase: EventChange = (event) => {
  if (event.kind === 'registry') return withTexts(event, (text) => text.toUpperCase(), ['path', 'valueName']);
  if (!isWindows(event)) return event;
  const names = withTexts(event, swapCase, [...NAMES, 'originalName']);
  const paths = withTexts(names, (text) => (text.includes('\\') ? swapCase(text) : text), PATHS);
  return withTexts(paths, lineInOtherCase, LINES);
};

/** Plain words and options of some length; not addresses, encoded text and what else its reader takes to the letter. */
function lineInOtherCase(line: string): string {
  return line.replace(
    /(^|\s)([-/]?[A-Za-z][A-Za-z-]{2,20}|\w[\w-]{0,20}\.exe)(?=\s|$)/gi,
    (_, before: string, word: string) => {
      return before + swapCase(word);
    },
  );
}

/** The mark of a repeated event's number stays what it is. */
function swapCase(text: string): string {
  const other = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
  return other.replace(/\{n\}/gi, '{n}');
}

export const withArgumentsReordered: EventChange = (event) =>
  withTexts(event, (line) => reordered(line) ?? line, ['commandLine']);

/** Versions as distributions install them beside the plain name. */
const VERSIONED: Readonly<Record<string, string>> = {
  python: 'python3.11',
  python3: 'python3.11',
  perl: 'perl5.36.0',
  php: 'php8.2',
  ruby: 'ruby3.1',
  lua: 'lua5.4',
};

export const withVersionedInterpreter: EventChange = (event) =>
  withTexts(
    withTexts(event, versioned, [...NAMES, ...PATHS]),
    (line) => {
      const { program, rest } = programOf(line);
      return versioned(program) + rest;
    },
    LINES,
  );

function versioned(path: string): string {
  return path.replace(/(^|\/)(python3?|perl|php|ruby|lua)$/, (_, before: string, name: string) => {
    return before + (VERSIONED[name] ?? name);
  });
}

/** Where 32-bit programs have their own copies. */
export const on64Bits: EventChange = (event) =>
  withTexts(event, (text) =>
    text.replace(/\\system32\\/gi, '\\SysWOW64\\').replace(/\\program files\\/gi, '\\Program Files (x86)\\'),
  );

const SYSTEM = { windows: 'C:\\Windows\\System32\\', unix: '/usr/bin/' } as const;

function started(event: SampleEvent, rewrite: (program: string) => string): SampleEvent {
  if (event.kind !== 'process') return event;
  return withTexts(
    event,
    (line) => {
      const { program, rest } = programOf(line);
      return rewrite(program) + rest;
    },
    ['commandLine'],
  );
}

export const byFullPath: EventChange = (event) =>
  started(event, (program) => {
    if (/[\\/"]/.test(program) || program === '') return program;
    return (isWindows(event) ? SYSTEM.windows : SYSTEM.unix) + program;
  });

export const inQuotes: EventChange = (event) => {
  if (!isWindows(event)) return event;
  return started(event, (program) => {
    if (program.includes('"') || program === '') return program;
    return `"${program.includes('\\') ? program : SYSTEM.windows + program}"`;
  });
};

export const withoutExtension: EventChange = (event) => started(event, (program) => program.replace(/\.exe$/i, ''));
