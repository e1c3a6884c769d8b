import { fitColumns, terminalColumns } from '../core/wrap.ts';

/** What tells the objects of one hunt apart, at the end of their names (`src/sync/statement.ts`). */
const PART = / - part \d+$/;

/** A name of an object in so many columns: where it is cut, what tells it from others of its hunt stays. */
export function fitName(name: string, columns: number): string {
  const [part = ''] = PART.exec(name) ?? [];
  if (part === '' || terminalColumns(name) <= columns) return fitColumns(name, columns);
  return fitColumns(name.slice(0, -part.length), Math.max(1, columns - part.length)) + part;
}
