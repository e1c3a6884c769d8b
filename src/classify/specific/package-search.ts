import { all, where } from '../../quoting/search.ts';
import type { HuntPart } from './behaviour.ts';
import type { PackageFinding } from './packages.ts';
import { TOOLS, tracesOf } from './traces.ts';

/** Installations of packages: by command, by the files that they leave, and by the download. */
export function packageParts(packages: readonly PackageFinding[]): HuntPart[] {
  const traces = packages.map(tracesOf);
  const tools = [...new Set(packages.flatMap(({ ecosystem }) => TOOLS[ecosystem]))];
  return [
    {
      event: 'process',
      where: all(
        where('name', 'is', tools),
        where(
          'commandLine',
          'contains',
          traces.flatMap(({ commands }) => commands),
        ),
      ),
      by: ['device', 'name', 'commandLine'],
      show: ['user', 'parentName', 'parentCommandLine', 'path'],
    },
    {
      event: 'file',
      where: where(
        'path',
        'contains',
        traces.flatMap(({ paths }) => paths),
      ),
      by: ['device', 'path'],
      show: ['user', 'name', 'activity', 'sha256', 'program', 'commandLine'],
    },
    {
      event: 'http',
      where: where(
        'url',
        'contains',
        traces.flatMap(({ urls }) => urls),
      ),
      by: ['source', 'host', 'url'],
      show: ['user', 'userAgent', 'address', 'program', 'commandLine'],
    },
  ];
}
