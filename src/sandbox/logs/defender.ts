import { createDefenderProving, type DefenderProving } from '../../kql/prove/defender.ts';
import type { Row, SampleData } from '../../prove/language.ts';
import type { HuntingLogs } from '../graph/index.ts';
import { storyRows } from './story.ts';

/**
 * Asks the sample events as Defender's tables hold them. Events and language service are loaded at the first query.
 *
 * @param unified whether a Sentinel workspace is connected: its tables are then there too.
 */
export function createDefenderLogs(start: Date, unified = true): HuntingLogs {
  let opened: DefenderProving | undefined;
  let data: SampleData | undefined;
  const proving = () => {
    opened ??= createDefenderProving(unified);
    return opened;
  };
  return {
    bind: (query) => proving().bind(query),
    isConnected: (table) => proving().isConnected(table),
    tables: () => Object.entries(proving().tables).map(([name, columns]) => ({ name, columns: columnsOf(columns) })),
    run(query, { isIn, now }) {
      data ??= storyRows('kql', proving(), start);
      const within = (rows: readonly Row[]) => rows.filter((row) => isIn(row));
      const tables = Object.entries(data.tables).map(([name, rows]) => [name, within(rows)] as const);
      const outcome = proving().run({ text: query }, { ...data, tables: Object.fromEntries(tables) }, now);
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
    },
  };
}

/** Of a list as Kusto writes it, `A:string,['B C']:long`. */
function columnsOf(list: string): { name: string; type: string }[] {
  return [...list.matchAll(/(?:\['([^']*)'\]|(\w+)):(\w+)/g)].map(([, quoted, plain = '', type = '']) => ({
    name: quoted ?? plain,
    type,
  }));
}
