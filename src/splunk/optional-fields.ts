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
 * What splunkd shows of a managed field that nobody has set
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf, schedule_window: "Default is 0").
 */
const SHOWN_UNSET: Fields = { schedule_window: '0' };

/**
 * The fields of an object that huntsync does not see, because it never set them and, of some, nobody else did. Those that it did set are
 * visible, and so get removed where the option is off.
 *
 * @param enterpriseSecurity those that Enterprise Security shows are visible, whoever set them.
 */
export function foreignFields(
  content: Readonly<Record<string, unknown>>,
  written: Fields,
  enterpriseSecurity: boolean,
): ReadonlySet<string> {
  const foreign = enterpriseSecurity ? OUTPUT_FIELDS : OPTIONAL;
  const unset = Object.keys(SHOWN_UNSET).filter((field) => String(content[field]) === SHOWN_UNSET[field]);
  return new Set([...foreign, ...unset].filter((field) => (written[field] ?? NOT_SET) === NOT_SET));
}
