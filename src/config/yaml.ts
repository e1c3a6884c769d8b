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
import { issueText } from './issue-words.ts';
import { keyPath } from './key-path.ts';
import { syntaxFaults } from './yaml-words.ts';

/** A parsed YAML text with its syntax problems; where there are any, its values must not be used. */
export interface YamlText {
  readonly document: Document;
  readonly problems: readonly Problem[];
  readonly path: string;
  readonly lines: LineCounter;
}

/** Where in a text something stands, 1-based. */
export type YamlPlace = Pick<Problem, 'line' | 'column'>;

/** What a schema says of one value. */
export interface ValueProblem {
  readonly keys: readonly PropertyKey[];
  /** `policy.onDrift: must be …`. */
  readonly message: string;
  readonly place: YamlPlace;
}

/** Limit on values that aliases expand to, in total: a few kilobytes could otherwise expand beyond any memory. */
const MAX_ALIASED = 100_000;

/** What no text has, and what bytes become that are not of UTF-8, where a file begins with them. */
const NO_TEXT = /\0|^\ufffd/;

/** Parses YAML; never throws, whatever the text. */
export function parseYaml(text: string, path: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const odd = text.search(NO_TEXT);
  const faults =
    odd < 0
      ? syntaxFaults(document)
      : [{ message: 'this is no text in UTF-8; save the file in that encoding', at: odd }];
  const syntax = faults.map(({ message, at }) => ({ code: 'yaml', message, path, ...placeAt(lines, at) }));
  const problems = syntax.length > 0 ? syntax : aliasProblems(document, lines, path);
  return { document, problems, path, lines };
}

/** The values as the schema outputs them, or all problems with them. Not for a text with syntax problems. */
export function checkYaml<T>(yaml: YamlText, schema: z.ZodType<T>): { data: T } | { problems: ValueProblem[] } {
  // The expansion of aliases has been checked already.
  const value = yaml.document.toJS({ maxAliasCount: -1 });
  // A text of nothing but comments, too.
  if (value === null)
    return { problems: [{ keys: [], message: 'there is nothing in this file', place: { line: 1, column: 1 } }] };
  const result = schema.safeParse(value, { error: issueText });
  if (result.success) return { data: result.data };
  const problems = result.error.issues.map((issue) => {
    const keys = issue.path;
    const place = issue.code === 'unrecognized_keys' ? placeOfKey(yaml, keys, issue.keys[0]) : placeOfValue(yaml, keys);
    return { keys, message: `${keyPath(keys) || '(top level)'}: ${issue.message}`, place };
  });
  return { problems };
}

/** The place of the deepest existing node on a key path. */
export function placeOfValue({ document, lines }: YamlText, keys: readonly PropertyKey[]): YamlPlace {
  for (let length = keys.length; length >= 0; length -= 1) {
    const node = document.getIn(keys.slice(0, length), true) as { readonly range?: readonly number[] } | undefined;
    if (node?.range) return placeAt(lines, node.range[0]);
  }
  return {};
}

function placeOfKey(yaml: YamlText, keys: readonly PropertyKey[], key: string | undefined): YamlPlace {
  const map = keys.length === 0 ? yaml.document.contents : yaml.document.getIn(keys, true);
  const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
  return isScalar(pair?.key) ? placeAt(yaml.lines, pair.key.range?.[0]) : placeOfValue(yaml, keys);
}

export function placeAt(lines: LineCounter, offset: number | undefined): YamlPlace {
  if (offset === undefined) return {};
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Aliases that are undefined, recursive, or expand to too much. */
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
