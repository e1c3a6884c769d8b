import { v5 as uuidv5 } from 'uuid';
import { NAMESPACE } from '../../briefing/identity.ts';
import { attackTerms } from '../../knowledge/attack.ts';

/**
 * What every object of the bundle has (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 3.2, which names
 * the properties); the others follow by type.
 */
export interface StixObject {
  readonly type: string;
  readonly spec_version: '2.1';
  readonly id: string;
  readonly created: string;
  readonly [property: string]: unknown;
}

/** Date of objects that do not depend on articles, and so never change. */
const FIXED = '2026-01-01T00:00:00.000Z';
/** Date of objects that only undated articles describe. */
const UNDATED = '1970-01-01T00:00:00.000Z';

/** The same id for the same thing in every bundle: a UUIDv5 of its type and what tells it from others. */
export function stixId(type: string, ...parts: readonly string[]): string {
  return `${type}--${uuidv5([type, ...parts].join('\n'), NAMESPACE)}`;
}

/** A day (`YYYY-MM-DD`) as a STIX timestamp. */
export function instantOf(day: string | null): string {
  const at = new Date(`${day}T00:00:00Z`);
  return day === null || Number.isNaN(at.getTime()) ? UNDATED : at.toISOString();
}

/** The first and the last of these days; undated ones count only if there is no other. */
export function firstAndLast(days: readonly (string | null)[]): {
  readonly created: string;
  readonly modified: string;
} {
  const dated = days
    .map(instantOf)
    .filter((instant) => instant !== UNDATED)
    .sort();
  return { created: dated[0] ?? UNDATED, modified: dated.at(-1) ?? UNDATED };
}

const IDENTITY: StixObject = {
  type: 'identity',
  spec_version: '2.1',
  id: stixId('identity', 'huntsync'),
  created: FIXED,
  modified: FIXED,
  name: 'huntsync',
  description: 'Reads classified threat-intel articles and keeps their hunts in SIEMs.',
  identity_class: 'system',
};

/**
 * TLP:CLEAR of TLP 2.0, as OASIS defines it for everybody (https://github.com/oasis-open/cti-stix-common-objects,
 * extension-definition-specifications/tlp-2.0); the markings in STIX 2.1 itself are those of TLP 1.
 */
const TLP_CLEAR: StixObject = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  created: '2022-10-01T00:00:00.000Z',
  name: 'TLP:CLEAR',
  extensions: {
    'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
      extension_type: 'property-extension',
      tlp_2_0: 'clear',
    },
  },
};

const ATTACK_TERMS: StixObject = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: stixId('marking-definition', attackTerms()),
  created: FIXED,
  created_by_ref: IDENTITY.id,
  definition_type: 'statement',
  definition: { statement: attackTerms() },
};

/** Who made the bundle, and what may be done with it. */
export const COMMON_OBJECTS: readonly StixObject[] = [IDENTITY, TLP_CLEAR, ATTACK_TERMS];

/** Last properties of every object that huntsync makes. */
export const OURS = { created_by_ref: IDENTITY.id, object_marking_refs: [TLP_CLEAR.id] };
/** The same for what is taken from ATT&CK. */
export const FROM_ATTACK = { ...OURS, object_marking_refs: [TLP_CLEAR.id, ATTACK_TERMS.id] };
/** Of objects whose content is a reference's. */
export const FIXED_TIMES = { created: FIXED, modified: FIXED };
