/** What a lookup or an `inputlookup` gives: its fields. */
export type Lookups = ReadonlyMap<string, ReadonlySet<string>>;

export interface FieldsRead {
  /** Fields of the results, in order where the search ends in `table`. */
  readonly fields: ReadonlySet<string>;
  readonly problems: readonly string[];
}

/**
 * Functions of eval that our dashboards use
 * (https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CommonEvalFunctions), and words that stand between values.
 */
const WORDS = new Set(
  'case coalesce count dc eval false floor if isnotnull isnull len like lower match mvappend mvcount mvdedup mvfilter mvfind mvindex mvjoin now null relative_time replace round split strftime strptime substr trim true AND OR NOT'.split(
    ' ',
  ),
);

/**
 * Follows the fields of a search from command to command, and tells each use of one that nothing has made. Strict: it knows
 * the commands and shapes of our own dashboards and takes any other for a problem. No part of the product reads SPL so.
 */
export function readFields(search: string, lookups: Lookups): FieldsRead {
  return follow(search, new Set(), lookups);
}

function follow(search: string, from: ReadonlySet<string>, lookups: Lookups): FieldsRead {
  const problems: string[] = [];
  let fields = new Set(from);
  for (const command of splitPipes(search)) {
    const body = /^appendpipe \[(.*)\]$/.exec(command)?.[1];
    if (body !== undefined) {
      const added = follow(body, fields, lookups);
      problems.push(...added.problems);
      fields = new Set([...fields, ...added.fields]);
      continue;
    }
    const tokens = tokenize(command);
    const use = (names: readonly string[]) => {
      for (const name of names) if (!fields.has(name)) problems.push(`${name} is no field here: ${command}`);
    };
    const step = STEPS[tokens[0] ?? ''];
    if (!step) problems.push(`command ${tokens[0] ?? ''} is not known: ${command}`);
    else
      fields = step(tokens.slice(1), { fields, use, lookups, problem: (text) => problems.push(`${text}: ${command}`) });
  }
  return { fields, problems };
}

interface Context {
  readonly fields: ReadonlySet<string>;
  use(names: readonly string[]): void;
  readonly lookups: Lookups;
  problem(text: string): void;
}

type Step = (args: readonly string[], context: Context) => Set<string>;

const keep: (check: (args: readonly string[]) => readonly string[]) => Step = (check) => (args, context) => {
  context.use(check(args));
  return new Set(context.fields);
};

const STEPS: Readonly<Record<string, Step>> = {
  inputlookup(args, context) {
    const appends = args.slice(0, 3).join('') === 'append=true';
    const [name, word, ...where] = appends ? args.slice(3) : args;
    const found = lookupOf(name, context);
    if (word !== undefined && word !== 'where') context.problem('inputlookup has other arguments');
    for (const compared of comparedFields(where))
      if (!found.has(compared)) context.problem(`${compared} is no field of ${name}`);
    return new Set([...(appends ? context.fields : []), ...found]);
  },
  lookup(args, context) {
    const found = lookupOf(args[0], context);
    const out = args.indexOf('OUTPUT');
    const inputs = renames(args.slice(1, out));
    context.use(inputs.map(({ to }) => to));
    const outputs = renames(args.slice(out + 1));
    for (const { from } of [...inputs, ...outputs]) {
      if (!found.has(from)) context.problem(`${from} is no field of ${args[0]}`);
    }
    return new Set([...context.fields, ...outputs.map(({ to }) => to)]);
  },
  eval(args, context) {
    const made = new Set(context.fields);
    for (const [name = '', equals, ...expression] of splitCommas(args)) {
      if (equals !== '=') context.problem('eval without =');
      for (const used of valueFields(expression)) if (!made.has(used)) context.use([used]);
      made.add(name);
    }
    return made;
  },
  where: keep(valueFields),
  search: keep(comparedFields),
  stats: (args, context) => aggregate(args, context),
  eventstats: (args, context) => new Set([...context.fields, ...aggregate(args, context)]),
  streamstats: (args, context) => new Set([...context.fields, ...aggregate(args, context)]),
  table: (args, context) => select(args, context),
  fields: (args, context) => select(args, context),
  sort: keep((args) => args.filter((arg) => !/^(?:[-+]|\d+)$/.test(arg)).map(unquote)),
  mvexpand: keep((args) => args.map(unquote)),
  makemv: keep((args) => args.slice(3).map(unquote)),
  fillnull(args, context) {
    return new Set([...context.fields, ...args.slice(3).map(unquote)]);
  },
  head: keep(() => []),
  rename(args, context) {
    const pairs = renames(args);
    context.use(pairs.map(({ from }) => from));
    const gone = new Set(pairs.map(({ from }) => from));
    return new Set([...[...context.fields].filter((name) => !gone.has(name)), ...pairs.map(({ to }) => to)]);
  },
};

function lookupOf(name: string | undefined, context: Context): Set<string> {
  const found = context.lookups.get(name ?? '');
  if (!found) context.problem(`${name} is no lookup`);
  return new Set(found);
}

function select(args: readonly string[], { use }: Context): Set<string> {
  const names = args.map(unquote);
  use(names);
  return new Set(names);
}

function aggregate(args: readonly string[], context: Context): Set<string> {
  const by = args.indexOf('BY');
  const made = aggregates(by === -1 ? args : args.slice(0, by));
  const groups = by === -1 ? [] : args.slice(by + 1).map(unquote);
  context.use([...made.flatMap(({ uses }) => uses), ...groups]);
  return new Set([...groups, ...made.map(({ name }) => name)]);
}

/** `count`, `dc(a)`, `count(eval(…)) AS b`. */
function aggregates(args: readonly string[]): { name: string; uses: string[] }[] {
  const found: { name: string; uses: string[] }[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const name = args[at] ?? '';
    let uses: string[] = [];
    if (args[at + 1] === '(') {
      const end = closing(args, at + 1);
      uses = valueFields(args.slice(at + 2, end));
      at = end;
    }
    const isNamed = args[at + 1] === 'AS';
    found.push({ name: isNamed ? unquote(args[at + 2] ?? '') : name, uses });
    if (isNamed) at += 2;
  }
  return found;
}

function closing(args: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < args.length; at += 1) {
    if (args[at] === '(') depth += 1;
    if (args[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return args.length;
}

/** `a AS b c`: each field and what it becomes. */
function renames(args: readonly string[]): { from: string; to: string }[] {
  const found: { from: string; to: string }[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const from = unquote(args[at] ?? '');
    const isRenamed = args[at + 1] === 'AS';
    found.push({ from, to: isRenamed ? unquote(args[at + 2] ?? '') : from });
    if (isRenamed) at += 2;
  }
  return found;
}

/** In eval and where quotes are text, and every other word that is no function is a field. */
function valueFields(tokens: readonly string[]): string[] {
  return tokens.filter((token) => /^[A-Za-z_]\w*$/.test(token) && !WORDS.has(token));
}

/** In search and in a lookup's where a field is what stands before a comparison. */
function comparedFields(tokens: readonly string[]): string[] {
  return tokens.filter((_, at) => /^(=|!=|<|>|<=|>=)$/.test(tokens[at + 1] ?? ''));
}

function splitPipes(search: string): string[] {
  return [...search.matchAll(/(?:"(?:[^"\\]|\\.)*"|\[(?:"(?:[^"\\]|\\.)*"|[^\]"])*\]|[^|"[])+/g)]
    .map(([part]) => part.trim())
    .filter((part) => part !== '');
}

function tokenize(command: string): string[] {
  return [...command.matchAll(/"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*|\d+|<=|>=|!=|\S/g)].map(([token]) => token);
}

function splitCommas(tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function unquote(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1) : token;
}
