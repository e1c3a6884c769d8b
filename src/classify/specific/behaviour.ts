import type { QueryLanguage } from '../../quoting/languages.ts';
import { any, type Search, where } from '../../quoting/search.ts';
import type { NamedThing } from './text.ts';
import { LOOK_BACK_DAYS } from './window.ts';

/** What an article names beside its indicators. */
export interface Mechanics {
  readonly names: readonly NamedThing[];
  readonly paths: readonly NamedThing[];
  readonly keys: readonly NamedThing[];
  readonly services: readonly NamedThing[];
  readonly mutexes: readonly NamedThing[];
  readonly fragments: readonly NamedThing[];
}

const PROGRAM = /\.(?:exe|scr|elf)$/i;
const LIBRARY = /\.(?:dll|sys|cpl|ocx|drv|xll|so|dylib|ko)$/i;

/**
 * The search for what an article names. No sensor reports mutexes by name: they are looked for where a script or a command line
 * would show them. A service shows in its registry key, too.
 *
 * @param languages what one of them has no way to write is left out, so that all forms of the hunt look for the same.
 */
export function behaviourSearch(title: string, mechanics: Mechanics, languages: readonly QueryLanguage[]): Search {
  const [names, paths, keys, services, mutexes, fragments] = [
    mechanics.names,
    mechanics.paths,
    mechanics.keys,
    mechanics.services,
    mechanics.mutexes,
    mechanics.fragments,
  ].map((findings) =>
    findings.map(({ value }) => value).filter((value) => languages.every((language) => language.canQuote(value))),
  ) as [string[], string[], string[], string[], string[], string[]];
  const others = names.filter((name) => !PROGRAM.test(name));
  return {
    title: `Article-specific behavioural hunt: ${title}`,
    note: 'The files, paths, keys and commands that the article names.',
    days: LOOK_BACK_DAYS,
    parts: [
      {
        event: 'process',
        where: any(
          where(
            'name',
            'is',
            names.filter((name) => PROGRAM.test(name)),
          ),
          where('path', 'contains', paths),
          where('commandLine', 'contains', [...others, ...paths, ...fragments, ...mutexes]),
        ),
        by: ['device', 'name', 'commandLine'],
        show: ['user', 'parentName', 'parentCommandLine', 'path', 'sha256', 'activity', 'parentUser'],
      },
      {
        event: 'fileChange',
        where: any(where('name', 'is', names), where('path', 'contains', paths)),
        by: ['device', 'name', 'path'],
        show: ['user', 'activity', 'sha256', 'program', 'commandLine'],
      },
      {
        event: 'imageLoad',
        where: where(
          'name',
          'is',
          names.filter((name) => LIBRARY.test(name)),
        ),
        by: ['device', 'name', 'path'],
        show: ['activity', 'sha256', 'user', 'program', 'commandLine'],
      },
      {
        event: 'registry',
        where: where('path', 'contains', [...keys, ...services.map((name) => `\\Services\\${name}`)]),
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
        event: 'script',
        where: where('text', 'words', mutexes),
        by: ['device', 'text'],
        show: ['activity', 'name', 'path', 'user', 'program', 'commandLine'],
      },
    ],
  };
}
