import type { EventKind } from '../../quoting/events/index.ts';
import type { QueryLanguage } from '../../quoting/languages.ts';
import { all, any, type Condition, type SearchPart, where } from '../../quoting/search.ts';
import { huntedValues, type Observable } from '../observables/observable.ts';
import { isPlainName } from './common.ts';
import type { NamedThing } from './text.ts';
import { quotableIn } from './values.ts';

/** What an article names beside its indicators. */
export interface Mechanics {
  readonly names: readonly NamedThing[];
  /** Libraries that are on any machine, each with the article's program that loads it. */
  readonly sideloads: readonly Sideload[];
  readonly paths: readonly NamedThing[];
  readonly keys: readonly NamedThing[];
  readonly services: readonly NamedThing[];
  readonly mutexes: readonly NamedThing[];
  readonly fragments: readonly NamedThing[];
  readonly observables: readonly Observable[];
  /** Wallets: miners take theirs as an argument. */
  readonly wallets: readonly string[];
}

/** A library that an article says a program loads from beside itself. */
export interface Sideload extends NamedThing {
  readonly loader: string;
}

/** A part of a search, whatever kind of event it is for. */
export type HuntPart = { [Kind in EventKind]: SearchPart<Kind> }[EventKind];

const PROGRAM = /\.(?:exe|scr|elf)$/i;
const LIBRARY = /\.(?:dll|sys|cpl|ocx|drv|xll|so|dylib|ko)$/i;
const DRIVER = /\.sys$/i;

/**
 * The searches for what an article names on machines. What no sensor reports by name (mutexes, bots) is looked for where a script or a
 * command line would show it. A service shows in its registry key, a task in its file, too.
 *
 * @param languages what one of them has no way to write is left out, so that all forms of the hunt look for the same.
 */
export function behaviourParts(mechanics: Mechanics, languages: readonly QueryLanguage[]): HuntPart[] {
  const writable = (values: readonly string[]) => quotableIn(values, languages);
  const of = (findings: readonly NamedThing[]) => writable(findings.map(({ value }) => value));
  const seen = (...kinds: Parameters<typeof huntedValues>[1][]) =>
    writable(huntedValues(mechanics.observables, ...kinds));
  const [names, paths, keys, services] = [mechanics.names, mechanics.paths, mechanics.keys, mechanics.services].map(
    of,
  ) as [string[], string[], string[], string[]];
  const mutexes = of(mechanics.mutexes);
  const tasks = seen('scheduledTask');
  const programs = names.filter((name) => PROGRAM.test(name));
  const others = names.filter((name) => !PROGRAM.test(name) && !isPlainName(name));
  const drivers = [...new Set([...names.filter((name) => DRIVER.test(name)), ...seen('driver')])];
  const labels = seen('launchLabel');
  const extensions = seen('browserExtension');
  const editors = seen('editorExtension');
  const actions = seen('action');
  const wallets = writable(mechanics.wallets);
  const pipes = seen('pipe');
  const words = [...mutexes, ...seen('bot'), ...wallets];
  return [
    {
      event: 'process',
      where: any(
        where('name', 'is', programs),
        where('path', 'contains', paths),
        where('commandLine', 'contains', [
          ...others,
          ...paths,
          ...of(mechanics.fragments),
          ...long([...words, ...tasks, ...pipes, ...seen('localAccount'), ...editors]),
          ...seen('hypervisorCommand', 'image'),
          ...labels,
          ...extensions,
        ]),
      ),
      by: ['device', 'name', 'commandLine'],
      show: ['user', 'parentName', 'parentCommandLine', 'path', 'sha256', 'activity', 'parentUser'],
    },
    {
      event: 'fileChange',
      where: any(
        where('name', 'is', [
          ...new Set([...names, ...drivers, ...seen('ransomNote'), ...labels.map((label) => `${label}.plist`)]),
        ]),
        where('name', 'ends', seen('ransomExtension')),
        where('path', 'contains', [
          ...paths,
          ...tasks.map((task) => `\\System32\\Tasks\\${task}`),
          ...extensions.map((id) => `\\Extensions\\${id}`),
          ...extensions.map((id) => `/Extensions/${id}`),
          ...editors.flatMap((id) => [`\\extensions\\${id}-`, `/extensions/${id}-`]),
          ...actions.flatMap((name) => [`/_actions/${name}/`, `\\_actions\\${name.replaceAll('/', '\\')}\\`]),
        ]),
      ),
      by: ['device', 'name', 'path'],
      show: ['user', 'activity', 'sha256', 'program', 'commandLine'],
    },
    {
      event: 'imageLoad',
      where: any(
        where(
          'name',
          'is',
          names.filter((name) => LIBRARY.test(name)),
        ),
        ...sideloaded(mechanics.sideloads, writable),
      ),
      by: ['device', 'name', 'path'],
      show: ['activity', 'sha256', 'user', 'program', 'commandLine'],
    },
    {
      event: 'driverLoad',
      where: where('name', 'is', drivers),
      by: ['device', 'name', 'path'],
      show: ['activity', 'sha256', 'user', 'program', 'commandLine'],
    },
    {
      event: 'registry',
      where: where('path', 'contains', [
        ...keys,
        ...services.map((name) => `\\Services\\${name}`),
        ...tasks.map((task) => `\\Schedule\\TaskCache\\Tree\\${task}`),
        ...extensions.map((id) => `\\Extensions\\${id}`),
      ]),
      by: ['device', 'path'],
      show: ['user', 'activity', 'processGuid', 'valueName', 'valueData', 'program', 'commandLine'],
    },
    {
      event: 'serviceInstall',
      where: where('service', 'is', services),
      by: ['device', 'service'],
      show: ['activity', 'name', 'path', 'user', 'program', 'commandLine'],
    },
    {
      event: 'scheduledTask',
      where: where('task', 'is', tasks),
      by: ['device', 'task'],
      show: ['activity', 'user', 'program', 'commandLine'],
    },
    {
      event: 'pipe',
      where: where('pipe', 'is', pipes),
      by: ['device', 'pipe'],
      show: ['activity', 'user', 'program', 'commandLine'],
    },
    {
      event: 'script',
      where: where('text', 'words', [...words, ...pipes]),
      by: ['device', 'text'],
      show: ['activity', 'name', 'path', 'user', 'program', 'commandLine'],
    },
    {
      event: 'accountCreated',
      where: where('account', 'is', seen('localAccount')),
      by: ['device', 'account'],
      show: ['activity', 'actor', 'operation', 'program', 'commandLine'],
    },
    {
      event: 'logon',
      where: where('user', 'is', seen('localAccount')),
      by: ['device', 'user'],
      show: ['result', 'address', 'remoteDevice', 'logonType', 'program', 'commandLine'],
    },
    {
      event: 'listening',
      where: where('port', 'is', seen('port')),
      by: ['device', 'port'],
      show: ['activity', 'protocol', 'user', 'program', 'commandLine'],
    },
    {
      event: 'systemLog',
      where: where('text', 'contains', seen('hypervisorCommand')),
      by: ['device', 'program', 'text'],
      show: ['address', 'severity'],
    },
    {
      event: 'kubernetesCall',
      where: where('request', 'contains', seen('image')),
      by: ['cluster', 'namespace', 'user'],
      show: ['verb', 'resource', 'name', 'address', 'userAgent'],
    },
  ];
}

/** Shorter ones would be found within other words. */
function long(values: readonly string[]): string[] {
  return values.filter(({ length }) => length > 4);
}

function sideloaded(
  sideloads: readonly Sideload[],
  writable: (values: readonly string[]) => string[],
): Condition<'name' | 'program'>[] {
  return sideloads.map(({ value, loader }) =>
    all(where('name', 'is', writable([value])), where('program', 'is', writable([loader]))),
  );
}
