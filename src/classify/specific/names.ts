import { isStockFile } from '../stock.ts';
import type { Sideload } from './behaviour.ts';
import { COMMON_NAMES } from './common.ts';
import { type Line, type NamedThing, sentenceWith } from './text.ts';

const PROGRAMS =
  'exe|scr|msi|msix|dll|sys|cpl|ocx|drv|xll|bat|cmd|ps1|psm1|vbs|vbe|jse|wsf|wsh|hta|lnk|chm|iso|img|vhdx?';
const SCRIPTS = 'js|mjs|cjs|py|pyw|pyc|sh|rb|pl|php|aspx?|ashx|jspx?|war|jar|scpt|command';
const BINARIES = 'elf|so|dylib|ko|apk|dmg|pkg';
const NAME = new RegExp(`^[\\p{L}\\p{N}_.][\\p{L}\\p{N}_.+~$@-]{0,80}\\.(?:${PROGRAMS}|${SCRIPTS}|${BINARIES})$`, 'iu');
const SPACED = new RegExp(`["\`](\\w[\\w.-]{0,30}(?: [\\w.-]{1,30}){1,5}\\.(?:${PROGRAMS}))["\`]`, 'gi');
const SOURCE = /\.(?:js|mjs|cjs|py|rb|pl|php|sh|jspx?|aspx?)$/i;
const SERVER_PAGE = /\.(?:php|aspx?|ashx|jspx?)$/i;
/** A token's end that says "a line of source code". */
const LINE_NUMBER = /\.\w{1,4}(?::\d+|#L\d+)/;
/** `Node.js`, `Next.js`: products are spelt with a capital. */
const PRODUCT = /^[A-Z][A-Za-z0-9]*\.js$/;
const BETWEEN = /[\s"'`<>|;,()[\]{}=]+/;
const MAX_TOKEN = 400;
const DOMAIN_WORD = /^[a-z0-9-]+\.(?:sh|py|pl|so|rs|ps|app)$/i;

/**
 * Programs, libraries and scripts that the article names: by themselves, at the end of a path, or at the end of a defanged
 * address. Left out: what any machine runs, source files of a project (`src/lib/a.js`, `a.py:12`), and what is a domain.
 */
export function findNames(lines: readonly Line[], domains: ReadonlySet<string>): NamedThing[] {
  return lines.flatMap(({ text, named }) => {
    if (isOthersList(named)) return [];
    const spaced = [...named.matchAll(SPACED)].map(([, name = '']) => name);
    const plain = named
      .split(BETWEEN)
      .flatMap((token) => (token.includes('.', 1) && token.length <= MAX_TOKEN ? nameIn(token, domains) : []));
    const own = plain.filter((name) => !spaced.some((whole) => whole.endsWith(` ${name}`)));
    return [...own, ...spaced].map((value) => ({ value, evidence: sentenceWith(text, value) }));
  });
}

function nameIn(token: string, domains: ReadonlySet<string>): string[] {
  const address = /^\w+:\/\//.test(token);
  const path = (address ? token.replace(/[?#].*$/, '') : token).replace(/[.:!?]+$/, '');
  const parts = path.split(/[\\/]+/);
  const name = parts.at(-1) ?? '';
  if (!NAME.test(name) || GLUED.test(name) || isCommonName(name) || PRODUCT.test(name)) return [];
  const source = SOURCE.test(name);
  if (source && LINE_NUMBER.test(token)) return [];
  if (source && isProjectPath(path, parts, address)) return [];
  if (parts.length === 1 && !/\.\w+$/.test(name.slice(1))) return [];
  // A page of the attackers' server is never a file on ours.
  if (address && SERVER_PAGE.test(name)) return [];
  if ((address && parts.length <= 2) || domains.has(name.toLowerCase())) return [];
  // A short script is an example; a name of the form of a domain must not be one of the article's.
  if (source && name.indexOf('.') < 3 && !name.startsWith('.')) return [];
  return DOMAIN_WORD.test(name) && [...domains].some((domain) => domain.endsWith(`.${name.toLowerCase()}`))
    ? []
    : [name];
}

const EXECUTABLES = /\.exe\b/gi;
const OTHERS =
  /\b(?:terminat|kill|stop|check|detect|look|search|enumerat|blacklist|exclud|avoid|whitelist)\w*|anti-?virus|security (?:products?|software|tools?|solutions?)|sandbox|analysis tools?|virtual machine|debugger/i;

/** Programs of others that an attacker ends, avoids or looks for: a list of them is no list of his. */
function isOthersList(line: string): boolean {
  return (line.match(EXECUTABLES)?.length ?? 0) >= 5 && OTHERS.test(line);
}

function isCommonName(name: string): boolean {
  const lower = name.toLowerCase();
  return COMMON_NAMES.has(lower) || isStockFile(lower) || PARTS.test(lower);
}

/** Windows' sets of functions, the assemblies of .NET, and what every page on the web loads. */
const PARTS =
  /^(?:api-ms-win|ext-ms-)|^mscorlib\.dll$|^(?:system|microsoft|windows)(?:\.\w+)+\.dll$|\.min\.js$|^(?:jquery|bootstrap|wp-)[\w.-]*\.js$/;
/** Words that ran together where a table became text: `a.exeb.exe`, a hash before a name. */
const GLUED = /\.(?:exe|dll|sys|bat|ps1|vbs|tmp)[\p{L}\p{N}]|^(?:[0-9a-f]{32,}|(?:SHA-?(?:1|256)|MD5)(?=\w))/iu;

const LOADS = /side-?load|search order|hijack|\bload(?:s|ed|ing)?\b|\bimport(?:s|ed|ing)?\b/i;
const FILE = /(?<![\w.-])[\w.+-]{1,60}\.(?:dll|exe)\b/gi;

/**
 * Libraries that are on any machine and that an article says one of its programs loads from beside itself, each with the program: by
 * itself neither name tells anything.
 */
export function findSideloads(lines: readonly Line[]): Sideload[] {
  return lines.flatMap(({ text, named }) =>
    named.split(/(?<=[.!?])\s+(?=\p{Lu})/u).flatMap((sentence) => {
      if (!LOADS.test(sentence)) return [];
      const files = [...sentence.matchAll(FILE)].map(([name]) => name);
      const loader = files.find((name) => /\.exe$/i.test(name) && !isCommonName(name));
      if (loader === undefined) return [];
      return files
        .filter((name) => /\.dll$/i.test(name) && isStockFile(name.toLowerCase()))
        .map((value) => ({ value, loader, evidence: sentenceWith(text, value) }));
    }),
  );
}

function isProjectPath(path: string, parts: readonly string[], address: boolean): boolean {
  return parts.length > 1 && !address && !path.includes('\\') && !/^(?:[/~]|\.\/|\$)/.test(path);
}
