import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { z } from 'zod';
import type { Problem } from '../core/problem.ts';
import { wordsOf } from './issue-words.ts';

/** A YAML text, and what is wrong with it as YAML; where anything is, its values are not to be looked at. */
export interface YamlText {
  readonly document: Document;
  readonly problems: readonly Problem[];
  readonly path: string;
  readonly lines: LineCounter;
}

/** Where in a text something stands, 1-based. */
export type Place = Pick<Problem, 'line' | 'column'>;

/** What a schema says of one value. */
export interface ValueProblem {
  readonly keys: readonly PropertyKey[];
  /** `policy.onDrift: must be …`. */
  readonly message: string;
  readonly place: Place;
}

/** Values that aliases may stand for in all: some kilobytes can else stand for more than any memory holds. */
const MAX_ALIASED = 100_000;

/** Parses YAML; never throws for what the text is. */
export function parseYaml(text: string, path: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const syntax = document.errors.map(({ message, code, pos }) => ({
    code: 'yaml',
    // The place has its own keys.
    message: message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') || code,
    path,
    ...placeAt(lines, pos[0]),
  }));
  const problems = syntax.length > 0 ? syntax : aliasProblems(document, lines, path);
  return { document, problems, path, lines };
}

/** The text's values as a schema has them, or every problem with them. Not for a text that has problems as YAML. */
export function checkYaml<T>(yaml: YamlText, schema: z.ZodType<T>): { data: T } | { problems: ValueProblem[] } {
  // How much the aliases stand for was looked at.
  const result = schema.safeParse(yaml.document.toJS({ maxAliasCount: -1 }), { error: wordsOf });
  if (result.success) return { data: result.data };
  const problems = result.error.issues.map((issue) => {
    const keys = issue.path;
    const place = issue.code === 'unrecognized_keys' ? placeOfKey(yaml, keys, issue.keys[0]) : placeOf(yaml, keys);
    return { keys, message: `${keys.join('.') || '(top level)'}: ${issue.message}`, place };
  });
  return { problems };
}

/** Where the deepest existing node on a key path stands. */
export function placeOf({ document, lines }: YamlText, keys: readonly PropertyKey[]): Place {
  for (let length = keys.length; length >= 0; length -= 1) {
    const node = document.getIn(keys.slice(0, length), true) as { readonly range?: readonly number[] } | undefined;
    if (node?.range) return placeAt(lines, node.range[0]);
  }
  return {};
}

function placeOfKey(yaml: YamlText, keys: readonly PropertyKey[], key: string | undefined): Place {
  const map = keys.length === 0 ? yaml.document.contents : yaml.document.getIn(keys, true);
  const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
  return isScalar(pair?.key) ? placeAt(yaml.lines, pair.key.range?.[0]) : placeOf(yaml, keys);
}

export function placeAt(lines: LineCounter, offset: number | undefined): Place {
  if (offset === undefined) return {};
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Aliases that stand for nothing, for themselves, or for too much. */
function aliasProblems(document: Document, lines: LineCounter, path: string): Problem[] {
  const problems: Problem[] = [];
  const anchors = new Map<string, Node>();
  const sizes = new Map<Node, number>();
  let aliased = 0;
  visit(document, {
    Node(_, node, ancestors) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return undefined;
      }
      const problem = (message: string) =>
        problems.push({ code: 'yaml', message, path, ...placeAt(lines, node.range?.[0]) });
      const target = anchors.get(node.source);
      // YAML's own message would show the value, which may be a password that starts with a star.
      if (!target)
        problem('a value that starts with * is an alias in YAML, and there is nothing of this name; quote it');
      else if (ancestors.includes(target)) problem('this alias stands for something that it is a part of');
      else {
        sizes.set(node, sizeOf(target, sizes));
        aliased += sizes.get(node) ?? 0;
        if (aliased <= MAX_ALIASED) return undefined;
        problem(`up to here, aliases stand for more than ${MAX_ALIASED} values`);
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return problems;
}

/** Values in a node, aliases in it replaced; what was counted is kept. */
function sizeOf(node: unknown, sizes: Map<Node, number>): number {
  if (isPair(node)) return sizeOf(node.value, sizes);
  if (isAlias(node)) return sizes.get(node) ?? 1;
  if (!isCollection(node)) return 1;
  const known = sizes.get(node);
  if (known !== undefined) return known;
  const size = node.items.reduce<number>((sum, item) => sum + sizeOf(item, sizes), 1);
  sizes.set(node, size);
  return size;
}
