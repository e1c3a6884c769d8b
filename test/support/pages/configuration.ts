import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { configSchema } from '../../../src/config/schema.ts';
import { feedsFile } from '../../../src/config/sources.ts';
import { SIEMS } from '../../../src/siems.ts';
import { ROOT } from '../world.ts';
import { EXPLAINED } from './explained.ts';

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly format?: string;
}

/** One key of the configuration. */
export interface ConfigKey {
  /** `policy.onDrift`, `platforms[splunk].records.hec.url`. */
  readonly path: string;
  readonly type: string;
  readonly preset: string;
  /** What it is for; empty where neither the example nor the table of explanations says. */
  readonly meaning: string;
}

const EXAMPLE = readFileSync(join(ROOT, 'config/huntsync.example.yaml'), 'utf8');

/** Every key that the schema takes, in its order. */
export async function configKeys(): Promise<ConfigKey[]> {
  const settings = await Promise.all(SIEMS.map((siem) => siem.settings()));
  const schema = z.toJSONSchema(configSchema(settings), { io: 'input', unrepresentable: 'any' }) as Schema;
  const list = z.toJSONSchema(feedsFile, { io: 'input' }) as Schema;
  const comments = exampleComments();
  const presets = configSchema(settings, ['sources', 'platforms']).parse({ sources: [], platforms: [] });
  return [...keysOf(schema, ''), ...keysOf(list, 'FILE')].map(({ path, type, preset }) => ({
    path,
    type,
    preset: preset || (WHOLE.has(path) ? listOf(at(presets, path)) : presetOf(at(presets, path))),
    meaning: EXPLAINED[path] ?? comments.get(path) ?? EXPLAINED[`*.${path.split('.').at(-1)}`] ?? '',
  }));
}

/** Keys whose own keys all mean the same, and stand in one row. */
const WHOLE: ReadonlySet<string> = new Set(['policy.indicatorDays']);

type Found = Omit<ConfigKey, 'meaning'>;

function keysOf(schema: Schema, path: string): Found[] {
  if (WHOLE.has(path)) return [];
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.flatMap((option) => keysOfOption(option, path)).reduce(merged, []);
  if (schema.items) return keysOf(schema.items, `${path}[]`);
  if (typeof schema.additionalProperties === 'object') return [];
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const own = path === '' ? key : `${path}.${key}`;
    const preset = value.default === undefined ? '' : presetOf(value.default);
    return [
      { path: own, type: typeOf(value), preset: preset || (schema.required?.includes(key) ? 'required' : '') },
      ...keysOf(value, own),
    ];
  });
}

/** Keys of one of several forms; what the form requires is not required of the others, but where `kind` tells which it is. */
function keysOfOption(option: Schema, path: string): Found[] {
  const kind = option.properties?.['kind']?.const;
  if (kind !== undefined) return keysOf(option, `${path.replace(/\[\]$/, '')}[${String(kind)}]`);
  return keysOf(option, path).map((key) => (key.preset === 'required' ? { ...key, preset: '' } : key));
}

function merged(found: readonly Found[], key: Found): Found[] {
  const same = found.find(({ path }) => path === key.path);
  if (!same) return [...found, key];
  const type = same.type.split(', ').includes(key.type) ? same.type : `${same.type}, ${key.type}`;
  return found.map((one) => (one === same ? { ...same, type } : one));
}

function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}

function listOf(value: unknown): string {
  const entries = Object.entries(value as Readonly<Record<string, unknown>>).map(
    ([key, one]) => `${key}: ${String(one)}`,
  );
  return `\`{ ${entries.join(', ')} }\``;
}

function presetOf(value: unknown): string {
  if (value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(presetOf).join(', ');
  return typeof value === 'object' ? '' : `\`${String(value)}\``;
}

function typeOf({ type, enum: values, const: fixed, items, anyOf, oneOf, additionalProperties }: Schema): string {
  if (fixed !== undefined) return `\`${String(fixed)}\``;
  if (values) return values.map((value) => `\`${String(value)}\``).join(', ');
  const options = anyOf ?? oneOf;
  if (options) return [...new Set(options.map(typeOf))].join(' or ');
  if (items) return items.type === 'object' || items.anyOf || items.oneOf ? 'list' : `list of ${typeOf(items)}`;
  if (type === 'object') return typeof additionalProperties === 'object' ? 'map' : 'keys below';
  return { string: 'text', integer: 'whole number', number: 'number', boolean: 'true, false' }[type ?? ''] ?? 'any';
}

/** What the example says behind `key: value`, by path. What is commented out there counts too. */
function exampleComments(): Map<string, string> {
  const found = new Map<string, string>();
  let top = '';
  let kind = '';
  let nested: { indent: number; key: string }[] = [];
  for (const raw of EXAMPLE.split('\n')) {
    const line = raw.replace(/^(\s*)# (?=(?:- |or )?\s*[A-Za-z]+:)/, '$1').replace(/^(\s*)or /, '$1');
    const [, indent = '', dash = '', key = '', rest = ''] = /^(\s*)(- )?([A-Za-z]+):(?=\s|$)(.*)$/.exec(line) ?? [];
    if (key === '') continue;
    if (
      indent === '' &&
      dash === '' &&
      /^(?:sources|classify|platforms|platformsFrom|proxy|policy|environment|stix|notify)$/.test(key)
    ) {
      top = key;
      kind = '';
      nested = [];
      continue;
    }
    const [, given = ''] = /kind: (\w+)/.exec(line) ?? [];
    if (given !== '') kind = given;
    const depth = indent.length + dash.length;
    nested = nested.filter((one) => one.indent < depth);
    const prefix = top === 'sources' || top === 'platforms' ? `${top}[${kind}]` : top === 'notify' ? 'notify[]' : top;
    const path = [prefix, ...nested.map((one) => one.key), key].join('.');
    const [, comment = ''] = /\s#\s+(.*)$/.exec(rest) ?? [];
    if (comment !== '' && !found.has(path)) found.set(path, comment);
    if (/^\s*(?:#.*)?$/.test(rest)) nested.push({ indent: depth, key });
  }
  return found;
}

/** docs/configuration.md, of the schema and the example. */
export async function configurationPage(): Promise<string> {
  const keys = await configKeys();
  const sections = PARTS.map(({ title, prefix, text }) => {
    const own = keys.filter(({ path }) => path === prefix || path.startsWith(`${prefix}.`));
    const rows = own
      .filter(({ path }) => path !== prefix)
      .map(
        ({ path, type, preset, meaning }) =>
          `| \`${path.slice(prefix.length + 1)}\` | ${type} | ${preset} | ${meaning.replaceAll('|', '\\|')} |`,
      );
    const table = rows.length > 0 ? ['| key | value | default | meaning |', '|---|---|---|---|', ...rows] : [];
    return [`## ${title}`, text, table.join('\n')].filter((part) => part !== '').join('\n\n');
  });
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

/** The parts of the page; every key is in one of them. */
export const PARTS: readonly { readonly title: string; readonly prefix: string; readonly text: string }[] = [
  { title: 'Source: briefings', prefix: 'sources[briefings]', text: 'A folder of briefings, or one file.' },
  { title: 'Source: rss', prefix: 'sources[rss]', text: 'RSS, Atom or JSON Feed.' },
  { title: 'Source: feeds', prefix: 'sources[feeds]', text: 'A file with a list of feeds.' },
  {
    title: 'The file of a feeds source',
    prefix: 'FILE.feeds[]',
    text: '`feeds:` is a list; `config/feeds.yaml` is one to start with.',
  },
  { title: 'Source: kev', prefix: 'sources[kev]', text: "CISA's Known Exploited Vulnerabilities." },
  { title: 'Source: ghsa', prefix: 'sources[ghsa]', text: 'GitHub Security Advisories.' },
  {
    title: 'Source: epss',
    prefix: 'sources[epss]',
    text: "FIRST's exploit scores, at most one: [feeds.md](feeds.md#exploit-scores-epss).",
  },
  {
    title: 'Classification',
    prefix: 'classify',
    text: 'A verifier that may veto use cases in articles of feeds: [feeds.md](feeds.md#a-verifier).',
  },
  { title: 'Platform: splunk', prefix: 'platforms[splunk]', text: 'Set-up: [splunk.md](splunk.md).' },
  { title: 'Platform: sentinel', prefix: 'platforms[sentinel]', text: 'Set-up: [sentinel.md](sentinel.md).' },
  { title: 'Platform: defender', prefix: 'platforms[defender]', text: 'Set-up: [defender.md](defender.md).' },
  {
    title: 'Platforms of other files: platformsFrom',
    prefix: 'platformsFrom',
    text: `A path or glob (\`*\` and \`?\` in names), or a list of them: \`platformsFrom: ./tenants/*.yaml\`. Each file is one platform, or has
several under \`platforms:\`, with the keys above (\`config/tenants/acme.yaml\` is one). \`platforms\` may be left out then. Paths in it are
relative to that file, names are unique over all files, and a problem names the file and the line; a file with one stops no other. For many customers: [operate.md](operate.md#many-customers).
With the keys below instead, the files may name no secrets but those that are listed: [operate.md](operate.md#whose-secrets-a-file-may-name).`,
  },
  {
    title: 'Proxy',
    prefix: 'proxy',
    text: '`off`, or the keys below: [operate.md](operate.md#behind-a-proxy).',
  },
  { title: 'Policy', prefix: 'policy', text: 'What the words mean: [hunts.md](hunts.md).' },
  {
    title: 'Environment',
    prefix: 'environment',
    text: 'What your platforms have beyond the defaults; the checks take it as present.',
  },
  {
    title: 'STIX',
    prefix: 'stix',
    text: 'Who signs STIX objects and who may have them: in `export stix`, and in what is uploaded.',
  },
  { title: 'Notify', prefix: 'notify[]', text: 'A list: one message a run, where there is something to tell.' },
];

const HEAD = `# Configuration

Made from the schema and from \`config/huntsync.example.yaml\` by \`npm run docs\`; \`huntsync init --print\` prints that
file. It is YAML:
\`sources\` and \`platforms\` (or \`platformsFrom\`) have to be there; \`classify\`, \`proxy\`, \`policy\`, \`environment\`, \`stix\` and \`notify\` may be left out.

- Paths are relative to the file.
- \`\${NAME}\` is an environment variable, \`\${file:PATH}\` the text of a file, in any value. Secrets (\`token\`, \`password\`, \`clientSecret\`,
  \`webhook\`, \`apiKey\`) have to be written so; one that stands in the file is refused.
- A key that does not exist, a secret in the file, a variable that is not set: one run lists every problem, with its line.
- \`huntsync doctor --offline\` checks the file without the secrets of platforms.`;
