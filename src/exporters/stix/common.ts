import { attackTerms } from '../../knowledge/attack.ts';
import { FIXED_TIMES, type StixMarks, type StixObject, stixId } from '../../sync/records/stix-common.ts';

/** A day (`YYYY-MM-DD`) as a STIX timestamp; null for none. */
export function instantOf(day: string | null | undefined): string | null {
  const at = new Date(`${day}T00:00:00Z`);
  return !day || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** The first and the last of these days, undated ones left out. */
export function firstAndLast(days: readonly (string | null)[]): {
  readonly first: string | null;
  readonly last: string | null;
} {
  const dated = days.filter((day) => instantOf(day) !== null).sort();
  return { first: dated[0] ?? null, last: dated.at(-1) ?? null };
}

/** MITRE as its own bundles have it (https://github.com/mitre-attack/attack-stix-data). */
export const MITRE: StixObject = {
  type: 'identity',
  spec_version: '2.1',
  id: 'identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5',
  created: '2017-06-01T00:00:00.000Z',
  modified: '2017-06-01T00:00:00.000Z',
  name: 'The MITRE Corporation',
  identity_class: 'organization',
};

/** What MITRE asks for wherever ATT&CK is passed on. */
export const ATTACK_TERMS: StixObject = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: stixId('marking-definition', attackTerms()),
  created: '2026-01-01T00:00:00.000Z',
  definition_type: 'statement',
  definition: { statement: attackTerms() },
};

/** An object of ATT&CK by its id there. */
export interface FromAttack {
  readonly type: string;
  readonly attackId: string;
  /** MITRE's own, where it is known. */
  readonly known: { readonly id: string; readonly created: string } | undefined;
}

/**
 * Id, dates and marks of what is taken from ATT&CK. Under MITRE's id it is MITRE's object, in an excerpt: its version is the oldest there can
 * be, so that it never takes the place of MITRE's own where a reader has that. Where MITRE's id is not known the object is ours, and the
 * external reference is what readers join on.
 */
export function attackHead({ type, attackId, known }: FromAttack, marks: StixMarks) {
  const terms = ATTACK_TERMS.id;
  return known
    ? {
        head: { id: known.id, created: known.created, modified: known.created },
        tail: { created_by_ref: MITRE.id, object_marking_refs: [terms] },
      }
    : {
        head: { id: stixId(type, attackId), ...FIXED_TIMES },
        tail: { ...marks, object_marking_refs: [...marks.object_marking_refs, terms] },
      };
}
