import { isName } from '../aggregates.ts';
import { unquote } from '../lexer.ts';
import type { SplCommand } from '../parse.ts';
import { NotEvaluated, Refused } from '../run/outcome.ts';
import type { SearchNode } from '../run/search/ast.ts';
import { itemsOf, parseSearch } from '../run/search/parse.ts';
import { type FieldsAt, has, OPEN } from './fields.ts';
import type { Step, Walk } from './walk.ts';

/** The first search reads events; later ones filter what there is. */
export const searchStep: Step = (command, fields, walk) => {
  for (const inner of command.nested) walk.into(inner, OPEN);
  if (walk.first) return OPEN;
  if (fields.only || fields.gone.size > 0) readTerms(command, fields, walk);
  return fields;
};

function readTerms(command: SplCommand, fields: FieldsAt, walk: Walk): void {
  const tree = parsed(command);
  if (tree) visit(tree, false);

  function visit(node: SearchNode, negated: boolean): void {
    switch (node.kind) {
      case 'and':
      case 'or':
        for (const item of node.items) visit(item, negated);
        break;
      case 'not':
        visit(node.item, !negated);
        break;
      case 'compare':
      case 'in':
        lose(node.field, negated);
        break;
      case 'term':
        // Words are looked for in the event's text.
        if (!negated && !/^\**$/.test(node.text) && fields.only && !fields.only.has('_raw'))
          walk.lose(command, fields, { name: '_raw', start: placeOf(command, node.text), length: 0, use: 'filter' });
        break;
    }
  }

  function lose(name: string, negated: boolean): void {
    if (has(fields, name) || name.includes('*') || negated) return;
    const token = command.args.find((one, at) => isName(one) && unquote(one) === name && isCompared(command, at));
    if (token)
      walk.lose(command, fields, { name, start: token.start, length: token.text.length, use: 'filter', negated });
  }
}

function isCompared({ args }: SplCommand, at: number): boolean {
  return args[at + 1]?.kind === 'operator' || args[at + 1]?.text === 'IN';
}

function placeOf({ args, start }: SplCommand, text: string): number {
  return args.find((token) => unquote(token) === text)?.start ?? start;
}

function parsed(command: SplCommand): SearchNode | null {
  try {
    return parseSearch(itemsOf(command.args, command.nested));
  } catch (error) {
    if (error instanceof NotEvaluated || error instanceof Refused) return null;
    throw error;
  }
}
