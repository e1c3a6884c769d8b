import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const APP = fileURLToPath(new URL('../../splunk_app', import.meta.url));

/** A copy of the app as it is installed: a folder of its id, with the modes that a package has whatever the umask here. */
export function installedCopy(): { folder: string; remove: () => void } {
  const parent = mkdtempSync(join(tmpdir(), 'huntsync-app-'));
  const folder = join(parent, 'huntsync');
  cpSync(APP, folder, { recursive: true });
  setModes(folder);
  return { folder, remove: () => rmSync(parent, { recursive: true, force: true }) };
}

function setModes(path: string): void {
  const isFolder = statSync(path).isDirectory();
  chmodSync(path, isFolder ? 0o755 : statSync(path).mode & 0o111 ? 0o755 : 0o644);
  if (isFolder) for (const name of readdirSync(path)) setModes(join(path, name));
}
