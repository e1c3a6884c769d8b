import { stringify } from 'yaml';
import type { PlatformStart } from '../sync/platform-start.ts';

/** What a new configuration says. */
export interface Beginning {
  /** Relative to the file. */
  readonly briefings?: string | undefined;
  /** A list of feeds, relative to the file. */
  readonly feeds?: string | undefined;
  readonly platforms: readonly BeginningPlatform[];
}

export interface BeginningPlatform {
  readonly kind: string;
  readonly start: PlatformStart;
  /** By key of `start.asks`; what is not there is the example. */
  readonly values: Readonly<Record<string, string>>;
}

const HEAD = `# huntsync's configuration. Every key that there is, with what it is for: huntsync init --print
# Paths are relative to this file. \${NAME} is an environment variable, \${file:/run/secrets/NAME} the text of a file; secrets must be
# written in one of these ways.
`;

const POLICY = `policy:
  onDrift: keep                    # an analyst's edit stays; or overwrite, or fail
  retireAfterDays: off             # or a number: retire hunts whose newest article is older than so many days
  maxChangePercent: 30             # refuse a plan that updates or retires more of what is there

# What your platforms have beyond the defaults (macros, lookups, tables, functions), and your own domains and networks, stand under
# \`environment\`; messages to a chat under \`notify\`: huntsync init --print
`;

/** A configuration file with comments, and no secret in it. */
export function beginningText({ briefings, feeds, platforms }: Beginning): string {
  const sources = [
    ...(briefings === undefined ? [] : briefingsLines(briefings)),
    ...(feeds === undefined ? [] : feedsLines(feeds)),
  ];
  const blocks = platforms.map((platform) => platformLines(platform).join('\n'));
  return `${HEAD}\nsources:\n${sources.join('\n')}\n\nplatforms:\n${blocks.join('\n\n')}\n\n${POLICY}`;
}

function briefingsLines(path: string): string[] {
  return [
    '  # A folder of briefings (.md or .txt, read recursively), or one file.',
    '  - kind: briefings',
    `    path: ${scalar(path)}`,
    '    # exclude: [README.md, "drafts/**"]   # what is no briefing in it',
    '    # authoritative: true                 # a deleted briefing means that its hunts are to be retired',
  ];
}

function feedsLines(path: string): string[] {
  return [
    '  # The feeds that this file lists; their articles are classified here.',
    '  - kind: feeds',
    `    path: ${scalar(path)}`,
    '    # minSeverity: MED                    # only articles that are classified as severe as this, or more',
  ];
}

function platformLines({ kind, start, values }: BeginningPlatform): string[] {
  const asked = start.asks.map(({ key, is, example }) => `${key}: ${scalar(values[key] ?? example)}   # ${is}`);
  const [first = '', ...rest] = [`name: ${start.name}`, `kind: ${kind}`, ...asked, ...start.lines];
  return [`  - ${first}`, ...rest.map((line) => `    ${line}`)];
}

/** As YAML on one line, quoted where it has to be. */
function scalar(text: string): string {
  return stringify(text, { lineWidth: 0, blockQuote: false }).trimEnd();
}

/** The environment variables that a text names outside its comments. */
export function variablesIn(text: string): string[] {
  const code = text.replace(/(?:^|\s)#.*$/gm, '');
  return [...new Set([...code.matchAll(/\$\{([A-Za-z_]\w*)\}/g)].map(([, name = '']) => name))];
}
