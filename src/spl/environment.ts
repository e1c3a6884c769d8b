import { readFileSync } from 'node:fs';
import { shippedMacros, signature } from './macros.ts';

/** What a platform has beyond what Splunk, CIM and our app bring. */
export interface SplExtras {
  /** With their number of arguments: `get_asset(1)`. */
  readonly macros: readonly string[];
  readonly commands: readonly string[];
  readonly lookups: readonly string[];
  /** Datasets by data model; an empty list says that they are not known. */
  readonly dataModels: Readonly<Record<string, readonly string[]>>;
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
}

/** Lookups that every Splunk has (search app and core); `dnslookup` is left out, because it asks name servers about the data. */
const BUILT_IN_LOOKUPS: readonly string[] = [
  'geo_us_states',
  'geo_countries',
  'geo_attr_us_states',
  'geo_attr_countries',
];

let shipped: readonly string[] | undefined;

/**
 * The lookups of splunk_app/default/transforms.conf, by name and, where they are files, by file: what is deployed is what is checked
 * against.
 */
export function shippedLookups(): readonly string[] {
  if (!shipped) {
    // The same path from src/spl and from dist/spl.
    const url = new URL('../../splunk_app/default/transforms.conf', import.meta.url);
    const found = readFileSync(url, 'utf8').matchAll(/^\[(.+)\]$|^filename = (.+)$/gm);
    shipped = [...found].map(([, name, file]) => name ?? file ?? '');
  }
  return shipped;
}

export function splEnvironment(extra: SplExtras): SplEnvironment {
  const macros = new Set([...shippedMacros().keys(), ...extra.macros.map((macro) => macro.replace(/\s+/g, ''))]);
  const lookups = new Set([...BUILT_IN_LOOKUPS, ...shippedLookups(), ...extra.lookups]);
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
  };
}
