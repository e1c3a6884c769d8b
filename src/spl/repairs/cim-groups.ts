import { readAggregates } from '../aggregates.ts';
import { outsideGroups } from '../checks/data-models.ts';
import { counterpartOf } from '../checks/field-hint.ts';
import type { Token } from '../lexer.ts';
import { tstatsParts } from '../tstats.ts';
import type { Edit } from './edits.ts';
import type { Repair } from './repair.ts';

/** `by Processes.dest Endpoint.nosuch` becomes `values(…) as … by Processes.dest`. */
export const cimGroups: Repair = {
  name: 'cim-groups',
  judgement: true,
  preserves:
    'All groups but the finer cut by a field that the data model lacks: tstats would drop every event. Its values, where there are any, stand in a column of the same name.',
  edits: ({ tree }, environment): Edit[] =>
    tree.pipelines.flatMap(({ commands }) =>
      commands.flatMap((command) => {
        const outside = outsideGroups(command, environment);
        if (outside.length === 0) return [];
        const { functions, by } = tstatsParts(command.args);
        const last = functions.at(-1);
        const names = by.filter(
          (token, at) =>
            token.kind !== 'comma' &&
            by[at + 1]?.kind !== 'operator' &&
            by[at - 1]?.kind !== 'operator' &&
            token.kind !== 'operator',
        );
        // Without a group left there would be one row whatever happened.
        if (!last || names.every((token) => outside.some((one) => one.token === token))) return [];
        const end = last.start + last.text.length;
        const made = readAggregates(functions).functions.map(({ alias }) => alias);
        const shown = outside.filter(({ name }) => !made.includes(name) && !made.includes(shortOf(name)));
        const columns = shown.map(({ name, model, dataset }) => {
          const counterpart = counterpartOf(model, dataset, name) ?? name;
          return ` values(${counterpart}) as ${name}`;
        });
        return [
          { start: end, end, text: [...new Set(columns)].join('') },
          ...outside.map(({ token }) => removal(token, by)),
        ];
      }),
    ),
};

function shortOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The name with the comma beside it. */
function removal(token: Token, by: readonly Token[]): Edit {
  const at = by.indexOf(token);
  const [before, after] = [by[at - 1], by[at + 1]];
  const end = token.start + token.text.length;
  if (after?.kind === 'comma') return { start: token.start, end: after.start + 1, text: '' };
  if (before?.kind === 'comma') return { start: before.start, end, text: '' };
  return { start: token.start, end, text: '' };
}
