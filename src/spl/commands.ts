import { readFileSync } from 'node:fs';

/** A command as Splunk's command reference has it (config/reference/spl). */
export interface CommandFact {
  readonly kind: string;
  /** May follow a leading pipe: it makes its own events. */
  readonly first?: boolean;
  /** On Splunk's list of commands that trigger SPL safeguards. */
  readonly risky?: boolean;
  /** Why huntsync refuses it although Splunk's list does not name it. */
  readonly refuse?: string;
  readonly internal?: boolean;
  readonly undocumented?: boolean;
  /** The app that brings it, where it is not Splunk's own. */
  readonly app?: string;
}

let loaded: ReadonlyMap<string, CommandFact> | undefined;

/** Every command that Splunk or a well-known app has, by its lower-case name. */
export function commandFacts(): ReadonlyMap<string, CommandFact> {
  if (!loaded) {
    // The same path from src/spl and from dist/spl.
    const url = new URL('../../config/reference/spl/commands.json', import.meta.url);
    const { commands } = JSON.parse(readFileSync(url, 'utf8')) as { commands: Record<string, CommandFact> };
    loaded = new Map(Object.entries(commands));
  }
  return loaded;
}

/**
 * The data models of the hunts come from the CIM add-on, so its command is assumed to be present; commands of other apps are not.
 */
const ASSUMED_APP = 'Splunk CIM add-on';

/** Splunk's own commands and those of the CIM add-on; an app's are known only where the configuration lists them. */
export function isKnownCommand(name: string, extra: readonly string[]): boolean {
  const fact = commandFacts().get(name);
  if (fact && (fact.app === undefined || fact.app === ASSUMED_APP)) return true;
  return extra.some((command) => command.toLowerCase() === name);
}

/** With `append=t` these add to earlier results, so they may stand anywhere. */
const APPENDING: ReadonlySet<string> = new Set(['tstats', 'mstats', 'inputlookup', 'inputcsv', 'mcatalog']);

/** Generating commands that take earlier results as well: `search` filters them, `union` merges with them. */
const ANYWHERE: ReadonlySet<string> = new Set(['search', 'union']);

export type Place = 'first' | 'later' | 'anywhere';

/** Where in a pipeline the command may stand; `appends` where it has `append=true`. */
export function placeOf(name: string, appends: boolean): Place {
  if (ANYWHERE.has(name)) return 'anywhere';
  const fact = commandFacts().get(name);
  // A command that only the configuration knows: nothing says where it may stand.
  if (!fact) return 'anywhere';
  if (fact.first || fact.kind === 'generating') return APPENDING.has(name) && appends ? 'anywhere' : 'first';
  return 'later';
}

/** Commands whose names are unlikely search terms; `from`, `set`, `metadata` and the like are excluded. */
export const UNMISTAKABLE: ReadonlySet<string> = new Set([
  'tstats',
  'mstats',
  'inputlookup',
  'makeresults',
  'datamodelsimple',
]);
