import type { SentinelEnvironment } from '../../kql/schema.ts';
import { createSurveyor } from '../../kql/survey.ts';
import type { Exported } from '../../sync/exported.ts';
import { planEmpty } from '../../sync/planned.ts';
import { huntKeyOf } from '../../sync/retire.ts';
import type { ExportInput } from '../../sync/siem.ts';
import type { SentinelConfig } from '../config.ts';
import { toNative } from '../native.ts';
import { armTemplates } from './arm.ts';
import { toldOf } from './told.ts';
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
  const searches = planned.objects.map(({ id, key, after }) => ({
    id,
    key,
    properties: toNative(after, null).properties,
  }));
  const byKey = new Map(hunts.map(({ hunt }) => [hunt.key, hunt]));
  const told = toldOf(
    searches.map(({ id, key, properties: { displayName, tags } }) => ({
      id,
      displayName,
      summary: tags.find(({ name }) => name === 'description')?.value ?? '',
      hunt: byKey.get(huntKeyOf(key)),
    })),
  );
  const survey = createSurveyor(environment);
  const templates = armTemplates(searches.map(({ id, properties }) => ({ id, properties })));
  return {
    files: [
      ...templates,
      ...searches.map(({ id, properties }) => yamlFile({ id, properties }, survey(properties.query), told.get(id))),
    ],
    ours: /^(?:hunting-queries-\d+\.json|Hunting Queries\/[^/]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.yaml)$/,
    hunts: planned.hunts,
    counts: { 'hunting queries': searches.length, templates: templates.length },
    leftOut: planned.leftOut,
  };
}
