import type { Finding, SplCode } from '../finding.ts';
import { type FieldsAt, lostAt } from '../flow/fields.ts';
import type { Loss } from '../flow/loss.ts';
import { flowOf } from '../flow/walk.ts';
import type { SplTree } from '../parse.ts';

/** Fields are still there where they are used, and conditions can be true. */
export function checkFlow(tree: SplTree): Finding[] {
  const { losses, dead, dotted } = flowOf(tree);
  return [
    ...losses.map((loss): Finding => ({ code: codeOf(loss), message: messageOf(loss), start: loss.start })),
    ...dotted.map(({ name, start }): Finding => {
      const message = `${name} without quotes joins the texts of ${name.split('.').join(' and ')}: write '${name}'`;
      return { code: 'spl-dotted-field', message, start };
    }),
    ...dead.map(({ command, start }): Finding => {
      return { code: 'spl-never-true', message: `no row can fulfil this condition of ${command.name}`, start };
    }),
  ];
}

function codeOf({ use }: Loss): SplCode {
  if (use === 'rename') return 'spl-rename-missing';
  return use === 'function' ? 'spl-empty-column' : 'spl-lost-field';
}

const EFFECT: Readonly<Record<Loss['use'], string>> = {
  filter: 'the comparison is never true',
  value: 'what is made of it stays empty',
  group: 'no row is left',
  function: 'the column stays empty',
  key: 'nothing is matched',
  rename: 'the name that it is given loses its values',
};

function messageOf({ name, use, fields, side, command }: Loss): string {
  const where = side ? `the subsearch of ${command.name}` : command.name;
  return `${where} uses ${name}, ${stageOf(fields, name)}: ${EFFECT[use]}`;
}

function stageOf(fields: FieldsAt, name: string): string {
  const gone = fields.gone.get(name);
  if (gone?.alias) return `which ${gone.command.name || 'a macro'} called ${gone.alias}`;
  const stage = lostAt(fields, name)?.name || 'an earlier command';
  const left = [...(fields.only ?? [])];
  const shown = left.length > 8 ? `${left.slice(0, 8).join(', ')}, …` : left.join(', ');
  return left.length > 0 ? `which ${stage} does not leave (${shown})` : `which ${stage} does not leave`;
}
