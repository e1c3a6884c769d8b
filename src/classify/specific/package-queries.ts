import { kqlContains, kqlIn } from '../../quoting/kql.ts';
import { splContains, splIn } from '../../quoting/spl.ts';
import { kqlQuery, splSearch } from './build.ts';
import type { IndicatorQueries } from './indicators.ts';
import type { PackageFinding } from './packages.ts';
import { TOOLS, tracesOf } from './traces.ts';

/** Installations of packages: by command, by the files that they leave, and by the download. */
export function packageQueries(title: string, packages: readonly PackageFinding[]): IndicatorQueries {
  const name = `Article-specific package hunt: ${title}`;
  const traces = packages.map(tracesOf);
  const commands = traces.flatMap((trace) => trace.commands);
  const paths = traces.flatMap((trace) => trace.paths);
  const urls = traces.flatMap((trace) => trace.urls);
  const tools = [...new Set(packages.flatMap(({ ecosystem }) => TOOLS[ecosystem]))];
  const splCommands = splContains('Processes.process', commands);
  const kqlCommands = kqlContains('ProcessCommandLine', commands);
  return {
    spl: splSearch(name, [
      {
        dataset: 'Endpoint.Processes',
        where: splCommands && `${splIn('Processes.process_name', tools)} ${splCommands}`,
        by: ['dest', 'process_name', 'process'],
        values: ['user', 'parent_process_name', 'parent_process'],
      },
      {
        dataset: 'Endpoint.Filesystem',
        where: splContains('Filesystem.file_path', paths),
        by: ['dest', 'file_path'],
        values: ['user', 'file_name', 'action'],
      },
      {
        dataset: 'Web.Web',
        where: splContains('Web.url', urls),
        by: ['src', 'dest', 'url'],
        values: ['user', 'http_user_agent'],
      },
    ]),
    kql: kqlQuery(
      [name],
      [
        {
          table: 'DeviceProcessEvents',
          where: kqlCommands && `${kqlIn('FileName', tools)} and ${kqlCommands}`,
          columns: [
            'DeviceName',
            'AccountName',
            'FileName',
            'FolderPath',
            'ProcessCommandLine',
            'InitiatingProcessFileName',
            'InitiatingProcessCommandLine',
          ],
        },
        {
          table: 'DeviceFileEvents',
          where: kqlContains('FolderPath', paths),
          columns: [
            'DeviceName',
            'ActionType',
            'FileName',
            'FolderPath',
            'SHA256',
            'InitiatingProcessFileName',
            'InitiatingProcessCommandLine',
          ],
        },
        {
          table: 'DeviceNetworkEvents',
          where: kqlContains('RemoteUrl', urls),
          columns: ['DeviceName', 'RemoteUrl', 'RemoteIP', 'InitiatingProcessFileName', 'InitiatingProcessCommandLine'],
        },
      ],
    ),
  };
}
