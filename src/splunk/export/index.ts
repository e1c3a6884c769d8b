import type { Exported } from '../../sync/exported.ts';
import { planEmpty } from '../../sync/planned.ts';
import type { ExportInput } from '../../sync/siem.ts';
import type { SplunkConfig, SplunkEnvironment } from '../config.ts';
import { toNative } from '../native.ts';
import { appFiles, appVersion } from './app.ts';
import { tarGz } from './archive.ts';
import { savedSearchesConf } from './conf.ts';

const CONF = 'default/savedsearches.conf';

/**
 * An installable app: ours, with the hunts that a sync would create as its saved searches. They carry huntsync's marks, so
 * that a sync over the installed app knows them again.
 */
export async function exportSplunk({
  platform,
  config: { app },
  hunts,
  context,
}: ExportInput<SplunkConfig, SplunkEnvironment>): Promise<Exported> {
  const planned = planEmpty(platform, hunts, context);
  const searches = planned.objects.map(({ id, after }) => ({ name: id, args: toNative(id, after) }));
  searches.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = appFiles(app);
  const shipped = files.get(CONF)?.toString();
  const conf = [...(shipped === undefined ? [] : [shipped]), savedSearchesConf(searches)].join('\n');
  files.set(CONF, Buffer.from(conf));
  const scheduled = searches.filter(({ args }) => args['is_scheduled'] === '1').length;
  return {
    files: [{ path: `${app}-${appVersion(files)}.spl`, content: await tarGz(app, files) }],
    ours: new RegExp(`^${app}-[\\w.+-]+\\.spl$`),
    hunts: planned.hunts,
    counts: { 'saved searches': searches.length, ...(scheduled > 0 ? { scheduled } : {}) },
    leftOut: planned.leftOut,
  };
}
