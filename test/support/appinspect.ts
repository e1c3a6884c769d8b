import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkAppConf, checkManifest } from './appinspect/app-conf.ts';
import { confsOf } from './appinspect/confs.ts';
import { checkFiles, listFiles } from './appinspect/files.ts';
import type { App, Finding } from './appinspect/finding.ts';
import { checkLookups } from './appinspect/lookups.ts';
import { checkMeta } from './appinspect/meta.ts';
import { checkSavedSearches } from './appinspect/saved-searches.ts';
import { checkViews } from './appinspect/views.ts';

export type { Finding } from './appinspect/finding.ts';

/**
 * Inspects an unpacked app by the rules of Splunk's AppInspect that apply to an app without code, restated: none of its
 * own program is used or needed. `folder` bears the name of the app's id, as it is installed. No finding: fit to install.
 */
export function inspectApp(folder: string): Finding[] {
  const files = listFiles(folder);
  const read = (path: string) => readFileSync(join(folder, path));
  const { confs, findings } = confsOf(files, read);
  const app: App = { id: basename(folder), folder, files, read, confs };
  return [
    ...findings,
    ...[checkFiles, checkAppConf, checkManifest, checkMeta, checkSavedSearches, checkLookups, checkViews].flatMap(
      (check) => check(app),
    ),
  ];
}
