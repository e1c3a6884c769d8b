import type { SentinelEnvironment } from '../kql/schema.ts';
import type { DefenderEnvironment } from './config.ts';

const made = new WeakMap<DefenderEnvironment, SentinelEnvironment>();

/** The environment as the checks of KQL want it; the same object for the same one, since a schema takes time to make. */
export function kqlEnvironment(environment: DefenderEnvironment): SentinelEnvironment {
  const before = made.get(environment);
  if (before) return before;
  const { unified, tables, functions, known } = environment;
  const now: SentinelEnvironment = {
    product: 'defender',
    unified,
    tables,
    functions: [...new Set([...functions, ...(known?.functions ?? [])])],
    ...(known ? { known: known.tables } : {}),
  };
  made.set(environment, now);
  return now;
}
