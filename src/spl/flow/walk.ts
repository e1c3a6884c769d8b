import type { Token } from '../lexer.ts';
import { readMacroCall } from '../macros.ts';
import type { SplCommand, SplPipeline, SplTree } from '../parse.ts';
import { STEPS } from './commands.ts';
import { type FieldsAt, OPEN } from './fields.ts';
import type { Findings, Loss } from './loss.ts';
import { renameAll } from './rename.ts';

/** What a command does to the fields; it tells what it uses that is not there. */
export type Step = (command: SplCommand, fields: FieldsAt, walk: Walk) => FieldsAt;

/** A walk along one pipeline. */
export interface Walk {
  readonly source: string;
  readonly found: Findings;
  readonly pipeline: SplPipeline;
  /** The command opens its pipeline: nothing comes in. */
  readonly first: boolean;
  lose(command: SplCommand, fields: FieldsAt, loss: Pick<Loss, 'name' | 'start' | 'use'> & Partial<Loss>): void;
  /** Walks along a pipeline in brackets. */
  into(pipeline: SplPipeline, fields: FieldsAt): FieldsAt;
}

const walked = new WeakMap<SplTree, Findings>();

/** Follows the fields through every pipeline. Each tree is walked once. */
export function flowOf(tree: SplTree): Findings {
  const known = walked.get(tree);
  if (known) return known;
  const found: Findings = { losses: [], dead: [], dotted: [], before: new Map(), end: OPEN };
  found.end = along(tree.main, OPEN, tree.source, found);
  walked.set(tree, found);
  return found;
}

function along(pipeline: SplPipeline, given: FieldsAt, source: string, found: Findings): FieldsAt {
  let fields = given;
  pipeline.commands.forEach((command, at) => {
    const walk: Walk = {
      source,
      found,
      pipeline,
      first: at === 0 && pipeline.kind !== 'body',
      lose: (lossOf, before, loss) =>
        found.losses.push({
          length: loss.name.length,
          inExpression: false,
          negated: false,
          ...loss,
          command: lossOf,
          pipeline,
          fields: before,
        }),
      into: (inner, before) => along(inner, before, source, found),
    };
    found.before.set(command, fields);
    fields = step(command, fields, walk);
  });
  return fields;
}

function step(command: SplCommand, fields: FieldsAt, walk: Walk): FieldsAt {
  const { head, name, nested } = command;
  if (head?.kind === 'macro' && !command.implicit) return macro(head, fields, command);
  // A macro among the arguments can be anything.
  const known = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (known) return known(command, fields, walk);
  for (const inner of nested) walk.into(inner, OPEN);
  return OPEN;
}

/** Macros whose effect on the fields is known; filters that sites fill in let rows through or not. */
function macro(head: Token, fields: FieldsAt, command: SplCommand): FieldsAt {
  const call = readMacroCall(head);
  if (call?.name === 'drop_dm_object_name' && call.args.length === 1) {
    return renameAll(fields, `${call.args[0]?.replaceAll('"', '')}.*`, '*', command);
  }
  if (call && (/^security_content_ctime$|_filter$/.test(call.name) || call.name === 'comment')) return fields;
  return OPEN;
}
