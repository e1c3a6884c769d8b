import { stem } from '../mentions/features.ts';
import { unspecific } from '../mentions/general.ts';
import { loadMentionModel } from '../mentions/model.ts';
import { type Line, type NamedThing, sentenceWith } from './text.ts';

export type Ecosystem = 'npm' | 'pypi' | 'gem' | 'nuget' | 'go' | 'cargo';

/** A package of a public registry that the article calls malicious or compromised; `value` is `npm:name@1.2.3`. */
export interface PackageFinding extends NamedThing {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  /** The bad version; null where every version is, or none is named. */
  readonly version: string | null;
}

interface Mention {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string | null;
}

const NAME = '(?:@[a-z0-9][\\w.-]{0,60}\\/)?[A-Za-z0-9][\\w.-]{1,80}';
const GO_PATH = '[a-z0-9.-]+\\.[a-z]{2,10}(?:\\/[\\w.~-]+){1,8}';
const VERSION = 'v?\\d{1,5}(?:\\.\\d{1,6}){1,3}(?:[-+][\\w.-]{1,30})?';

/** Without one of these an article is not about packages. */
const ABOUT =
  /\bnpm|\byarn\b|pypi|\bpip3? install|rubygems?|\bgems?\b|nuget|crates?\b|golang|\bgo (?:get|install|modules?|packages?)\b|\bpkg:|\bpackages?\b/i;

/** Words that blame a package. */
const BAD =
  /\b(?:affected:|malicious|malware|compromis\w+|troj[ao]\w*|backdoor\w*|poison\w*|typo-?squat\w*|hijack\w*|infect\w*|tainted|rogue|weaponi[sz]\w*|infostealer|stealer|impersonat\w+|counterfeit|fake|slopsquat\w*|brandjack\w*|worm\w*|dependency confusion|affected (?:packages?|versions?))(?![\w])/i;

const ECOSYSTEMS: readonly (readonly [Ecosystem, RegExp])[] = [
  ['npm', /\bnpm\b|\bnpmjs\b|\byarn\b|\bnode\.js package/i],
  ['pypi', /\bPyPI\b|\bPython package|\bpip install\b/i],
  ['gem', /\bRubyGems?\b|\bruby gems?\b|\bgem install\b/i],
  ['nuget', /\bNuGet\b/i],
  ['go', /\bGo (?:modules?|packages?)\b|\bgolang\b|\bgo get\b/i],
  ['cargo', /\bcrates?\.io\b|\bRust crates?\b|\bcargo add\b/i],
];

const PURL = new RegExp(
  `\\bpkg:(npm|pypi|gem|nuget|golang|cargo)\\/((?:%40|@)?[A-Za-z0-9][\\w.~-]{0,80}(?:\\/[\\w.~-]{1,80}){0,8})(?:@(${VERSION}))?`,
  'gi',
);
const PURL_NAMES: Readonly<Record<string, Ecosystem>> = { golang: 'go', rubygems: 'gem' };

const PAGES: readonly (readonly [Ecosystem, RegExp])[] = [
  ['npm', new RegExp(`npmjs\\.com/package/(${NAME})(?:/v/(${VERSION}))?`, 'g')],
  ['pypi', new RegExp(`pypi\\.org/project/(${NAME})(?:/(${VERSION}))?`, 'g')],
  ['gem', new RegExp(`rubygems\\.org/gems/(${NAME})(?:/versions/(${VERSION}))?`, 'g')],
  ['nuget', new RegExp(`nuget\\.org/packages/(${NAME})(?:/(${VERSION}))?`, 'g')],
  ['go', new RegExp(`pkg\\.go\\.dev/(${GO_PATH})(?:@(${VERSION}))?`, 'g')],
  ['cargo', new RegExp(`crates\\.io/crates/(${NAME})(?:/(${VERSION}))?`, 'g')],
];

const COMMANDS: readonly (readonly [Ecosystem, RegExp])[] = [
  [
    'npm',
    new RegExp(
      `\\b(?:npm (?:i|install|add)|yarn add|pnpm (?:add|i|install)|bun add|npx) (?:-{1,2}[\\w-]+ )*(${NAME})(?:@(${VERSION}))?`,
      'g',
    ),
  ],
  ['pypi', new RegExp(`\\bpip3? install (?:-{1,2}[\\w-]+ )*(${NAME})(?:==(${VERSION}))?`, 'g')],
  ['gem', new RegExp(`\\bgem install (${NAME})(?: (?:-v|--version) (${VERSION}))?`, 'g')],
  [
    'nuget',
    new RegExp(`\\b(?:dotnet add package|Install-Package) (${NAME})(?: (?:--version|-Version) (${VERSION}))?`, 'g'),
  ],
  ['go', new RegExp(`\\bgo (?:get|install) (?:-\\w+ )*(${GO_PATH})(?:@(${VERSION}))?`, 'g')],
  ['cargo', new RegExp(`\\bcargo (?:add|install) (${NAME})(?:@(${VERSION}))?`, 'g')],
];

/** `@scope/name@1.2.3`, `name==1.2.3`, `path@v1.2.3`: nothing else is written so. */
const PINNED = new RegExp(`(?<![\\w@/.-])(${GO_PATH}|${NAME})(?:@|==)(${VERSION})(?![\\w/])`, 'g');
/** In quotation marks, and neither a key of a manifest nor what stands behind one. */
const QUOTED = new RegExp(`(?<!["']\\s*:\\s*)["'\`](${GO_PATH}|${NAME})(?:@(${VERSION}))?["'\`](?!\\s*:)`, 'g');
/** A manifest's own name, and a dependency with the version that it wants. */
const MANIFEST_NAME = new RegExp(`["']name["']\\s*:\\s*["'](${NAME})["']`, 'g');
const DEPENDENCY = new RegExp(`["'](${NAME})["']\\s*:\\s*["'][\\^~<>= ]*${VERSION}["']`, 'g');
/** A name and its versions as a list gives them: `acmex-util 1.2.3 and 1.2.4`. */
const BESIDE = new RegExp(
  `(?<![\\w@/.-])(${NAME})\\s+(?:versions?\\s+|\\()?(${VERSION}(?:(?:,?\\s+and\\s+|,\\s*|\\s*/\\s*)${VERSION}){0,20})(?![\\w/-])`,
  'g',
);
const EACH_VERSION = new RegExp(VERSION, 'g');
/** What is said before the version that is none of the attackers'. */
const MENDED =
  /\b(?:upgrad\w*|downgrad\w*|updat(?:e|ed|ing) (?:to|your)|roll(?:ed|ing)? back|revert\w*|fixed in|patched|clean|safe|known[- ]good|unaffected)\b[^.;]{0,40}$/i;
const SCOPED = /(?<![\w@/.-])(@[a-z0-9][\w.-]{0,60}\/[a-z0-9][\w.-]{1,80})(?![\w@])/g;
/** "the npm package plain-crypto-js", "PyPI library named requestz". */
const SAID = new RegExp(
  `\\b(?:npm|PyPI|Python|RubyGems?|Ruby|NuGet|Go|Rust|crates\\.io)\\s+(?:package|module|library|gem|crate)(?:\\s+(?:named|called|dubbed))?,?\\s+(${NAME})`,
  'gi',
);
const NAMED = new RegExp(`\\b(?:package|module|library|gem|crate)s?,?\\s+(?:named|called|dubbed)\\s+(${NAME})`, 'gi');
/** Adjectives with a hyphen that stand where a name could. */
const HYPHENED_WORD =
  /^(?:pre|post|typo|self|well|high|low|open|third|multi|non|anti|cross|auto|re|co|ex|all|so|read|zero|two|three|one|first|second|long|short|real|single|double|fully?|newly|widely|look|sound|similar|legitimate|supply|end|in|on|up|by)-/i;
/** Packages that half of all projects depend on: without a bad version, installing one says nothing. */
const POPULAR = new Set(
  `npm node react react-dom next vue angular express lodash axios chalk debug typescript webpack babel eslint prettier jest vite
   yarn pnpm commander moment uuid request async colors ansi-styles ansi-regex strip-ansi supports-color color-convert color-name
   requests numpy pandas django flask boto3 urllib3 setuptools pip wheel six pytest scipy torch tensorflow litellm cryptography
   rails rake bundler devise nokogiri newtonsoft.json serde tokio rand log clap package packages module registry manager install
   dependency dependencies json version versions update release latest the and that with from this was were has had is are named`.split(
    /\s+/,
  ),
);

/**
 * Packages that the article blames: in purls, registry addresses, install commands, pins and prose, each only beside words that
 * blame (in its line, or in the heading of its list).
 */
export function findPackages(lines: readonly Line[]): PackageFinding[] {
  if (!lines.some(({ plain }) => ABOUT.test(plain))) return [];
  const main = mainEcosystem(lines);
  let listed: Ecosystem | null = null;
  let before = '';
  const found = lines.flatMap(({ text, plain }) => {
    const here = ecosystemOf(plain);
    const blames = BAD.test(plain);
    const words = plain.split(/\s+/).length;
    if (blames && /\b(?:packages?|modules?|gems?|crates?|versions?|dependenc\w+)\b/i.test(plain)) {
      listed = words <= 25 || plain.trimEnd().endsWith(':') ? (here ?? main) : null;
    } else if (words > 12) listed = null;
    const blamed = blames || listed !== null || BAD.test(before);
    before = plain;
    if (!blamed) return [];
    return mentions(plain, here ?? listed ?? main, listed !== null && !blames, main)
      .filter(isParticular)
      .map(({ ecosystem, name, version }) => ({
        ecosystem,
        name,
        version,
        value: `${ecosystem}:${name}${version === null ? '' : `@${version}`}`,
        evidence: sentenceWith(text, name),
      }))
      .filter(({ evidence }) => unspecific(evidence) !== 'elsewhere');
  });
  // Where some versions are bad the others are not.
  const key = ({ ecosystem, name }: PackageFinding) => `${ecosystem}:${name.toLowerCase()}`;
  const versioned = new Set(found.filter(({ version }) => version !== null).map(key));
  return found.filter((one) => one.version !== null || !versioned.has(key(one)));
}

function mentions(line: string, ecosystem: Ecosystem | null, inList: boolean, main: Ecosystem | null): Mention[] {
  const found: Mention[] = [];
  const add = (of: Ecosystem, name = '', version?: string): void => {
    const tidy = name.replace('%40', '@').replace(/[.-]+$/, '');
    // No other registry has scopes.
    found.push({
      ecosystem: tidy.startsWith('@') ? 'npm' : of,
      name: tidy,
      version: version?.replace(/^v/, '').replace(/[.-]+$/, '') ?? null,
    });
  };
  for (const [, type = '', name, version] of line.matchAll(PURL)) {
    add(PURL_NAMES[type.toLowerCase()] ?? (type.toLowerCase() as Ecosystem), name, version);
  }
  for (const [of, pattern] of [...PAGES, ...COMMANDS]) {
    for (const [, name, version] of line.matchAll(pattern)) add(of, name, version);
  }
  if (ecosystem === null) return found;
  for (const { 0: match, 1: name = '', 2: version, index } of line.matchAll(PINNED)) {
    if (!/^\d/.test(name) && !isMended(line, index))
      add(
        match.includes('==') ? 'pypi' : name.includes('/') && !name.startsWith('@') ? 'go' : ecosystem,
        name,
        version,
      );
  }
  for (const { 1: name, index } of line.matchAll(SCOPED))
    if (ecosystem === 'npm' && !isMended(line, index)) add('npm', name);
  for (const { name, version, of } of besideVersions(line, ecosystem, main)) add(of, name, version);
  for (const pattern of [MANIFEST_NAME, DEPENDENCY])
    for (const [, name = ''] of line.matchAll(pattern)) if (!/^(?:node|version)$/.test(name)) add(ecosystem, name);
  const aboutPackages = inList || /\b(?:packages?|modules?|librar(?:y|ies)|gems?|crates?|npm|pypi)\b/i.test(line);
  if (aboutPackages)
    for (const [, name, version] of line.matchAll(QUOTED))
      add(name?.includes('/') && !name.startsWith('@') ? 'go' : ecosystem, name, version);
  for (const [, name = ''] of line.matchAll(NAMED)) add(ecosystem, name);
  for (const [, name = ''] of line.matchAll(SAID))
    if (/-/.test(name) && !HYPHENED_WORD.test(name)) add(ecosystem, name);
  return found;
}

/** Names with the versions that stand behind them, each part of the line in its own ecosystem (`…; on PyPI: …`). */
function* besideVersions(line: string, ecosystem: Ecosystem, main: Ecosystem | null) {
  const parts = line.split(';');
  for (const part of parts) {
    const of = ecosystemOf(part) ?? (parts.length > 1 ? main : null) ?? ecosystem;
    for (const { 1: name = '', 2: versions = '', index } of part.matchAll(BESIDE)) {
      if (isCoined(name) && !isMended(part, index))
        for (const [version] of versions.matchAll(EACH_VERSION)) yield { name, version, of };
    }
  }
}

/** In lower case, and no word that stands before a version of anything (`python 3.9`). */
function isCoined(name: string): boolean {
  if (name !== name.toLowerCase() || HYPHENED_WORD.test(name)) return false;
  return /[-_/]/.test(name) || (name.length >= 6 && !loadMentionModel().knows(stem(name)));
}

function isMended(line: string, at: number): boolean {
  return MENDED.test(line.slice(Math.max(0, at - 80), at));
}

/** A name of its ecosystem's form, with a version where the name alone is everywhere. */
function isParticular({ ecosystem, name, version }: Mention): boolean {
  if (
    name.length < 3 ||
    /^v?\d+(?:\.\d+)+/.test(name) ||
    /\.(?:js|ts|py|json|sh|exe|dll|ps1|md|txt|yml|yaml|lock|toml|tgz|zip|gz)$/i.test(name)
  )
    return false;
  if (version === null && POPULAR.has(name.toLowerCase())) return false;
  if (ecosystem === 'go') return /^[a-z0-9.-]+\.[a-z]+\//.test(name);
  // What looks like a domain is one, unless a registry or a pin says otherwise.
  if (version === null && /\.(?:com|net|org|io|dev|app|xyz|top)$/i.test(name)) return false;
  return ecosystem !== 'npm' || name === name.toLowerCase();
}

function ecosystemOf(line: string): Ecosystem | null {
  return ABOUT.test(line) ? (ECOSYSTEMS.find(([, pattern]) => pattern.test(line))?.[0] ?? null) : null;
}

/** The ecosystem that most lines are about. */
function mainEcosystem(lines: readonly Line[]): Ecosystem | null {
  const counts = new Map<Ecosystem, number>();
  for (const { plain } of lines) {
    const of = ecosystemOf(plain);
    if (of !== null) counts.set(of, (counts.get(of) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
