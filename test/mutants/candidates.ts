import { globSync } from 'tinyglobby';
import { asJavaScript } from './javascript.ts';
import type { Mutant } from './mutant.ts';
import { faultsOf } from './operators.ts';

/** Every mutant of the files of these rooms. */
export async function candidates(root: string, rooms: readonly string[]): Promise<Mutant[]> {
  const patterns = rooms.map((room) => `src/${room}/**/*.ts`);
  const files = globSync(patterns, { cwd: root, ignore: ['**/*.d.ts'] }).sort();
  return (await Promise.all(files.map((file) => mutantsOf(root, file)))).flat();
}

async function mutantsOf(root: string, file: string): Promise<Mutant[]> {
  const { code, lineOf } = await asJavaScript(root, file);
  return faultsOf(code).map(({ operator, start, end, to }) => ({
    file,
    operator,
    line: lineOf(start),
    context: lineAround(code, start),
    from: code.slice(start, end),
    to,
    start,
    end,
  }));
}

function lineAround(code: string, at: number): string {
  const end = code.indexOf('\n', at);
  return code.slice(code.lastIndexOf('\n', at - 1) + 1, end < 0 ? undefined : end).trim();
}
