import type { Exported, LeftOut } from '../../sync/exported.ts';
import { planEmpty } from '../../sync/planned.ts';
import type { Platform } from '../../sync/platform.ts';
import type { CheckedHunt } from '../../sync/query.ts';
import { huntKeyOf } from '../../sync/retire.ts';
import type { ExportInput } from '../../sync/siem.ts';
import type { DesiredObject } from '../../sync/types.ts';
import { withRender } from '../../sync/want.ts';
import type { SplunkConfig, SplunkEnvironment } from '../config.ts';
import { rewriteDrilldowns } from '../enterprise-security/drilldowns.ts';
import { ANNOTATIONS_FIELD, DRILLDOWNS_FIELD } from '../enterprise-security/fields.ts';
import { analyticStoriesOf } from '../enterprise-security/stories.ts';
import { QUERY_FIELD, toNative } from '../native.ts';
import { splunk } from '../siem.ts';
import { appFiles, appVersion } from './app.ts';
import { tarGz } from './archive.ts';
import { type ConfSearch, savedSearchesConf } from './conf.ts';
import { isRefused, respellName, respellText } from './destructive.ts';
import { respellSearch } from './respell.ts';
import { addSecurity } from './security.ts';
import { storiesConf } from './stories.ts';

const CONF = 'default/savedsearches.conf';

/**
 * An installable app: ours, with the hunts that a sync would create as its saved searches. They carry huntsync's marker, so that
 * a later sync recognises them. Where Splunk Cloud would refuse the app because of what a hunt looks for, the query is spelt
 * differently (the next sync restores the original); a hunt for which that is impossible is left out, and only a sync can write
 * it.
 */
export async function exportSplunk({
  platform,
  config: { app, enterpriseSecurity },
  hunts,
  context,
}: ExportInput<SplunkConfig, SplunkEnvironment>): Promise<Exported> {
  const planned = planEmpty(fitForApps(platform), hunts, context);
  const made = planned.objects.map(({ id, key, after }) => ({ key, search: { name: id, args: toNative(id, after) } }));
  const refused = made.filter(({ search }) => isRefused(savedSearchesConf([search])));
  const fit = made.filter((one) => !refused.includes(one));
  const searches = fit.map(({ search }) => search).sort((a, b) => (a.name < b.name ? -1 : 1));
  const scheduled = searches.filter(({ args }) => args['is_scheduled'] === '1').length;
  const files = withSearches(appFiles(app), searches);
  if (enterpriseSecurity) addSecurity(files, stories(fit, hunts));
  return {
    files: [{ path: `${app}-${appVersion(files)}.spl`, content: await tarGz(app, files) }],
    ours: new RegExp(`^${app}-[\\w.+-]+\\.spl$`),
    hunts: new Set(fit.map(({ key }) => huntKeyOf(key))),
    counts: { 'saved searches': searches.length, ...(scheduled > 0 ? { scheduled } : {}) },
    leftOut: [...planned.leftOut, ...refused.map(({ key, search }) => leftOut(key, search))],
  };
}

function stories(
  searches: readonly { readonly key: string; readonly search: ConfSearch }[],
  hunts: readonly CheckedHunt[],
): string {
  const byKey = new Map(hunts.map(({ hunt }) => [hunt.key, hunt]));
  const told = searches.flatMap(({ key, search: { name, args } }) => {
    const hunt = byKey.get(huntKeyOf(key));
    if (!hunt) return [];
    const { description: explanation = '', [ANNOTATIONS_FIELD]: annotations = '' } = args;
    const confidence = (hunt.confidence ?? 'Medium').toLowerCase();
    const { falsePositives = [], dataNeeds } = hunt.advice ?? {};
    const words = { falsePositives, dataNeeds: dataNeeds?.[splunk.kind] ?? [] };
    return [{ name, stories: analyticStoriesOf(hunt), annotations, explanation, confidence, ...words }];
  });
  return storiesConf(told, respellText);
}

function withSearches(files: Map<string, Buffer>, searches: readonly ConfSearch[]): Map<string, Buffer> {
  const shipped = files.get(CONF)?.toString();
  const conf = [...(shipped === undefined ? [] : [shipped]), savedSearchesConf(searches)].join('\n');
  return files.set(CONF, Buffer.from(conf));
}

/** The same platform, with objects spelt as an app may hold them. Their markers are of that spelling, so that it is no drift. */
function fitForApps(platform: Platform): Platform {
  const spelt = (object: DesiredObject): DesiredObject => ({
    ...object,
    id: respellName(object.id),
    name: respellName(object.name),
    fields: Object.fromEntries(Object.entries(object.fields).map(([field, value]) => [field, respelled(field, value)])),
  });
  return {
    ...platform,
    wanted: (hunts) => platform.wanted(hunts).map((one) => withRender(one, (evidence) => spelt(one.render(evidence)))),
  };
}

function respelled(field: string, value: string): string {
  if (field === QUERY_FIELD) return respellSearch(value);
  return field === DRILLDOWNS_FIELD ? rewriteDrilldowns(value, respellSearch) : respellText(value);
}

function leftOut(key: string, { name }: ConfSearch): LeftOut {
  const message =
    'It looks for a destructive command in a form that has no other spelling, and Splunk Cloud takes no app that names one. A sync writes it.';
  return { key, name, reason: 'package', problems: [{ code: 'splunk-destructive-text', message }] };
}
