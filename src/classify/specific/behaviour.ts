import { kqlAny, kqlContains, kqlIn, kqlList, kqlString } from '../../quoting/kql.ts';
import { splAny, splContains, splIn, splWildcard } from '../../quoting/spl.ts';
import { kqlQuery, splSearch } from './build.ts';
import type { Finding } from './text.ts';

/** What an article names beside its indicators. */
export interface Mechanics {
  readonly names: readonly Finding[];
  readonly paths: readonly Finding[];
  readonly keys: readonly Finding[];
  readonly services: readonly Finding[];
  readonly mutexes: readonly Finding[];
  readonly fragments: readonly Finding[];
}

const PROGRAM = /\.(?:exe|scr|elf)$/i;
const LIBRARY = /\.(?:dll|sys|cpl|ocx|drv|xll|so|dylib|ko)$/i;

const PROCESS_FIELDS = {
  by: ['dest', 'process_name', 'process'],
  values: ['user', 'parent_process_name', 'parent_process', 'process_path', 'process_hash'],
};
const FILE_FIELDS = { by: ['dest', 'file_name', 'file_path'], values: ['user', 'action', 'file_hash'] };
const REGISTRY_FIELDS = {
  by: ['dest', 'registry_path'],
  values: ['user', 'action', 'process_guid', 'registry_value_name', 'registry_value_data'],
};

const INITIATOR = ['InitiatingProcessAccountName', 'InitiatingProcessFileName', 'InitiatingProcessCommandLine'];
const PROCESS_COLUMNS = [
  'DeviceName',
  'AccountName',
  'ActionType',
  'FileName',
  'FolderPath',
  'ProcessCommandLine',
  'SHA256',
  ...INITIATOR,
];
const FILE_COLUMNS = ['DeviceName', 'ActionType', 'FileName', 'FolderPath', 'SHA256', ...INITIATOR];
const REGISTRY_COLUMNS = [
  'DeviceName',
  'ActionType',
  'RegistryKey',
  'RegistryValueName',
  'RegistryValueData',
  ...INITIATOR,
];
const EVENT_COLUMNS = ['DeviceName', 'ActionType', 'FileName', 'FolderPath', 'AdditionalFields', ...INITIATOR];

const WRITES = ['created', 'modified'];

/**
 * The search for what an article names. No data model holds mutexes, and no sensor reports them by name: they are looked for where
 * a script or a command line would show them. A service shows in its registry key.
 */
export function behaviourSpl(title: string, mechanics: Mechanics): string | null {
  const { names, paths, keys, services, mutexes, fragments } = valuesOf(mechanics);
  const programs = names.filter((name) => PROGRAM.test(name));
  const others = names.filter((name) => !PROGRAM.test(name));
  const files = splAny([splIn('Filesystem.file_name', names), splContains('Filesystem.file_path', paths)]);
  return splSearch(`Article-specific behavioural hunt: ${title}`, [
    {
      dataset: 'Endpoint.Processes',
      where: splAny([
        splIn('Processes.process_name', programs),
        splContains('Processes.process_path', paths),
        splContains('Processes.process', [...others, ...paths, ...fragments, ...mutexes]),
      ]),
      ...PROCESS_FIELDS,
    },
    {
      dataset: 'Endpoint.Filesystem',
      where: files === null ? null : `${splIn('Filesystem.action', WRITES)} ${files}`,
      ...FILE_FIELDS,
    },
    {
      dataset: 'Endpoint.Registry',
      where: splContains('Registry.registry_path', [...keys, ...services.map((name) => `\\Services\\${name}`)]),
      ...REGISTRY_FIELDS,
    },
  ]);
}

/** The same for a workspace that collects Microsoft Defender's events. */
export function behaviourKql(title: string, mechanics: Mechanics): string | null {
  const { names, paths, keys, services, mutexes, fragments } = valuesOf(mechanics);
  const programs = names.filter((name) => PROGRAM.test(name));
  const others = names.filter((name) => !PROGRAM.test(name));
  return kqlQuery(
    [`Article-specific behavioural hunt: ${title}`, 'The files, paths, keys and commands that the article names.'],
    [
      {
        table: 'DeviceProcessEvents',
        where: kqlAny([
          kqlIn('FileName', programs),
          kqlContains('FolderPath', paths),
          kqlContains('ProcessCommandLine', [...others, ...paths, ...fragments, ...mutexes]),
        ]),
        columns: PROCESS_COLUMNS,
      },
      {
        table: 'DeviceFileEvents',
        where: kqlAny([kqlIn('FileName', names), kqlContains('FolderPath', paths)]),
        columns: FILE_COLUMNS,
      },
      {
        table: 'DeviceImageLoadEvents',
        where: kqlIn(
          'FileName',
          names.filter((name) => LIBRARY.test(name)),
        ),
        columns: FILE_COLUMNS,
      },
      {
        table: 'DeviceRegistryEvents',
        where: kqlAny([...keys, ...services.map((name) => `\\Services\\${name}`)].map(registryKql)),
        columns: REGISTRY_COLUMNS,
      },
      { table: 'DeviceEvents', where: eventsKql(services, mutexes), columns: EVENT_COLUMNS },
    ],
  );
}

/** A key as a whole, or, since Defender keeps a value's name apart, the key above with the last part as the value. */
function registryKql(key: string): string | null {
  const cut = key.lastIndexOf('\\');
  const [whole, above, value] = [key, key.slice(0, cut), key.slice(cut + 1)].map(kqlString);
  if (!whole) return null;
  const asValue = above && value ? ` or (RegistryKey endswith ${above} and RegistryValueName =~ ${value})` : '';
  return `RegistryKey contains ${whole}${asValue}`;
}

function eventsKql(services: readonly string[], mutexes: readonly string[]): string | null {
  const event = (types: readonly string[], values: readonly string[]): string | null => {
    const list = kqlList(values);
    return list && `(${kqlIn('ActionType', types)} and tostring(AdditionalFields) has_any ${list})`;
  };
  return kqlAny([event(['ServiceInstalled'], services), event(['PowerShellCommand', 'ScriptContent'], mutexes)]);
}

/** What both languages can say, so that the two forms of a hunt look for the same. */
function valuesOf(mechanics: Mechanics) {
  const values = (findings: readonly Finding[]) =>
    findings.map(({ value }) => value).filter((value) => splWildcard(value) !== null && kqlString(value) !== null);
  return {
    names: values(mechanics.names),
    paths: values(mechanics.paths),
    keys: values(mechanics.keys),
    services: values(mechanics.services),
    mutexes: values(mechanics.mutexes),
    fragments: values(mechanics.fragments),
  };
}
