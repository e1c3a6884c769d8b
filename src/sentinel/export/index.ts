import type { SentinelEnvironment } from '../../kql/schema.ts';
import { createSurveyor } from '../../kql/survey.ts';
import type { Exported } from '../../sync/exported.ts';
import { planEmpty } from '../../sync/planned.ts';
import type { ExportInput } from '../../sync/siem.ts';
import type { SentinelConfig } from '../config.ts';
import { toNative } from '../native.ts';
import { armTemplates } from './arm.ts';
import { yamlFile } from './yaml.ts';

/**
 * The hunting queries that a sync would create, twice: as files of the Azure-Sentinel repository's form, for review, and as ARM
 * templates, for deployment. Ids and tags are those of a sync, so that a later sync recognises them.
 */
export function exportSentinel({
  platform,
  hunts,
  context,
  environment,
}: ExportInput<SentinelConfig, SentinelEnvironment>): Exported {
  const planned = planEmpty(platform, hunts, context);
  const searches = planned.objects.map(({ id, after }) => ({ id, properties: toNative(after, null).properties }));
  const survey = createSurveyor(environment);
  const templates = armTemplates(searches);
  return {
    files: [...templates, ...searches.map((search) => yamlFile(search, survey(search.properties.query)))],
    ours: /^(?:hunting-queries-\d+\.json|Hunting Queries\/[^/]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.yaml)$/,
    hunts: planned.hunts,
    counts: { 'hunting queries': searches.length, templates: templates.length },
    leftOut: planned.leftOut,
  };
}
