import { kqlComment } from '../quoting/kql.ts';
import type { Exported } from '../sync/exported.ts';
import { planEmpty } from '../sync/planned.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { ExportInput } from '../sync/siem.ts';
import type { DefenderConfig, DefenderEnvironment } from './config.ts';
import { toNative } from './native.ts';
import { runOnlyObjects } from './run-only.ts';

/**
 * The rules that a sync would create, each as the body of a POST to Microsoft Graph, marker included, so that a later sync knows
 * them as its own; and the queries that can only be run.
 */
export function exportDefender({
  platform,
  config,
  hunts,
  context,
}: ExportInput<DefenderConfig, DefenderEnvironment>): Exported {
  const planned = planEmpty(platform, hunts, context);
  const only = runOnlyObjects(hunts, config);
  const rules = planned.objects.map(({ id, after }) => ({
    path: `rules/${id}.json`,
    content: `${JSON.stringify({ id, ...toNative(after, null) }, null, 2)}\n`,
  }));
  const queries = only.map(({ object: { id, name, fields }, reason }) => ({
    path: `run-only/${id}.kql`,
    content: `${kqlComment(name)}\n${kqlComment(`No rule: ${reason}.`)}\n${fields['query']}\n`,
  }));
  const ran = only.map(({ object }) => huntKeyOf(object.marker?.key ?? ''));
  return {
    files: [...rules, ...queries],
    ours: /^(?:rules\/huntsync-[0-9a-f-]{36}\.json|run-only\/huntsync-[0-9a-f-]{36}\.kql)$/,
    hunts: new Set([...planned.hunts, ...ran]),
    counts: { rules: rules.length, 'queries that can only be run': queries.length },
    leftOut: planned.leftOut,
  };
}
