import { v5 as uuidV5 } from 'uuid';
import { NAMESPACE } from '../../briefing/identity.ts';
import type { StixSettings, TlpLevel } from '../../config/stix.ts';

/**
 * What every object of ours has (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 3.2, which names
 * the properties); the others follow by type. Observables have no `created`.
 */
export interface StixObject {
  readonly type: string;
  readonly spec_version: '2.1';
  readonly id: string;
  readonly created?: string;
  readonly [property: string]: unknown;
}

/** Who made an object and what may be done with it: the last properties of each. */
export interface StixMarks {
  readonly created_by_ref: string;
  readonly object_marking_refs: readonly string[];
}

/** The same with the objects that these properties refer to. */
export interface StixOrigin {
  readonly identity: StixObject;
  readonly markings: readonly StixObject[];
  readonly marks: StixMarks;
}

/**
 * `created` of what follows from its id alone: an indicator is the same object whichever article lists it, read in whichever order, and a
 * date that moved with them would break its versions (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 3.6).
 * When something was told of stands in `valid_from`, `published` and `first_seen`.
 */
export const CREATED = '2020-01-01T00:00:00.000Z';
/** Of objects that never change. */
export const FIXED_TIMES = { created: CREATED, modified: CREATED };
const IDENTITY_CREATED = '2026-01-01T00:00:00.000Z';

/** The same id for the same thing everywhere: a UUIDv5 of its type and what tells it from others. */
export function stixId(type: string, ...parts: readonly string[]): string {
  return `${type}--${uuidV5([type, ...parts].join('\n'), NAMESPACE)}`;
}

/** The longest number of seconds that keeps a version within its day. */
const MOST_SECONDS = 86_399;

/**
 * `created` and `modified` of what articles tell of. The version is the day of the newest article, and a second of it for each thing that it
 * is made of: it grows with a newer article and with an older one that is read later, and needs no clock.
 *
 * @param newest `YYYY-MM-DD` of the newest article, or null.
 * @param parts how many articles (or what else) it is made of.
 */
export function versionOf(
  newest: string | null,
  parts: number,
): { readonly created: string; readonly modified: string } {
  const day = Date.parse(`${newest}T00:00:00Z`) || 0;
  const at = Math.max(day, Date.parse(CREATED)) + Math.min(parts, MOST_SECONDS) * 1000;
  return { created: CREATED, modified: new Date(at).toISOString() };
}

/** Who signs our objects, and their marking. */
export function stixOrigin({ creator, marking }: StixSettings = { marking: 'TLP:CLEAR' }): StixOrigin {
  const identity = creator === undefined ? HUNTSYNC : organisation(creator);
  const { tlp2, tlp1 } = TLP[marking];
  const markings = [tlpMarking(marking, tlp2), ...(tlp1 ? [oldMarking(tlp1)] : [])];
  return {
    identity: { ...identity, object_marking_refs: markings.map(({ id }) => id) },
    markings,
    marks: { created_by_ref: identity.id, object_marking_refs: markings.map(({ id }) => id) },
  };
}

const HUNTSYNC: StixObject = {
  type: 'identity',
  spec_version: '2.1',
  id: stixId('identity', 'huntsync'),
  created: IDENTITY_CREATED,
  modified: IDENTITY_CREATED,
  name: 'huntsync',
  description: 'Reads classified threat-intel articles and keeps their hunts in SIEMs.',
  identity_class: 'system',
};

function organisation(name: string): StixObject {
  const id = stixId('identity', 'organization', name.toWellFormed());
  return { type: 'identity', spec_version: '2.1', id, ...FIXED_TIMES, name, identity_class: 'organization' };
}

interface OldMarking {
  readonly id: string;
  readonly tlp: string;
}

/**
 * TLP 2.0 as OASIS defines it for everybody (https://github.com/oasis-open/cti-stix-common-objects,
 * extension-definition-specifications/tlp-2.0), and beside it the marking of STIX 2.1 itself, which is TLP 1's and which uploads
 * ask for (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 7.2.1.4,
 * https://learn.microsoft.com/azure/sentinel/stix-objects-api). TLP 1 has no level for AMBER+STRICT.
 */
const TLP: Readonly<Record<TlpLevel, { readonly tlp2: string; readonly tlp1?: OldMarking }>> = {
  'TLP:CLEAR': {
    tlp2: '94868c89-83c2-464b-929b-a1a8aa3c8487',
    tlp1: { id: '613f2e26-407d-48c7-9eca-b8e91df99dc9', tlp: 'white' },
  },
  'TLP:GREEN': {
    tlp2: 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
    tlp1: { id: '34098fce-860f-48ae-8e50-ebd3cc5e41da', tlp: 'green' },
  },
  'TLP:AMBER': {
    tlp2: '55d920b0-5e8b-4f79-9ee9-91f868d9b421',
    tlp1: { id: 'f88d31f6-486f-44da-b317-01333bde0b82', tlp: 'amber' },
  },
  'TLP:AMBER+STRICT': { tlp2: '939a9414-2ddd-4d32-a0cd-375ea402b003' },
  'TLP:RED': {
    tlp2: 'e828b379-4e03-4974-9ac4-e53a884c97c1',
    tlp1: { id: '5e57c739-391a-4eb3-b6be-7d15ca92d5ed', tlp: 'red' },
  },
};

function tlpMarking(level: TlpLevel, uuid: string): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: `marking-definition--${uuid}`,
    created: '2022-10-01T00:00:00.000Z',
    name: level,
    extensions: {
      'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
        extension_type: 'property-extension',
        tlp_2_0: level.slice('TLP:'.length).toLowerCase(),
      },
    },
  };
}

function oldMarking({ id, tlp }: OldMarking): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: `marking-definition--${id}`,
    created: '2017-01-20T00:00:00.000Z',
    name: `TLP:${tlp.toUpperCase()}`,
    definition_type: 'tlp',
    definition: { tlp },
  };
}
