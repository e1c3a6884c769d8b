import { parse } from './parse.ts';
import { readTstats } from './tstats.ts';

/** CIM datasets (`Endpoint.Processes`) that a search reads by tstats or from, sorted. */
export function datasetsIn(text: string): string[] {
  const names = new Set<string>();
  for (const { commands } of parse(text).pipelines) {
    for (const command of commands) {
      if (command.name !== 'tstats') continue;
      const { source } = readTstats(command);
      if (source?.text.includes('.')) names.add(source.text);
    }
  }
  return [...names].sort();
}
