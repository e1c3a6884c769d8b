import { Gauge, Registry } from 'prom-client';
import { EXIT, type ExitCode } from '../core/errors.ts';
import { countOps } from '../sync/plan.ts';
import { countOutcomes, OUTCOMES } from '../sync/run/outcome.ts';
import { failuresOf, type RunResult } from './result.ts';

/**
 * What a run did, in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats/).
 *
 * @param result undefined where the run failed before it had one.
 */
export function metricsText(result: RunResult | undefined, code: ExitCode, at: Date): Promise<string> {
  const registry = new Registry();
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name: `huntsync_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  gauge('last_run_timestamp_seconds', 'When the last run ended.').set(at.getTime() / 1000);
  gauge('last_run_exit_code', 'Exit code of the last run; 0 is fine.').set(code);
  gauge('last_run_success', '1 where the last run ended with 0.').set(code === EXIT.ok ? 1 : 0);
  if (!result) return registry.metrics();

  gauge('last_run_duration_seconds', 'How long the last run took.').set(result.durationMs / 1000);
  gauge('articles', 'Articles read.').set(result.articles);
  gauge('hunts', 'Distinct hunts of them.').set(result.hunts);
  gauge('complete', '1 where every source was read whole.').set(result.complete ? 1 : 0);
  gauge('refused_files', 'Files of platforms that were left out, because they have a problem.').set(
    result.refusedFiles?.length ?? 0,
  );
  const objects = gauge('objects', 'Objects of the last plan, by what became of them.', ['platform', 'state']);
  const requests = gauge('requests', 'Requests of the last run.', ['platform']);
  for (const platform of result.platforms) {
    const { name, plan } = platform;
    requests.set({ platform: name }, platform.requests);
    const states = {
      ...countOps(plan?.changes ?? []),
      unchanged: plan?.unchanged ?? 0,
      drifted: plan?.drifts.length ?? 0,
      rejected: plan?.rejects.length ?? 0,
      clashing: plan?.clashes.length ?? 0,
      failed: failuresOf(platform),
    };
    for (const [state, value] of Object.entries(states)) objects.set({ platform: name, state }, value);
  }
  if (result.runs) {
    const outcomes = gauge('hunt_runs', 'Hunts that were run, by outcome.', ['platform', 'outcome']);
    for (const { name, runs } of result.runs) {
      const counts = countOutcomes(runs);
      for (const outcome of OUTCOMES) outcomes.set({ platform: name, outcome }, counts[outcome]);
    }
  }
  return registry.metrics();
}
