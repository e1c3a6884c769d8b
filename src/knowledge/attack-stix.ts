import { readFileSync } from 'node:fs';

/** The same place from src/knowledge and from dist/knowledge. */
const FILE = new URL('../../config/reference/attack/stix.json', import.meta.url);
let loaded: Readonly<Record<string, readonly [string, string]>> | undefined;

/** What MITRE's own STIX object of a technique, group, campaign or software is called. */
export interface AttackObject {
  /** `attack-pattern--…`, `intrusion-set--…`, `malware--…`, `tool--…`, `campaign--…`. */
  readonly id: string;
  /** When MITRE made it; ISO 8601 with milliseconds. */
  readonly created: string;
}

/** MITRE's object for an ATT&CK id (`T1059.001`, `G0016`, `S0154`, `C0024`); undefined for one that config/reference/attack/stix.json lacks. */
export function attackObject(attackId: string): AttackObject | undefined {
  loaded ??= (JSON.parse(readFileSync(FILE, 'utf8')) as { objects: NonNullable<typeof loaded> }).objects;
  const [id, created] = (Object.hasOwn(loaded, attackId) ? loaded[attackId] : undefined) ?? [];
  return id === undefined || created === undefined ? undefined : { id, created };
}
