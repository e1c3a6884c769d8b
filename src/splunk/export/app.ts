import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The same path from src/splunk/export and from dist/splunk/export. */
const APP = fileURLToPath(new URL('../../../splunk_app', import.meta.url));
/** The app id that its files are written for. */
const OWN_ID = 'huntsync';

/** The files of our Splunk app by their path in it, for an app of this id. */
export function appFiles(id: string): Map<string, Buffer> {
  const entries = readdirSync(APP, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) =>
    join(parentPath, name)
      .slice(APP.length + 1)
      .replaceAll('\\', '/'),
  );
  const own = paths.filter((path) => !path.split('/').some((part) => part.startsWith('.'))).sort();
  return new Map(own.map((path) => [path, withId(path, readFileSync(join(APP, path)), id)]));
}

/** Version in the app's own app.conf. */
export function appVersion(files: ReadonlyMap<string, Buffer>): string {
  const found = /^\[id\]$[^[]*^version = (\S+)$/m.exec(files.get('default/app.conf')?.toString() ?? '')?.[1];
  if (found === undefined) throw new Error('the version is missing in splunk_app/default/app.conf');
  return found;
}

/** An app's id stands in its app.conf, its manifest and the links of its pages, and is its folder's name. */
function withId(path: string, content: Buffer, id: string): Buffer {
  if (id === OWN_ID) return content;
  const edit = (pattern: RegExp, text: string) => Buffer.from(content.toString().replaceAll(pattern, text));
  if (path === 'default/app.conf') return edit(/^(id|name) = huntsync$/gm, `$1 = ${id}`);
  if (path === 'app.manifest') return edit(/("id": \{[^}]*"name": )"huntsync"/g, `$1"${id}"`);
  if (path.startsWith('default/data/ui/')) return edit(/(\/app\/|"app": ")huntsync(?=[/"])/g, `$1${id}`);
  return content;
}
