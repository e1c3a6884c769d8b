import type { Environment } from '../../config/schema.ts';
import { createSurveyor } from '../../kql/survey.ts';
import type { Exported } from '../../sync/exported.ts';
import { planEmpty } from '../../sync/planned.ts';
import type { Platform } from '../../sync/platform.ts';
import type { CheckedHunt } from '../../sync/query.ts';
import type { PlanContext } from '../../sync/target.ts';
import { toNative } from '../native.ts';
import { armTemplates } from './arm.ts';
import { yamlFile } from './yaml.ts';

/**
 * The hunting queries that a sync would create, twice: as files of the Azure-Sentinel repository's form, for review, and as ARM
 * templates, for deployment. Ids and tags are a sync's, which knows them again.
 *
 * @param platform the Sentinel platform that they are for; nothing is sent to it.
 */
export function exportSentinel(
  platform: Platform,
  hunts: readonly CheckedHunt[],
  context: PlanContext,
  environment: Environment,
): Exported {
  const planned = planEmpty(platform, hunts, context);
  const searches = planned.objects.map(({ id, after }) => ({ id, properties: toNative(after, null).properties }));
  const survey = createSurveyor(environment.sentinel);
  const templates = armTemplates(searches);
  return {
    files: [...templates, ...searches.map((search) => yamlFile(search, survey(search.properties.query)))],
    ours: /^(?:hunting-queries-\d+\.json|Hunting Queries\/[^/]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.yaml)$/,
    hunts: planned.hunts,
    counts: { 'hunting queries': searches.length, templates: templates.length },
    leftOut: planned.leftOut,
  };
}
