import { splString } from '../../quoting/spl.ts';
import { isScript, type ProcessTest, processTests } from '../checks/script-names.ts';
import type { Edit } from './edits.ts';
import type { Repair } from './repair.ts';

/** `process_name IN ("node.exe", "main.py")` becomes `(process_name IN ("node.exe") OR process IN ("* main.py*", …))`. */
export const scriptNames: Repair = {
  name: 'script-names',
  judgement: true,
  preserves:
    'All processes that are looked for. A script never is one: its interpreter runs with the script in its command line, which is looked into instead.',
  edits: ({ tree }): Edit[] =>
    tree.pipelines.flatMap(({ commands }) => commands.flatMap((command) => processTests(command).flatMap(rewritten))),
};

function rewritten({ field, line, values, start, end, negated }: ProcessTest): Edit[] {
  const scripts = values.filter(isScript);
  if (scripts.length === 0 || negated) return [];
  const rest = values.filter((value) => !isScript(value));
  const lines = scripts.flatMap(inCommandLine).map(splString);
  const names = rest.map(splString);
  if ([...lines, ...names].includes(null)) return [];
  const test = `${line} IN (${[...new Set(lines)].join(', ')})`;
  const text = rest.length === 0 ? test : `(${field} IN (${names.join(', ')}) OR ${test})`;
  return [{ start, end, text }];
}

/** A script behind a space, a folder's end or nothing: `domain.py` is not `main.py`. */
function inCommandLine(value: string): string[] {
  if (value.startsWith('*')) return [`${value.replace(/\*+$/, '')}*`];
  const name = value.replace(/\*+$/, '');
  return [`* ${name}*`, `*/${name}*`, `*\\${name}*`];
}
