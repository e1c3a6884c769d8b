import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { CHECKS, type Check } from '../../support/appinspect/finding.ts';
import { inspectApp } from '../../support/appinspect.ts';
import { installedCopy } from '../../support/installed-copy.ts';

let copy: ReturnType<typeof installedCopy> | undefined;
afterEach(() => {
  copy?.remove();
  copy = undefined;
});

function fresh(): string {
  copy = installedCopy();
  return copy.folder;
}

test('the app is fit to install', () => {
  expect(inspectApp(fresh())).toEqual([]);
});

type Break = (app: App) => void;

interface App {
  readonly folder: string;
  write(path: string, text: string | Buffer, mode?: number): void;
  append(path: string, text: string): void;
  replace(path: string, from: string | RegExp, to: string): void;
}

function appAt(folder: string): App {
  const at = (path: string) => join(folder, path);
  return {
    folder,
    write(path, text, mode = 0o644) {
      mkdirSync(dirname(at(path)), { recursive: true, mode: 0o755 });
      writeFileSync(at(path), text);
      chmodSync(at(path), mode);
    },
    append: (path, text) => appendFileSync(at(path), text),
    replace(path, from, to) {
      const before = readFileSync(at(path), 'utf8');
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${path} has no ${from}`);
      writeFileSync(at(path), after);
    },
  };
}

const APP = 'default/app.conf';
const SEARCHES = 'default/savedsearches.conf';
const VIEW = 'default/data/ui/views/huntsync_hunt.xml';
const NAV = 'default/data/ui/nav/default.xml';
const META = 'metadata/default.meta';

/** A saved search that is fine, with settings changed or, where they are empty, left out. */
function savedSearch(settings: Readonly<Record<string, string>>, name = 'A hunt'): string {
  const whole: Record<string, string> = {
    description: 'Looks for something.',
    search: 'index=main',
    'dispatch.earliest_time': '-24h',
    'dispatch.latest_time': 'now',
    'action.huntsync': '0',
    ...settings,
  };
  const lines = Object.entries(whole).map(([key, value]) => `${key} = ${value}`);
  return [`[${name}]`, ...lines, ''].join('\n');
}

const searchThat =
  (settings: Readonly<Record<string, string>>, name?: string): Break =>
  (app) =>
    app.write(SEARCHES, savedSearch(settings, name));

/** A PNG of a size, as far as its header goes. */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(33);
  bytes.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

const variants: readonly (readonly [string, Break, Check])[] = [
  ['settings of the site', (app) => app.write('local/app.conf', '[ui]\nlabel = x\n'), 'local-file'],
  ['a meta file of the site', (app) => app.write('metadata/local.meta', '[]\nexport = none\n'), 'local-file'],
  ['users', (app) => app.write('users/admin/x.txt', 'x'), 'local-file'],
  ['passwords', (app) => app.write('default/passwords.conf', '[credential::x:]\nuser = x\n'), 'local-file'],
  ['a hidden file', (app) => app.write('default/.DS_Store', 'x'), 'hidden-file'],
  ['what macOS leaves behind', (app) => app.write('__MACOSX/x', 'x'), 'hidden-file'],
  ['what an editor leaves behind', (app) => app.write('default/app.conf~', 'x'), 'hidden-file'],
  ['an archive inside', (app) => app.write('static/old.tar.gz', 'x'), 'nested-archive'],
  ['code', (app) => app.write('bin/run.py', 'x'), 'unknown-place'],
  ['a space in a name', (app) => app.write('lookups/a b.csv', 'a\n1\n'), 'space-in-name'],
  ['an executable', (app) => chmodSync(join(app.folder, APP), 0o755), 'permissions'],
  ['a file that all may write', (app) => chmodSync(join(app.folder, APP), 0o646), 'permissions'],
  [
    'a folder that its owner may not enter',
    (app) => app.write('static/x/.keep', 'x') ?? chmodSync(join(app.folder, 'static/x'), 0o655),
    'permissions',
  ],
  ['a link that leads out', (app) => symlinkSync('/etc/hostname', join(app.folder, 'default/x.conf')), 'link-outside'],
  ['a link to nowhere', (app) => symlinkSync('/nowhere', join(app.folder, 'default/x.conf')), 'link-outside'],
  ['a large icon', (app) => app.write('static/appIcon.png', png(37, 36)), 'icon'],
  ['a large logo', (app) => app.write('static/appLogo_2x.png', png(320, 81)), 'icon'],
  ['an icon that is no PNG', (app) => app.write('static/appIcon.png', Buffer.alloc(40)), 'icon'],
  ['another image', (app) => app.write('static/photo.png', png(10, 10)), 'icon'],
  ['a private key', (app) => app.append('README.md', '-----BEGIN RSA PRIVATE KEY-----\n'), 'secret'],
  ['a password', (app) => app.append('default/macros.conf', '[x]\npassword = hunter2\n'), 'secret'],
  ['an address', (app) => app.append('default/macros.conf', '[x]\ndefinition = src=192.0.2.7\n'), 'hard-coded-address'],
  ['bytes that are no text', (app) => app.write('README/x.txt', Buffer.from([0xff, 0xfe])), 'encoding'],

  ['no app.conf', (app) => rmSync(join(app.folder, APP)), 'app-conf'],
  ['another id than the folder', (app) => app.replace(APP, 'id = huntsync', 'id = hunts'), 'app-id'],
  ['another name than the folder', (app) => app.replace(APP, 'name = huntsync', 'name = hunts'), 'app-id'],
  ['a version that is none', (app) => app.replace(APP, /version = .*/g, 'version = 1.0'), 'app-version'],
  ['two versions', (app) => app.replace(APP, /version = .*/, 'version = 9.9.9'), 'app-version'],
  [
    'an app that is configured',
    (app) => app.replace(APP, 'is_configured = 0', 'is_configured = true'),
    'app-configured',
  ],
  ['an app that is off', (app) => app.replace(APP, 'state = enabled', 'state = disabled'), 'app-state'],
  ['no build', (app) => app.replace(APP, /build = .*\n/, ''), 'app-build'],
  [
    'a checksum',
    (app) => app.replace(APP, 'state = enabled', 'state = enabled\ninstall_source_checksum = 1'),
    'app-checksum',
  ],
  ['a short label', (app) => app.replace(APP, 'label = huntsync', 'label = hunt'), 'app-label'],
  ["a product's name", (app) => app.replace(APP, 'label = huntsync', 'label = Splunk App for hunts'), 'app-trademark'],
  ['no author', (app) => app.replace(APP, /author = .*/, 'author ='), 'app-author'],
  ['no description', (app) => app.replace(APP, /description = .*\n/, ''), 'app-description'],
  ['a check for updates', (app) => app.replace(APP, 'check_for_updates = 0', 'check_for_updates = 1'), 'app-updates'],
  ["a trigger for Splunk's own conf", (app) => app.append(APP, '[triggers]\nreload.macros = simple\n'), 'app-triggers'],
  ['a manifest that is no JSON', (app) => app.write('app.manifest', '{'), 'manifest'],
  ['a manifest of another schema', (app) => app.replace('app.manifest', '"2.0.0"', '"1.0.0"'), 'manifest'],
  ['a manifest of another version', (app) => app.replace('app.manifest', '"version": "0', '"version": "9'), 'manifest'],
  ['a manifest for nowhere', (app) => app.replace('app.manifest', '_search_heads', '_search_head'), 'manifest'],

  ['a stanza twice', (app) => app.append(APP, '[ui]\nis_visible = 1\n'), 'conf-syntax'],
  ['a setting twice', (app) => app.replace(APP, 'is_visible = 1', 'is_visible = 1\nis_visible = 0'), 'conf-syntax'],
  ['a setting of nothing', (app) => app.replace('default/macros.conf', /^/, 'iseval = 0\n'), 'conf-syntax'],
  ['a line that is nothing', (app) => app.append('default/macros.conf', 'nothing\n'), 'conf-syntax'],
  [
    'blanks after a continuation',
    (app) => app.append('default/macros.conf', '[x]\ndefinition = a \\ \n  b\n'),
    'conf-syntax',
  ],
  ['a continuation of nothing', (app) => app.append('default/macros.conf', '[x]\ndefinition = a \\\n'), 'conf-syntax'],
  [
    'a comment that goes on',
    (app) => app.append('default/macros.conf', '# x \\\n[x]\ndefinition = a\n'),
    'conf-syntax',
  ],
  ['carriage returns', (app) => app.append('default/macros.conf', '[x]\r\ndefinition = a\r\n'), 'conf-syntax'],
  ['a byte order mark', (app) => app.replace('default/macros.conf', /^/, '\uFEFF'), 'conf-syntax'],
  ['a conf that is no text', (app) => app.write('default/x.conf', Buffer.from([0xff])), 'conf-encoding'],
  ['a conf elsewhere', (app) => app.write('README/x.conf', '[x]\na = b\n'), 'conf-place'],
  ['settings for all', (app) => app.append('default/macros.conf', '[default]\niseval = 0\n'), 'conf-default-stanza'],

  ['no meta file', (app) => rmSync(join(app.folder, META)), 'meta'],
  ['an admin without the one of Splunk Cloud', (app) => app.replace(META, 'admin, sc_admin', 'admin'), 'meta'],
  ['writing for everybody', (app) => app.replace(META, '[ admin, sc_admin ]', '[ * ]'), 'meta'],
  ['an export to nowhere', (app) => app.replace(META, 'export = none', 'export = all'), 'meta'],
  ['rights to what is not there', (app) => app.append(META, '[alerts]\nexport = none\n'), 'meta'],

  ['no search', searchThat({ search: '' }), 'search-empty'],
  ['no description of a search', searchThat({ description: '' }), 'search-description'],
  ['a line that ends with a backslash', searchThat({ search: 'a \\\\\n  b' }), 'search-backslash'],
  ['a cron of names', searchThat({ cron_schedule: '0 0 * * mon' }), 'search-cron'],
  ['a cron of six fields', searchThat({ cron_schedule: '0 0 * * * *' }), 'search-cron'],
  ['an hour that is none', searchThat({ cron_schedule: '0 25 * * *' }), 'search-cron'],
  ['a schedule without a cron', searchThat({ enableSched: '1' }), 'search-cron'],
  ['a schedule of words', searchThat({ enableSched: 'true', cron_schedule: '0 1 * * *' }), 'search-schedule'],
  ['too many runs', searchThat({ enableSched: '1', cron_schedule: '*/4 * * * *' }), 'search-frequency'],
  ['a real-time search', searchThat({ 'dispatch.earliest_time': 'rt-5m' }), 'search-real-time'],
  [
    'a schedule without a window',
    searchThat({ enableSched: '1', cron_schedule: '0 1 * * *', 'dispatch.earliest_time': '' }),
    'search-window',
  ],
  ['mail', searchThat({ 'action.email.to': 'soc@intel.example' }), 'search-email'],
  ['a notable by default', searchThat({ 'action.notable': '1' }), 'search-action'],
  ['brackets in a name', searchThat({}, 'A [hunt] of ours'), 'search-name'],
  ['a long name', searchThat({}, 'x'.repeat(101)), 'search-name'],
  ['a setting that nothing documents', searchThat({ 'action.huntsync.colour': 'red' }), 'search-unknown-key'],
  ['nothing but disabled searches', searchThat({ disabled: '1' }), 'all-disabled'],

  ['a broken view', (app) => app.replace(VIEW, '</label>', ''), 'xml'],
  ['an entity that is none', (app) => app.replace(VIEW, '<label>', '<label>A & B '), 'xml'],
  ['a view of an old version', (app) => app.replace(VIEW, 'version="2"', 'version="1.0"'), 'view-version'],
  ['a view of no version', (app) => app.replace(VIEW, ' version="2"', ''), 'view-version'],
  ['a view without a label', (app) => app.replace(VIEW, /<label>.*<\/label>/, '<label/>'), 'view-label'],
  [
    'a view without a definition',
    (app) => app.replace(VIEW, /<definition>[\s\S]*<\/definition>/, ''),
    'view-definition',
  ],
  ['a definition that is no JSON', (app) => app.replace(VIEW, '"title"', 'title'), 'view-definition'],
  ['another kind of view', (app) => app.write(VIEW, '<view><label>x</label></view>'), 'view-root'],
  ['a script in a view', (app) => app.replace(VIEW, '<label>', '<script>x</script><label>'), 'view-code'],
  ['an event handler in a view', (app) => app.replace(VIEW, '<label>', '<label onclick="x">'), 'view-code'],
  ['an address that runs code', (app) => app.replace(VIEW, '<label>', '<label href="javascript:x">'), 'view-code'],
  ['a script of the app', (app) => app.replace(VIEW, ' theme', ' script="x.js" theme'), 'view-code'],
  [
    'a view elsewhere',
    (app) => renameSync(join(app.folder, VIEW), join(app.folder, 'default/data/ui/hunt.xml')),
    'xml-place',
  ],
  ['a view that the navigation misses', (app) => rmSync(join(app.folder, VIEW)), 'nav'],
  ['two first views', (app) => app.replace(NAV, 'name="huntsync_hunt"', 'name="huntsync_hunt" default="true"'), 'nav'],

  ['a lookup of uneven rows', (app) => app.append('lookups/huntsync_techniques.csv', 'T9999,x\n'), 'lookup-file'],
  ['a lookup that is no CSV', (app) => app.write('lookups/x.txt', 'x'), 'lookup-file'],
  ['a lookup without its file', (app) => rmSync(join(app.folder, 'lookups/huntsync_techniques.csv')), 'lookup'],
  [
    'a lookup without its collection',
    (app) => app.replace('default/collections.conf', '[huntsync_hunts]', '[hunts]'),
    'lookup',
  ],
  [
    'a lookup of an unknown field',
    (app) => app.replace('default/collections.conf', 'field.query', 'field.spl'),
    'lookup',
  ],
  [
    'a collection of an unknown type',
    (app) => app.replace('default/collections.conf', '= number', '= int'),
    'collection',
  ],
  [
    'an acceleration that is no JSON',
    (app) => app.replace('default/collections.conf', '{"hunt_key": 1}', 'hunt_key'),
    'collection',
  ],
];

describe('finds', () => {
  test.each(variants)('%s', (_, change, check) => {
    const folder = fresh();
    change(appAt(folder));
    expect(inspectApp(folder).map((finding) => finding.check)).toContain(check);
  });

  test.each([
    ['a hunt', {}],
    ['a scheduled hunt', { enableSched: '1', cron_schedule: '7 3 * * *' }],
    ['twelve runs an hour', { enableSched: '1', cron_schedule: '*/5 * * * *' }],
    [
      'a search that generates, without a start',
      { enableSched: '1', cron_schedule: '0 1 * * *', 'dispatch.earliest_time': '', search: '| tstats count' },
    ],
    ['a search of several lines', { search: '| tstats count \\\n  | head 1' }],
    ['an address in a search', { search: 'dest_ip=192.0.2.7' }],
  ])('nothing wrong with %s', (_, settings) => {
    const folder = fresh();
    searchThat(settings as unknown as Record<string, string>)(appAt(folder));
    expect(inspectApp(folder)).toEqual([]);
  });
});

test('every kind of finding is proved by a variant', () => {
  expect([...new Set(variants.map(([, , check]) => check))].sort()).toEqual([...CHECKS].sort());
});
