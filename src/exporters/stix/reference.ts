import { type AttackMatrix, attackTechnique, currentTechniqueId } from '../../knowledge/attack.ts';
import { FIXED_TIMES, FROM_ATTACK, OURS, type StixObject, stixId } from './common.ts';

/** `source_name` and kill chain of each matrix in MITRE's own bundles (https://github.com/mitre-attack/attack-stix-data). */
const SOURCES: Readonly<Record<AttackMatrix, string>> = {
  enterprise: 'mitre-attack',
  mobile: 'mitre-mobile-attack',
  ics: 'mitre-ics-attack',
};

/**
 * A technique, as MITRE calls it now; null for an id that ATT&CK never had. The id is ours: our reference has no STIX ids of
 * MITRE's, and the external reference is what consumers join on.
 */
export function attackPattern(techniqueId: string): StixObject | null {
  const technique = attackTechnique(currentTechniqueId(techniqueId));
  if (!technique) return null;
  const source = SOURCES[technique.matrix];
  return {
    type: 'attack-pattern',
    spec_version: '2.1',
    id: stixId('attack-pattern', technique.id),
    ...FIXED_TIMES,
    name: technique.name,
    external_references: [
      {
        source_name: source,
        external_id: technique.id,
        url: `https://attack.mitre.org/techniques/${technique.id.replace('.', '/')}/`,
      },
    ],
    ...(technique.tactics.length > 0
      ? { kill_chain_phases: technique.tactics.map((tactic) => ({ kill_chain_name: source, phase_name: tactic })) }
      : {}),
    ...FROM_ATTACK,
  };
}

/** A CVE, dated by its own year: it is the same whichever article names it. Null for what is no CVE id. */
export function vulnerability(cve: string): StixObject | null {
  const year = /^CVE-(\d{4})-\d{4,}$/.exec(cve)?.[1];
  if (year === undefined) return null;
  const at = `${year}-01-01T00:00:00.000Z`;
  return {
    type: 'vulnerability',
    spec_version: '2.1',
    id: stixId('vulnerability', cve),
    created: at,
    modified: at,
    name: cve,
    external_references: [{ source_name: 'cve', external_id: cve }],
    ...OURS,
  };
}
