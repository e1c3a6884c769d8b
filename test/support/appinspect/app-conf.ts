import { utf8 } from './confs.ts';
import { type App, type Check, type Finding, settingsOf } from './finding.ts';

const PATH = 'default/app.conf';
/** https://semver.org, without the build part that Splunk does not compare. */
const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;
const FALSE = /^(0|false|no|f|n)$/i;
/** Splunk keeps these names to itself. */
const TRADEMARK = /\bsplunk\s+(?:(?:app|add-?on|ta)\s+)?for\b/i;
/** Confs whose changes Splunk itself reloads (app.conf.spec: [triggers] is for an app's own files). */
const OWN_CONFS = /^reload\.(app|collections|indexes|inputs|macros|props|savedsearches|transforms|ui-prefs|views|web)$/;

export function checkAppConf(app: App): Finding[] {
  if (!app.confs.has(PATH)) return [{ check: 'app-conf', path: PATH, message: 'is missing' }];
  const [install, ui, launcher, pkg, id, triggers] = ['install', 'ui', 'launcher', 'package', 'id', 'triggers'].map(
    (name) => settingsOf(app, PATH, name),
  ) as [Settings, Settings, Settings, Settings, Settings, Settings];
  const rules: readonly (readonly [Check, boolean, string])[] = [
    [
      'app-id',
      pkg['id'] === app.id && id['name'] === app.id,
      `the folder is ${app.id}, not ${pkg['id']} and ${id['name']}`,
    ],
    ['app-id', /^[A-Za-z][A-Za-z0-9_-]*$/.test(app.id), 'an id starts with a letter and has letters, digits, _ and -'],
    ['app-version', SEMVER.test(launcher['version'] ?? ''), 'version of [launcher] is not a semantic version'],
    ['app-version', launcher['version'] === id['version'], 'versions of [launcher] and [id] differ'],
    ['app-configured', FALSE.test(install['is_configured'] ?? ''), 'is_configured is not false'],
    ['app-state', install['state'] === 'enabled', 'state is not enabled'],
    ['app-build', /^[1-9]\d*$/.test(install['build'] ?? ''), 'build is not a positive number'],
    [
      'app-checksum',
      install['install_source_checksum'] === undefined,
      'install_source_checksum is set by Splunk alone',
    ],
    [
      'app-label',
      (ui['label'] ?? '').length >= 5 && (ui['label'] ?? '').length <= 80,
      'label has not 5 to 80 characters',
    ],
    ['app-trademark', !TRADEMARK.test(ui['label'] ?? ''), 'the label reads like a product of Splunk'],
    ['app-author', (launcher['author'] ?? '') !== '', 'author is empty'],
    ['app-description', (launcher['description'] ?? '') !== '', 'description is empty'],
    ['app-updates', FALSE.test(pkg['check_for_updates'] ?? ''), 'check_for_updates is not off'],
    [
      'app-triggers',
      !Object.keys(triggers).some((name) => OWN_CONFS.test(name)),
      "[triggers] reloads Splunk's own confs",
    ],
  ];
  return rules.flatMap(([check, isKept, message]) => (isKept ? [] : [{ check, path: PATH, message }]));
}

type Settings = Readonly<Record<string, string>>;

const DEPLOYMENTS = new Set(['*', '_standalone', '_distributed', '_search_head_clustering']);
const WORKLOADS = new Set(['*', '_search_heads', '_indexers', '_forwarders']);

interface Manifest {
  readonly schemaVersion?: unknown;
  readonly info?: { readonly title?: unknown; readonly id?: { readonly name?: unknown; readonly version?: unknown } };
  readonly supportedDeployments?: unknown;
  readonly targetWorkloads?: unknown;
}

/** Packaging toolkit's app.manifest, schema 2.0.0; an app may go without one. */
export function checkManifest(app: App): Finding[] {
  const path = 'app.manifest';
  if (!app.files.some((file) => file.path === path)) return [];
  let manifest: Manifest;
  try {
    manifest = JSON.parse(utf8(app.read(path)) ?? '') as Manifest;
  } catch (error) {
    return [{ check: 'manifest', path, message: `is not JSON: ${(error as Error).message}` }];
  }
  const version = settingsOf(app, PATH, 'id')['version'];
  const rules: readonly (readonly [boolean, string])[] = [
    [manifest.schemaVersion === '2.0.0', 'schemaVersion is not 2.0.0'],
    [manifest.info?.id?.name === app.id, 'info.id.name is not the id'],
    [manifest.info?.id?.version === version, 'info.id.version is not the version of app.conf'],
    [typeof manifest.info?.title === 'string' && manifest.info.title !== '', 'info.title is empty'],
    [isListOf(manifest.supportedDeployments, DEPLOYMENTS), 'supportedDeployments are not those of the schema'],
    [isListOf(manifest.targetWorkloads, WORKLOADS), 'targetWorkloads are not those of the schema'],
  ];
  return rules.flatMap(([isKept, message]) => (isKept ? [] : [{ check: 'manifest', path, message }]));
}

function isListOf(value: unknown, known: ReadonlySet<string>): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && known.has(one));
}
