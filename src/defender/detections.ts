import type { Detection } from '../sync/platform.ts';
import type { GraphClient } from './graph.ts';
import { at, fromNative, textAt } from './native.ts';
import { listDetectionRules, type Rules } from './rules.ts';
import { techniquesIn } from './tactics.ts';

/** Rules that are switched on, are not ours and name ATT&CK techniques. Throws PlatformError. */
export async function listDetections(graph: GraphClient, rules: Rules, signal?: AbortSignal): Promise<Detection[]> {
  const all = await listDetectionRules(graph, rules, signal);
  return all.flatMap((raw): Detection[] => {
    const template = at(at(raw, 'detectionAction'), 'alertTemplate');
    const techniques = techniquesIn(at(template, 'tactics'));
    const isTheirs = textAt(raw, 'status') === 'enabled' && !fromNative(raw)?.marker;
    return isTheirs && techniques.length > 0 ? [{ name: textAt(raw, 'displayName'), techniques }] : [];
  });
}
