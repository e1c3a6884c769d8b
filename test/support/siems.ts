import { defaultEnvironment, type SiemSettings } from '../../src/config/schema.ts';
import { SIEMS } from '../../src/siems.ts';
import type { SplunkEnvironment } from '../../src/splunk/config.ts';

/** What each kind of SIEM adds to a configuration. */
export const SETTINGS: readonly SiemSettings[] = await Promise.all(SIEMS.map((siem) => siem.settings()));

/** What the checks take as present where there is no configuration. */
export const DEFAULT_ENVIRONMENT = defaultEnvironment(SETTINGS);

/** A Splunk with nothing beyond Splunk, CIM and our own app. */
export const NO_EXTRAS: SplunkEnvironment = {
  macros: [],
  commands: [],
  lookups: [],
  dataModels: {},
  filterMacros: false,
  cimVersion: '4.20.0',
};
