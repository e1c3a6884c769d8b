import { digestOf } from '../sync/marker.ts';
import type { Fields } from '../sync/types.ts';
import { SECURITY_FIELDS } from './enterprise-security/fields.ts';
import { OUTPUT_FIELDS } from './output.ts';

/**
 * Managed fields that huntsync sets only where the configuration asks for it. Where it does not, they are the analyst's: empty
 * here means not set by huntsync, and an object without them equals one written before they existed.
 */
const OPTIONAL: readonly string[] = [...SECURITY_FIELDS, ...OUTPUT_FIELDS];

const OPTIONAL_NAMES: ReadonlySet<string> = new Set(OPTIONAL);

export function isOptional(field: string): boolean {
  return OPTIONAL_NAMES.has(field);
}

/** The digest of a field that huntsync has not set. */
export const NOT_SET = digestOf('');

/**
 * `Marker.written` as it is stored: without these fields where huntsync has not set them or has removed them, so that nothing is
 * updated for their sake.
 */
export function withoutReleased(written: Fields): Fields {
  return Object.fromEntries(
    Object.entries(written).filter(([field, digest]) => !isOptional(field) || digest !== NOT_SET),
  );
}

const RELEASED: Fields = Object.fromEntries(OPTIONAL.map((field) => [field, NOT_SET]));

/** What `withoutReleased` left out. */
export function withReleased(written: Fields): Fields {
  return { ...RELEASED, ...written };
}

/**
 * The fields of an object that huntsync does not see, because it never set them. Those that it did set are visible, and so get removed
 * where the option is off.
 *
 * @param enterpriseSecurity those that Enterprise Security shows are visible, whoever set them.
 */
export function foreignFields(written: Fields, enterpriseSecurity: boolean): ReadonlySet<string> {
  const foreign = enterpriseSecurity ? OUTPUT_FIELDS : OPTIONAL;
  return new Set(foreign.filter((field) => (written[field] ?? NOT_SET) === NOT_SET));
}
