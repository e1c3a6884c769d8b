import { isStockFile } from '../stock.ts';
import { COMMON_NAMES, isCommonPart, SPACED_PARTS } from './common.ts';
import { type Line, type NamedThing, sentenceWith } from './text.ts';

/** A path as it is looked for: the part that is the same on every machine. */
export interface PathFinding extends NamedThing {
  readonly system: 'windows' | 'unix';
}

const SPACED = SPACED_PARTS.join('|');
/** What stands for a name that differs from machine to machine. */
const OPEN =
  '<[^<>\\\\/\\n]{1,40}>|\\[[^\\[\\]\\\\/\\n]{1,40}\\]|\\{[^{}\\\\/\\n]{1,60}\\}|%\\w{1,40}%|\\$\\w{1,40}|\\*';
const WINDOWS_PART = `(?:${SPACED}|${OPEN}|[^\\s\\\\/:*?"<>|,;'\`()\\[\\]{}]{1,120})`;
const UNIX_PART = `(?:${SPACED}|${OPEN}|[^\\s\\\\/:*?"<>|,;'\`()\\[\\]{}&$]{1,120})`;
const WINDOWS_ROOT = '\\b[A-Za-z]:|%[A-Za-z_]{2,30}(?:\\(x86\\))?%|\\$env:[A-Za-z_]{2,30}';
const WINDOWS = new RegExp(`(?:${WINDOWS_ROOT})(?:[\\\\/]{1,2}${WINDOWS_PART}){1,20}`, 'gi');
const QUOTED_WINDOWS = new RegExp(`["\`]((?:${WINDOWS_ROOT})\\\\{1,2}[^"\`<>|?*\\n]{2,240})["\`]`, 'gi');
const UNIX_ROOT =
  '~|\\$HOME|\\/(?:tmp|var|etc|usr|opt|home|root|dev|Users|Library|Applications|private|bin|sbin|lib|mnt|srv|run|boot|data)';
const UNIX = new RegExp(`(?<![\\w.:/\\\\~$})\\]%-])(?:${UNIX_ROOT})(?:\\/${UNIX_PART}){1,20}`, 'g');
/** A blank within a folder's name, as in `\\Cisco Systems\\`: between words with capitals, before a separator, and before no key of the registry. */
const INNER_BLANK =
  /(?<=\\[A-Z][\w-]{1,40}(?: [A-Z0-9][\w-]{0,40}){0,2}) (?=(?!HK)[A-Z0-9][\w-]{0,40}(?: [A-Z0-9][\w-]{0,40}){0,2}\\)/g;
/** Stands for it while a text is searched: in no text, and no white space. */
const BLANK = '\u0001';
const IS_OPEN = new RegExp(`^(?:${OPEN})$`);

const FOLDERS: Readonly<Record<string, string>> = {
  appdata: '\\AppData\\Roaming',
  localappdata: '\\AppData\\Local',
  temp: '\\Temp',
  tmp: '\\Temp',
  programdata: '\\ProgramData',
  allusersprofile: '\\ProgramData',
  public: '\\Users\\Public',
  windir: '\\Windows',
  systemroot: '\\Windows',
  programfiles: '\\Program Files',
  'programfiles(x86)': '\\Program Files (x86)',
};

/** Windows and Unix paths of the article, without the parts that differ from machine to machine and without common places. */
export function findPaths(lines: readonly Line[]): PathFinding[] {
  return lines.flatMap(({ text, named }) => {
    if (!/[\\/]/.test(named)) return [];
    const quoted = [...named.matchAll(QUOTED_WINDOWS)].map(([, path = '']) => path);
    const windows = [...quoted, ...windowsMatches(named).filter((path) => !quoted.some((q) => q.startsWith(path)))];
    return [
      ...windows.flatMap((path) => finding(text, path, 'windows', windowsPath(path))),
      ...matches(named, UNIX).flatMap((path) => finding(text, path, 'unix', unixPath(path))),
    ];
  });
}

function windowsMatches(text: string): string[] {
  return matches(text.replace(INNER_BLANK, BLANK), WINDOWS).map((path) => path.replaceAll(BLANK, ' '));
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)]
    .filter(({ 0: match, index }) => !isCutInQuotes(text, index, index + match.length))
    .map(([match]) => match.replace(/[.,:;!?]+$/, ''));
}

/** A path behind a quote that nothing closes was cut with its line. */
function isCutInQuotes(text: string, start: number, end: number): boolean {
  const quote = text.charAt(start - 1);
  return /['"]/.test(quote) && text.slice(end).trim() === '';
}

function finding(text: string, path: string, system: PathFinding['system'], value: string | null): PathFinding[] {
  return value === null ? [] : [{ value, system, evidence: sentenceWith(text, path) }];
}

function windowsPath(path: string): string | null {
  const rooted = path
    .replace(/[\\/]+/g, '\\')
    .replace(/^[A-Za-z]:/, '')
    .replace(
      /^(?:%([^%]+)%|\$env:(\w+))/i,
      (_match, a?: string, b?: string) => FOLDERS[(a ?? b ?? '').toLowerCase()] ?? '',
    )
    .replace(/^\\(?:Users|Documents and Settings)\\(?!Public\\|Default\\|All Users\\)[^\\]+(?=\\)/i, '');
  return fixedPart(rooted, '\\');
}

function unixPath(path: string): string | null {
  return fixedPart(path.replace(/^(?:~|\$HOME|\/home\/[^/]+|\/Users\/(?!Shared\/)[^/]+)(?=\/)/, ''), '/');
}

/** The longest run of parts that are the same everywhere; null where nothing of it is particular to the article. */
function fixedPart(path: string, separator: string): string | null {
  const parts = path.split(separator).filter((part) => part !== '');
  let best: string[] = [];
  let run: string[] = [];
  for (const part of [...parts, '*']) {
    if (!IS_OPEN.test(part) && !/[*<>{}]|^%$|%\w+%/.test(part)) run.push(part);
    else {
      if (run.filter((name) => !isCommonPart(name)).length >= best.filter((name) => !isCommonPart(name)).length)
        best = run;
      run = [];
    }
  }
  best = tidied(best);
  const text = separator + best.join(separator);
  const particular = best.length > 2 || (best.length === 2 && (best[1]?.length ?? 0) > 2);
  return particular && !isCommonPlace(best) ? text : null;
}

/** What stands on the machine of whoever built a program, or hides what it is. */
const NOT_A_PATH = /\.(?:pdb|cpp|c|h|hpp|inl|cs|vcxproj|sln)$|[\^"]|\.(?:exe|dll|bat)[\p{L}\p{N}]/iu;

/** The first word of a folder of Windows, where the line ended behind it. */
const STUB = /^(?:start|program|common|internet|application)$/i;

/** Without arguments, and without a last part that was cut; nothing of what cannot be a path on a victim's machine. */
function tidied(parts: readonly string[]): string[] {
  const program = parts.findIndex((part) => /\.(?:exe|dll|bat|cmd|ps1|vbs|scr)\s/i.test(part));
  const kept =
    program < 0 ? [...parts] : [...parts.slice(0, program), (parts[program] ?? '').replace(/(\.\w+)\s.*$/, '$1')];
  while (kept.length > 0 && (kept.at(-1)?.trim().length ?? 0) < 3 && !/\w\.\w/.test(kept.at(-1) ?? '')) kept.pop();
  if (STUB.test(kept.at(-1) ?? '')) kept.pop();
  return kept.some((part) => NOT_A_PATH.test(part)) ? [] : kept;
}

/** Where programs belong. */
const USUAL = /^(?:windows|winnt|program files|program files \(x86\)|usr|bin|sbin|lib|lib64|applications|system)$/;

function isCommonPlace(parts: readonly string[]): boolean {
  const leaf = parts.at(-1)?.trim().toLowerCase() ?? '';
  const folders = parts.slice(0, -1);
  if (!folders.every(isCommonPart)) return false;
  if (isCommonPart(leaf)) return true;
  // svchost.exe is at home in System32, and an impostor in \Users\Public.
  const home = USUAL.test(parts[0]?.toLowerCase() ?? '') && !folders.some((part) => /^te?mp$/i.test(part));
  return home && [leaf, `${leaf}.exe`].some((name) => COMMON_NAMES.has(name) || isStockFile(name));
}
