import { createKqlProving } from '../../kql/prove/index.ts';
import type { Proving, Row, SampleData } from '../../prove/language.ts';
import type { QueryLogs, QueryTable } from '../azure/index.ts';
import { storyRows } from './story.ts';

interface Engine {
  readonly proving: Proving;
  readonly data: SampleData;
}

/** Asks the sample events and the workspace's own tables. Events and language service are loaded at the first query. */
export function createKqlLogs(start: Date): QueryLogs {
  let engine: Engine | undefined;
  return (query, { tables, isIn, now }) => {
    engine ??= open(tables, start);
    const { proving, data } = engine;
    const within = (rows: readonly Row[]) => rows.filter((row) => isIn(row));
    const all = [...Object.entries(data.tables), ...tables.map(({ name, rows }) => [name, rows as Row[]] as const)];
    const asked = { ...data, tables: Object.fromEntries(all.map(([name, rows]) => [name, within(rows)])) };
    const outcome = proving.run({ text: query }, asked, now);
    switch (outcome.status) {
      case 'evaluated': {
        const columns = outcome.columns.map((name, at) => ({ name, type: outcome.types?.[at] ?? 'string' }));
        return { columns, rows: outcome.rows };
      }
      case 'failed':
        return { failed: outcome.message };
      case 'not-evaluated':
        return { failed: `The stand-in cannot evaluate this query: ${outcome.reasons.join('; ')}.` };
    }
  };
}

/** The workspace has the tables of the reference, and those that were deployed to it. */
function open(tables: readonly QueryTable[], start: Date): Engine {
  const deployed = tables.map(({ name, columns }) => {
    const types = columns.map((column) => [column.name, column.type === 'boolean' ? 'bool' : column.type] as const);
    return [name, Object.fromEntries(types)] as const;
  });
  const proving = createKqlProving({ tables: Object.fromEntries(deployed), functions: [] });
  return { proving, data: storyRows('kql', proving, start) };
}
