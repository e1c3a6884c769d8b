/**
 * Kinds of events in neutral words, and where the schemas that hunts are written for keep them: the datasets of Splunk's Common
 * Information Model (`cim`), and the tables of a Log Analytics workspace (`tables`), which Defender's advanced hunting shares.
 * A test holds every name to config/reference/cim and config/reference/kql, and every source that the catalogue reads to this list.
 */

export const SCHEMAS = ['cim', 'tables'] as const;
export type EventSchema = (typeof SCHEMAS)[number];

/** How a value stands in a field, where it is not the field's whole value. */
export type Form =
  /** One of several values of a kind in one text (`MD5=…,SHA256=…`). */
  | 'list'
  /** A host, where the field holds an address or a bare host. */
  | 'url'
  /** A property of a dynamic column. */
  | 'bag'
  /** A path whose last part has a field of its own, or that is kept whole. */
  | 'split'
  /** A number, which is compared as its text. */
  | 'number';

/** A field of an event in one schema. */
export interface NativeField {
  readonly name: string;
  readonly form?: Form;
  /** Of a `bag`: the property, with dots between levels. */
  readonly key?: string;
  /** The dataset below the source that has the field (`SSL` of All_Certificates): it stands in the field's full name. */
  readonly child?: string;
  /** Of a `split` path: the field that holds its last part. */
  readonly leaf?: string;
  /** Not in CIM 4.20, which add-ons of today still fill: a search of ours does not rely on it. */
  readonly newer?: true;
}

type Native = string | NativeField;

/** A neutral field: where each schema keeps it, several where any of them may hold it. Absent: the schema does not tell it. */
export interface FieldHomes {
  readonly cim?: Native | readonly Native[];
  readonly tables?: Native | readonly Native[];
  /** A field with a vocabulary: its neutral words, and what each schema says for them. Absent: it has no word for it. */
  readonly values?: Readonly<Record<string, Readonly<Partial<Record<EventSchema, string>>>>>;
}

/** Where one schema keeps the events of a kind. */
export interface EventHome {
  /** `Endpoint.Processes`, `DeviceProcessEvents`. */
  readonly source: string;
  /** Where several kinds share a source: the field and the values that tell this one. */
  readonly given?: { readonly field: string; readonly values: readonly string[] };
  /** The vendor's page that lists the fields. */
  readonly page: string;
}

/** A kind of event. */
export interface EventDefinition {
  readonly what: string;
  readonly cim?: EventHome;
  readonly tables?: EventHome;
  /** In the order in which a result shows them. */
  readonly fields: Readonly<Record<string, FieldHomes>>;
}

/** A dataset of CIM 6.0.2; the names are as old as 4.20. `given`: the values of `action` that tell the kind. */
export function dataset(source: string, ...given: readonly string[]): EventHome {
  const [model = ''] = source.split('.');
  return {
    source,
    page: `https://docs.splunk.com/Documentation/CIM/6.0.2/User/${model.replaceAll('_', '')}`,
    ...(given.length > 0 ? { given: { field: 'action', values: given } } : {}),
  };
}

/** A table of a workspace; `given`: the values of `ActionType` that tell the kind. */
export function workspaceTable(source: string, ...given: readonly string[]): EventHome {
  return {
    source,
    page: `https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables/${source.toLowerCase()}`,
    ...(given.length > 0 ? { given: { field: 'ActionType', values: given } } : {}),
  };
}

/** A table that the data connector of a solution for Sentinel makes: no page of the workspace's reference has it. */
export function solutionTable(source: string, solution: string): EventHome {
  const folder = encodeURIComponent(solution);
  return { source, page: `https://github.com/Azure/Azure-Sentinel/tree/master/Solutions/${folder}/Data%20Connectors` };
}

/** A property of a dynamic column. */
export function property(name: string, key: string): NativeField {
  return { name, form: 'bag', key };
}

/** A field that CIM has since version 5 or later. */
export function newer(name: string): NativeField {
  return { name, newer: true };
}

/** The process that did something to a file, a key or the network: Defender calls it the initiating one. */
export const INITIATOR = {
  user: { cim: 'user', tables: 'InitiatingProcessAccountName' },
  program: { cim: newer('process_name'), tables: 'InitiatingProcessFileName' },
  commandLine: { cim: newer('process'), tables: 'InitiatingProcessCommandLine' },
  programPath: { cim: newer('process_path'), tables: 'InitiatingProcessFolderPath' },
  processId: { cim: 'process_id', tables: 'InitiatingProcessId' },
  processGuid: { cim: 'process_guid', tables: 'InitiatingProcessUniqueId' },
  parentName: { cim: newer('parent_process_name'), tables: 'InitiatingProcessParentFileName' },
} as const satisfies Readonly<Record<string, FieldHomes>>;

/** The same where CIM tells of no process at all. */
export const UNSEEN_INITIATOR = {
  program: { tables: INITIATOR.program.tables },
  commandLine: { tables: INITIATOR.commandLine.tables },
  programPath: { tables: INITIATOR.programPath.tables },
  processId: { tables: INITIATOR.processId.tables },
} as const satisfies Readonly<Record<string, FieldHomes>>;
