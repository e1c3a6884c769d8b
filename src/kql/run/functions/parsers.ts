import { compareText } from '../../../core/compare.ts';
import { deferred } from '../../../core/deferred.ts';
import { access } from '../access.ts';
import { type Cell, isBag, isList } from '../cells.ts';
import { jsonOf, toText } from '../convert.ts';
import { NotEvaluated } from '../errors.ts';
import { type Functions, fn } from './define.ts';

const htmlparser = deferred<typeof import('htmlparser2')>('htmlparser2');

/** Functions that take a text apart. https://learn.microsoft.com/kusto/query/scalar-functions#string-functions */

function bag(entries: Readonly<Record<string, Cell>>): Cell {
  return new Map(Object.entries(entries));
}

/** User information only where it has a colon. */
const URL_PARTS =
  /^([a-z][a-z0-9+.-]*):\/\/(?:([^:@/?#]*):([^@/?#]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

/** By name, in order; a name that comes twice has a list, a pair without name or value is left out. */
function queryOf(text: string): Cell {
  const found = new Map<string, string[]>();
  for (const pair of text.split('&')) {
    const at = pair.indexOf('=');
    if (at < 1 || at === pair.length - 1) continue;
    const name = pair.slice(0, at);
    found.set(name, [...(found.get(name) ?? []), pair.slice(at + 1)]);
  }
  const sorted = [...found].sort(([a], [b]) => compareText(a, b));
  return new Map(
    sorted.map(([name, values]): [string, Cell] => [name, values.length === 1 ? (values[0] as string) : values]),
  );
}

/** https://learn.microsoft.com/kusto/query/parse-url-function */
function parseUrl(text: string): Cell {
  const match = URL_PARTS.exec(text.trim());
  const [scheme, user, password, host, port, path, query, fragment] = match ? match.slice(1) : [];
  return bag({
    Scheme: scheme ?? '',
    Host: host ?? '',
    Port: port ?? '',
    // A slash that ends the address is no path.
    Path: path === '/' && !/[?#]/.test(text) ? '' : (path ?? ''),
    Username: user ?? '',
    Password: password ?? '',
    'Query Parameters': queryOf(query ?? ''),
    Fragment: fragment ?? '',
  });
}

/** https://learn.microsoft.com/kusto/query/parse-path-function */
function parsePath(text: string): Cell {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\/\/?/i.exec(text);
  const whole = scheme ? text.slice(scheme[0].length) : text;
  const cut = Math.max(whole.lastIndexOf('\\'), whole.lastIndexOf('/'));
  const directory = cut < 0 ? '' : whole.slice(0, cut);
  const [name = '', ...streams] = whole.slice(cut + 1).split(':');
  const root = /^(?:\\\\\?\\)?([a-z]:)/i.exec(whole)?.[1] ?? '';
  const dot = name.lastIndexOf('.');
  return bag({
    Scheme: scheme?.[1] ?? '',
    RootPath: root,
    DirectoryPath: directory,
    DirectoryName: directory.split(/[\\/]/).at(-1) ?? '',
    Filename: name,
    Extension: dot < 0 ? '' : name.slice(dot + 1),
    AlternateDataStreamName: streams.join(':'),
  });
}

/** As Windows' CommandLineToArgvW splits it. https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw */
function commandLine(text: string): Cell {
  const args: string[] = [];
  let at = 0;
  const skipSpace = (): void => {
    while (text[at] === ' ' || text[at] === '\t') at++;
  };
  if (text.trim() === '') return null;
  // The program's name knows no escapes.
  if (text[at] === '"') {
    const end = text.indexOf('"', 1);
    args.push(text.slice(1, end < 0 ? undefined : end));
    at = end < 0 ? text.length : end + 1;
  } else {
    const end = text.search(/[ \t]/);
    args.push(end < 0 ? text : text.slice(0, end));
    at = end < 0 ? text.length : end;
  }
  for (skipSpace(); at < text.length; skipSpace()) {
    let word = '';
    let quoted = false;
    for (; at < text.length; at++) {
      const slashes = /^\\+(?=")/.exec(text.slice(at))?.[0].length ?? 0;
      if (slashes > 0) {
        word += '\\'.repeat(Math.floor(slashes / 2));
        at += slashes;
        if (slashes % 2 === 1) {
          word += '"';
          continue;
        }
      }
      const char = text[at] as string;
      if (char === '"') {
        if (quoted && text[at + 1] === '"') {
          word += '"';
          at++;
        } else quoted = !quoted;
      } else if (!quoted && (char === ' ' || char === '\t')) break;
      else word += char;
    }
    args.push(word);
  }
  return args;
}

interface Element {
  readonly name: string;
  readonly children: Map<string, Cell>;
  text: string;
}

/** Attributes as `@name`, text beside them as `#text`, elements of one name as an array. https://learn.microsoft.com/kusto/query/parse-xml-function */
function parseXml(text: string): Cell {
  if (!/^\s*</.test(text) || text.length > 1_048_576) return null;
  const root: Element = { name: '', children: new Map(), text: '' };
  const stack: Element[] = [root];
  let broken = false;
  const { Parser } = htmlparser();
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const children = new Map<string, Cell>(Object.entries(attributes).map(([key, value]) => [`@${key}`, value]));
        stack.push({ name, children, text: '' });
      },
      ontext(data) {
        const open = stack.at(-1);
        if (open && open !== root) open.text += data;
        else if (data.trim() !== '') broken = true;
      },
      onclosetag(_, implied) {
        // An element that ends itself is closed by nothing, too.
        if (implied && text[parser.endIndex - 1] !== '/') broken = true;
        const closed = stack.pop();
        const parent = stack.at(-1);
        if (!closed || !parent) return;
        append(parent.children, closed.name, contentOf(closed));
      },
    },
    { xmlMode: true },
  );
  parser.write(text);
  parser.end();
  return broken || stack.length > 1 || root.children.size !== 1 ? null : root.children;
}

function contentOf({ children, text }: Element): Cell {
  const trimmed = text.trim();
  if (children.size === 0) return text === '' ? null : text;
  if (trimmed !== '') children.set('#text', trimmed);
  return children;
}

function append(children: Map<string, Cell>, name: string, value: Cell): void {
  const there = children.get(name);
  if (there === undefined) children.set(name, value);
  else children.set(name, isList(there) ? [...there, value] : [there, value]);
}

/** `$.a.b[0]`; other paths are not evaluated. https://learn.microsoft.com/kusto/query/extract-json-function */
function extractJson(path: string, text: string): string {
  if (!/^\$(?:\.\w+|\[\d+\]|\['[^']*'\])*$/.test(path)) throw new NotEvaluated('a path of extract_json()');
  let value: Cell = jsonOf(text);
  for (const [, name, index, quoted] of path.matchAll(/\.(\w+)|\[(\d+)\]|\['([^']*)'\]/g)) {
    value = access(value, index === undefined ? (name ?? quoted ?? '') : Number(index));
  }
  return isBag(value) || isList(value) || value !== null ? toText(value, 'dynamic') : '';
}

export const PARSERS: Functions = {
  parse_url: fn('string', 'dynamic', (text) => parseUrl(text as string)),
  parseurl: fn('string', 'dynamic', (text) => parseUrl(text as string)),
  parse_urlquery: fn('string', 'dynamic', (text) => bag({ 'Query Parameters': queryOf(text as string) })),
  parse_path: fn('string', 'dynamic', (text) => parsePath(text as string)),
  parse_command_line: fn('string string', 'dynamic', (text) => commandLine(text as string)),
  parse_xml: fn('string', 'dynamic', (text) => parseXml(text as string)),
  parse_csv: fn('string', 'dynamic', (text) => parseCsv(text as string)),
  extract_json: fn('string string any?', 'string', (path, text) => extractJson(path as string, text as string)),
  extractjson: fn('string string any?', 'string', (path, text) => extractJson(path as string, text as string)),
};

/** The first record. https://learn.microsoft.com/kusto/query/parse-csv-function */
function parseCsv(text: string): Cell {
  const record = text.replace(/\r?\n$/, '');
  const fields = [...record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"\n]*))/g)];
  return fields.map(([, quoted, plain]) => (quoted === undefined ? (plain ?? '') : quoted.replace(/""/g, '"')));
}
