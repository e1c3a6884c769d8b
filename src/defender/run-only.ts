import { evidenceOf } from '../sync/evidence.ts';
import type { RunOnly } from '../sync/platform.ts';
import { type CheckedHunt, queriesFor } from '../sync/query.ts';
import { statementKey } from '../sync/statement.ts';
import type { DefenderConfig } from './config.ts';
import { alertTitle, ruleId } from './names.ts';
import { IN_USE } from './native.ts';
import { runOnlyReason } from './run-only-reason.ts';

/** Queries that passed the checks and can be no rules, as the objects that they would be: to be run. */
export function runOnlyObjects(hunts: readonly CheckedHunt[], { kind }: Pick<DefenderConfig, 'kind'>): RunOnly[] {
  return hunts.flatMap((checked) =>
    queriesFor(checked, kind).flatMap((query, index): RunOnly[] => {
      const reason = runOnlyReason(query);
      if (reason === null) return [];
      const { hunt } = checked;
      const key = statementKey(hunt.key, index);
      const severity = [hunt.severity, hunt.phase, hunt.confidence].filter((part) => part !== null).join(' / ');
      const object = {
        id: ruleId(key),
        name: alertTitle(hunt.title, index),
        fields: { query: query.text, severity, use: IN_USE, status: 'disabled' },
        marker: { key, written: {}, evidence: evidenceOf(hunt), retired: null },
      };
      return [{ object, reason }];
    }),
  );
}
