import { type AttackMatrix, attackTechnique, currentTechniqueId } from '../../knowledge/attack.ts';
import { attackObject } from '../../knowledge/attack-stix.ts';
import { type StixMarks, type StixObject, stixId } from '../../sync/records/stix-common.ts';
import { attackHead } from './common.ts';

/** `source_name` and kill chain of each matrix in MITRE's own bundles (https://github.com/mitre-attack/attack-stix-data). */
const SOURCES: Readonly<Record<AttackMatrix, string>> = {
  enterprise: 'mitre-attack',
  mobile: 'mitre-mobile-attack',
  ics: 'mitre-ics-attack',
};

/** A technique, as MITRE calls it now; null for an id that ATT&CK never had. */
export function attackPattern(techniqueId: string, marks: StixMarks): StixObject | null {
  const technique = attackTechnique(currentTechniqueId(techniqueId));
  if (!technique) return null;
  const source = SOURCES[technique.matrix];
  const from = { type: 'attack-pattern', attackId: technique.id, known: attackObject(technique.id) };
  const { head, tail } = attackHead(from, marks);
  return {
    type: 'attack-pattern',
    spec_version: '2.1',
    ...head,
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
    ...tail,
  };
}

/** A CVE, dated by its own year: it is the same whichever article names it. Null for what is no CVE id. */
export function vulnerability(cve: string, marks: StixMarks): StixObject | null {
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
    ...marks,
  };
}
