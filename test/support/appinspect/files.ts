import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { utf8 } from './confs.ts';
import type { App, AppFile, Check, Finding } from './finding.ts';

export function listFiles(folder: string, below = ''): AppFile[] {
  return readdirSync(join(folder, below))
    .sort()
    .flatMap((name): AppFile[] => {
      const path = below === '' ? name : `${below}/${name}`;
      const stat = lstatSync(join(folder, path));
      const mode = stat.mode & 0o777;
      if (stat.isSymbolicLink()) return [{ path, kind: 'link', mode, target: targetOf(join(folder, path)) }];
      if (stat.isDirectory()) return [{ path, kind: 'folder', mode }, ...listFiles(folder, path)];
      return [{ path, kind: 'file', mode }];
    });
}

function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return '';
  }
}

/** Top of the app: what an app without code has. */
const TOP = new Set(['default', 'metadata', 'static', 'lookups', 'README', 'README.md', 'app.manifest', 'LICENSE.txt']);
const ARCHIVE = /\.(tar|gz|tgz|spl|spa|zip|7z|rar|bz2|xz|jar|egg|whl)$/i;
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\b(?:gh[opsu]_\w{36}|xox[bap]-[\w-]{20,})/,
  /^(?:\w+_)?(?:password|passwd|secret|api_?key|token)\s*=\s*\S+/im,
];
/** Searches for indicators name addresses; no other file of an app has a reason to. */
const MAY_NAME_ADDRESSES = /savedsearches\.conf$|\.md$|\.csv$/;

export function checkFiles(app: App): Finding[] {
  return app.files.flatMap((file) => [
    ...place(file),
    ...permissions(file, app.folder),
    ...(file.kind === 'file' ? [...image(app, file.path), ...content(app, file.path)] : []),
  ]);
}

function place({ path, kind }: AppFile): Finding[] {
  const found = (check: Check, message: string): Finding[] => [{ check, path, message }];
  const top = path.split('/')[0] ?? '';
  if (/(^|\/)(\.|__MACOSX)|~$/.test(path))
    return found('hidden-file', 'is hidden or left behind by an editor or macOS');
  if (/^(local|users)(\/|$)|(^|\/)local\.meta$|(^|\/)passwords\.conf$/.test(path)) {
    return found('local-file', "is a site's own and no part of an app");
  }
  if (!TOP.has(top)) return found('unknown-place', 'is nothing that this app has');
  if (kind === 'file' && ARCHIVE.test(path)) return found('nested-archive', 'is an archive inside the archive');
  if (/\s/.test(path)) return found('space-in-name', 'has a space in its name');
  return [];
}

function permissions({ path, kind, mode, target }: AppFile, folder: string): Finding[] {
  if (kind === 'link') {
    const inside = target?.startsWith(realpathSync(folder) + sep);
    return inside ? [] : [{ check: 'link-outside', path, message: 'is a link that leads out of the app' }];
  }
  const isRight = kind === 'folder' ? (mode & 0o702) === 0o700 : (mode & 0o713) === 0o600;
  if (isRight) return [];
  const wanted = kind === 'folder' ? '755' : '644';
  return [{ check: 'permissions', path, message: `has mode ${mode.toString(8)} instead of ${wanted}` }];
}

const ICONS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['static/appIcon.png', [36, 36]],
  ['static/appIcon_2x.png', [72, 72]],
  ['static/appIconAlt.png', [36, 36]],
  ['static/appIconAlt_2x.png', [72, 72]],
  ['static/appLogo.png', [160, 40]],
  ['static/appLogo_2x.png', [320, 80]],
]);

function image(app: App, path: string): Finding[] {
  if (!path.startsWith('static/')) return [];
  const found = (message: string): Finding[] => [{ check: 'icon', path, message }];
  const largest = ICONS.get(path);
  if (!largest) return found('is no icon that Splunk looks for');
  const bytes = app.read(path);
  if (bytes.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n') return found('is no PNG');
  const size = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)] as const;
  if (size[0] <= largest[0] && size[1] <= largest[1]) return [];
  return found(`is ${size.join('x')}, larger than ${largest.join('x')}`);
}

function content(app: App, path: string): Finding[] {
  if (path.endsWith('.png')) return [];
  const text = utf8(app.read(path));
  if (text === null) return [{ check: 'encoding', path, message: 'is not UTF-8' }];
  const findings: Finding[] = [];
  if (SECRETS.some((secret) => secret.test(text))) findings.push({ check: 'secret', path, message: 'holds a secret' });
  const address = MAY_NAME_ADDRESSES.test(path) ? null : /\b(?:\d{1,3}\.){3}\d{1,3}\b/.exec(text);
  if (address) findings.push({ check: 'hard-coded-address', path, message: `names ${address[0]}` });
  return findings;
}
