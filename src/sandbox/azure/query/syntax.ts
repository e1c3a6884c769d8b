/** A query of the small part of KQL that the stand-in runs. */
export interface Query {
  /** Table or saved function. */
  readonly source: string;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly op: 'where'; readonly condition: Expression }
  | { readonly op: 'project' | 'extend'; readonly columns: readonly Named[] }
  | { readonly op: 'summarize'; readonly aggregates: readonly Named[]; readonly by: readonly string[] }
  | { readonly op: 'order'; readonly column: string; readonly descending: boolean }
  | { readonly op: 'take'; readonly rows: number }
  | { readonly op: 'count' };

export interface Named {
  readonly name: string;
  readonly value: Expression;
}

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Expression; readonly right: Expression };

/** A refusal of the query engine, with the codes that Log Analytics nests in its answer. */
export interface QueryFailure extends Error {
  readonly kind: 'SyntaxError' | 'SemanticError';
  readonly code: string;
}

export function failQuery(kind: QueryFailure['kind'], code: string, message: string): never {
  throw Object.assign(new Error(message), { kind, code });
}

export function isQueryFailure(error: unknown): error is QueryFailure {
  return error instanceof Error && 'kind' in error && 'code' in error;
}

const TOKEN = /\s+|\/\/[^\n]*|@?"[^"\n]*"|@?'[^'\n]*'|\d+(?:\.\d+)?|[A-Za-z_]\w*|==|!=|<=|>=|[|(),=<>*]/y;
const STEPS: ReadonlySet<string> = new Set([
  'where',
  'project',
  'extend',
  'summarize',
  'order',
  'sort',
  'take',
  'limit',
  'count',
]);
const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);

/** Parses a query; what is not in the small part is a syntax error, as a misspelt query would be. */
export function parseQuery(text: string): Query {
  const tokens = tokenize(text);
  let at = 0;
  const peek = () => tokens[at] ?? '';
  const next = () => tokens[at++] ?? '';
  const wrong = (): never => failQuery('SyntaxError', 'SYN0002', `A recognition error occurred near '${peek()}'.`);
  const take = (token: string) => (peek() === token ? next() : wrong());
  const name = (): string => (/^[A-Za-z_]/.test(peek()) ? next() : wrong());
  const list = <T>(one: () => T): T[] => {
    const found = [one()];
    while (peek() === ',') {
      next();
      found.push(one());
    }
    return found;
  };

  function primary(): Expression {
    const token = peek();
    if (token === '*') {
      next();
      return { kind: 'all' };
    }
    if (token === '(') {
      next();
      const inner = condition();
      take(')');
      return inner;
    }
    if (/^\d/.test(token)) return { kind: 'literal', value: Number(next()) };
    if (/^@?["']/.test(token)) return { kind: 'literal', value: next().replace(/^@?.|.$/g, '') };
    const word = name();
    if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
    if (peek() !== '(') return { kind: 'column', name: word };
    next();
    const args = peek() === ')' ? [] : list(condition);
    take(')');
    return { kind: 'call', name: word, args };
  }
  function comparison(): Expression {
    const left = primary();
    return COMPARISONS.has(peek()) ? { kind: 'binary', op: next(), left, right: primary() } : left;
  }
  function joined(word: string, part: () => Expression): Expression {
    let left = part();
    while (peek() === word) left = { kind: 'binary', op: next(), left, right: part() };
    return left;
  }
  function condition(): Expression {
    return joined('or', () => joined('and', comparison));
  }
  function named(): Named {
    if (tokens[at + 1] === '=') {
      const given = name();
      next();
      return { name: given, value: condition() };
    }
    const value = condition();
    const own = value.kind === 'column' ? value.name : value.kind === 'call' ? `${value.name}_` : 'Column1';
    return { name: own, value };
  }
  function step(): Step {
    const op = peek();
    if (!STEPS.has(op)) return wrong();
    next();
    if (op === 'where') return { op, condition: condition() };
    if (op === 'project' || op === 'extend') return { op, columns: list(named) };
    if (op === 'count') return { op };
    if (op === 'take' || op === 'limit') return { op: 'take', rows: Number(/^\d+$/.test(peek()) ? next() : wrong()) };
    if (op === 'summarize') {
      const aggregates = peek() === 'by' ? [] : list(named);
      return { op, aggregates, by: peek() === 'by' && next() ? list(name) : [] };
    }
    take('by');
    const column = name();
    const direction = peek() === 'asc' || peek() === 'desc' ? next() : 'desc';
    return { op: 'order', column, descending: direction === 'desc' };
  }

  const source = name();
  if (peek() === '(') {
    next();
    take(')');
  }
  const steps: Step[] = [];
  while (at < tokens.length) {
    take('|');
    steps.push(step());
  }
  return { source, steps };
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length; ) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) {
      return failQuery('SyntaxError', 'SYN0001', `A recognition error occurred near '${text[from]}'.`);
    }
    if (!/^\s|^\/\//.test(token)) tokens.push(token);
  }
  return tokens;
}
