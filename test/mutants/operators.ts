import { parseAst } from 'vite';

/** A node of the syntax tree (ESTree), as far as an operator looks at it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A fault: the text between two places is another one. */
export interface Fault {
  readonly operator: string;
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

/** Every fault that the operators find in a JavaScript text, in its order. */
export function faultsOf(code: string): Fault[] {
  const faults: Fault[] = [];
  const text = ({ start, end }: Node) => code.slice(start, end);
  const visit = (node: Node, parent: Node | null, key: string) => {
    if (/^(?:Import|ExportAll)/.test(node.type)) return;
    faults.push(...OPERATORS.flatMap((operator) => operator(node, { parent, key, text })));
    for (const [name, value] of Object.entries(node)) {
      for (const child of [value].flat()) if (isNode(child)) visit(child, node, name);
    }
  };
  visit(parseAst(code) as unknown as Node, null, '');
  return faults.sort((a, b) => a.start - b.start || a.end - b.end);
}

interface Place {
  readonly parent: Node | null;
  /** The parent's property that holds the node. */
  readonly key: string;
  text(node: Node): string;
}

type Operator = (node: Node, place: Place) => readonly Fault[];

const SWAPPED: Readonly<Record<string, readonly [operator: string, to: string]>> = {
  '<': ['boundary', '<='],
  '<=': ['boundary', '<'],
  '>': ['boundary', '>='],
  '>=': ['boundary', '>'],
  '===': ['equality', '!=='],
  '!==': ['equality', '==='],
  '&&': ['logic', '||'],
  '||': ['logic', '&&'],
  '??': ['logic', '&&'],
  '+': ['arithmetic', '-'],
  '-': ['arithmetic', '+'],
  '*': ['arithmetic', '/'],
  '/': ['arithmetic', '*'],
  '%': ['arithmetic', '*'],
};

const SWAPPED_METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  toLowerCase: 'toUpperCase',
  toUpperCase: 'toLowerCase',
};

/** Methods without which the value that they are called on does as well, as far as types go. */
const DROPPED_METHODS: ReadonlySet<string> = new Set(['filter', 'sort', 'slice', 'trim', 'trimEnd', 'reverse']);

const OPERATORS: readonly Operator[] = [
  function condition(node, { text }) {
    const test = node['test'];
    if (!isNode(test) || node.type === 'SwitchCase') return [];
    const one = (to: string) => fault('condition', test, to);
    const loops = node.type !== 'IfStatement' && node.type !== 'ConditionalExpression';
    return [one(`!(${text(test)})`), one('false'), ...(loops ? [] : [one('true')])];
  },
  function swap(node, { text }) {
    if (node.type !== 'BinaryExpression' && node.type !== 'LogicalExpression') return [];
    const [operator, to] = SWAPPED[String(node['operator'])] ?? [];
    const { left, right } = node;
    if (!operator || !isNode(left) || !isNode(right)) return [];
    return [fault(operator, node, `(${text(left)} ${to} ${text(right)})`)];
  },
  function unary(node, { text }) {
    const { argument } = node;
    if (node.type !== 'UnaryExpression' || !isNode(argument)) return [];
    return node['operator'] === '!' || node['operator'] === '-' ? [fault('unary', node, text(argument))] : [];
  },
  function count(node, { text }) {
    if (node.type !== 'UpdateExpression' && node.type !== 'AssignmentExpression') return [];
    const operator = String(node['operator']);
    const to = { '++': '--', '--': '++', '+=': '-=', '-=': '+=' }[operator];
    return to ? [fault('count', node, text(node).replace(operator, to))] : [];
  },
  function statement(node) {
    const isDirective = typeof node['directive'] === 'string';
    const goes = /^(?:Expression|Throw|Continue|Break)Statement$/.test(node.type) && !isDirective;
    return goes ? [fault('statement', node, ';')] : [];
  },
  function string(node, { parent, key }) {
    const isName = key === 'key' || (key === 'property' && parent?.type === 'MemberExpression');
    if (node.type === 'TemplateLiteral') return [fault('string', node, '``')];
    if (node.type !== 'Literal' || typeof node['value'] !== 'string' || isName) return [];
    if (typeof parent?.['directive'] === 'string' || parent?.type === 'ImportExpression') return [];
    return [fault('string', node, node['value'] === '' ? '"mutant"' : '""')];
  },
  function literal(node, { parent }) {
    if (node.type === 'ArrayExpression' && (node['elements'] as unknown[]).length > 0)
      return [fault('list', node, '[]')];
    if (node.type !== 'Literal') return [];
    if (typeof node['value'] === 'boolean') return [fault('boolean', node, String(!node['value']))];
    // The compiler writes `void 0` for undefined.
    if (parent?.type === 'UnaryExpression' && parent['operator'] === 'void') return [];
    return typeof node['value'] === 'number' ? [fault('number', node, String(node['value'] + 1))] : [];
  },
  function method(node, { text }) {
    const { callee } = node;
    if (node.type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression') return [];
    const { object, property } = callee;
    if (!isNode(object) || !isNode(property)) return [];
    const to = SWAPPED_METHODS[text(property)];
    if (to !== undefined) return [fault('method', property, to)];
    return DROPPED_METHODS.has(text(property)) ? [fault('method', node, text(object))] : [];
  },
];

function fault(operator: string, { start, end }: Node, to: string): Fault {
  return { operator, start, end, to };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}
