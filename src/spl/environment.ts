import { shippedLookups } from './lookups.ts';
import { shippedMacros, signature } from './macros.ts';

/** What a platform has beyond what Splunk, CIM and our app bring. */
export interface SplExtras {
  /** With their number of arguments: `get_asset(1)`. */
  readonly macros: readonly string[];
  readonly commands: readonly string[];
  readonly lookups: readonly string[];
  /** Datasets by data model; an empty list says that they are not known. */
  readonly dataModels: Readonly<Record<string, readonly string[]>>;
  /** Version of the Common Information Model add-on; the oldest that is known (4.20) where nothing says. */
  readonly cimVersion?: string;
}

/** What the checks take as present on the platform: what Splunk, CIM and our app bring, and what the configuration adds. */
export interface SplEnvironment {
  hasMacro(name: string, args: number): boolean;
  /** Numbers of arguments that a macro of this name may have; empty where there is none. */
  macroArities(name: string): readonly number[];
  hasLookup(name: string): boolean;
  /** Datasets of a data model that only the configuration knows; an empty list says that they are not known. */
  datasetsOf(model: string): readonly string[] | undefined;
  readonly commands: readonly string[];
  /** Whether the data models have the fields that came after CIM 4.20: which version brought them is not known. */
  readonly newerFields: 'missing' | 'perhaps' | 'present';
}

/** Lookups that every Splunk has (search app and core); `dnslookup` is left out, because it asks name servers about the data. */
const BUILT_IN_LOOKUPS: readonly string[] = [
  'geo_us_states',
  'geo_countries',
  'geo_attr_us_states',
  'geo_attr_countries',
];

export function splEnvironment(extra: SplExtras): SplEnvironment {
  const macros = new Set([...shippedMacros().keys(), ...extra.macros.map((macro) => macro.replace(/\s+/g, ''))]);
  const lookups = new Set([...BUILT_IN_LOOKUPS, ...shippedLookups().keys(), ...extra.lookups]);
  const models = new Map(Object.entries(extra.dataModels));
  return {
    hasMacro: (name, args) => macros.has(signature(name, args)),
    macroArities: (name) =>
      [...macros]
        .filter((macro) => macro.replace(/\(\d+\)$/, '') === name)
        .map((macro) => Number(/\((\d+)\)$/.exec(macro)?.[1] ?? 0)),
    hasLookup: (name) => lookups.has(name),
    datasetsOf: (model) => models.get(model),
    commands: extra.commands,
    newerFields: newerFields(extra.cimVersion ?? OLDEST),
  };
}

/** The two versions that config/reference/cim/cim.json is made of. */
const OLDEST = '4.20.0';
const NEWEST = '8.5.0';

function newerFields(version: string): SplEnvironment['newerFields'] {
  if (compareVersions(version, NEWEST) >= 0) return 'present';
  return compareVersions(version, OLDEST) > 0 ? 'perhaps' : 'missing';
}

function compareVersions(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (x?.[at] ?? 0) - (y?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
