import type { IndicatorType } from '../../briefing/article.ts';
import { isPublishable } from '../../classify/publishable.ts';
import { counted } from '../../core/counted.ts';
import { indicatorId } from './indicator-id.ts';
import { CREATED, type StixMarks, stixOrigin, versionOf } from './stix-common.ts';
import type { IndicatorRecord } from './types.ts';

/**
 * An indicator object of STIX 2.1 (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 4.7), as
 * threat-intelligence platforms take it.
 */
export interface StixIndicator extends StixMarks {
  readonly type: 'indicator';
  readonly spec_version: '2.1';
  /** `indicator--` and a UUIDv5 of type and value: the same indicator has the same id everywhere. */
  readonly id: string;
  readonly created: string;
  readonly modified: string;
  readonly name: string;
  readonly description: string;
  readonly indicator_types: readonly string[];
  readonly pattern: string;
  readonly pattern_type: 'stix';
  readonly pattern_version: '2.1';
  readonly valid_from: string;
  readonly labels: readonly string[];
  readonly external_references: readonly StixReference[];
  /** Where the record was removed, or its type holds for some days only. */
  readonly valid_until?: string;
}

export interface StixReference {
  readonly source_name: string;
  readonly external_id: string;
}

/**
 * The object path that each type of value is compared with (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html,
 * sections 6 and 9).
 */
const PATHS: ReadonlyMap<string, string> = new Map<IndicatorType, string>([
  ['ipv4', 'ipv4-addr:value'],
  ['ipv6', 'ipv6-addr:value'],
  ['domain', 'domain-name:value'],
  ['url', 'url:value'],
  ['sha256', "file:hashes.'SHA-256'"],
  ['sha1', "file:hashes.'SHA-1'"],
  ['md5', 'file:hashes.MD5'],
  ['email', 'email-addr:value'],
  ['sha512', "file:hashes.'SHA-512'"],
  ['imphash', "file:extensions.'windows-pebinary-ext'.imphash"],
  ['certificate_serial', 'x509-certificate:serial_number'],
]);

/** A certificate's hash, whose kind its length tells; other fingerprints and wallets have no object in STIX. */
const CERTIFICATE_HASHES: ReadonlyMap<number, string> = new Map([
  [32, 'x509-certificate:hashes.MD5'],
  [40, "x509-certificate:hashes.'SHA-1'"],
  [64, "x509-certificate:hashes.'SHA-256'"],
]);

/** An indicator names at most so many of its articles. */
const MAX_REFERENCES = 20;

/**
 * The indicator as a STIX object. A removed one ends in `valid_until`, not in `revoked`: revoking is for ever
 * (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 3.6), and an indicator that an article lists again
 * comes back under the same id. Null where STIX has no indicator for it: a CVE is a vulnerability, nothing that traffic or files
 * are compared with, and a value that was cut to fit its field would match something else. Null, too, for what an article lists
 * and the classifier would not: `github.com` stays in the record, as in the article, but nobody is told to block it.
 *
 * A stored record's version is never older than its last change, so that what ended and is listed again has a version of its own.
 */
export function stixIndicator(record: IndicatorRecord, marks: StixMarks = stixOrigin().marks): StixIndicator | null {
  const { indicator_type: type, indicator_value: value, article_ids, article_count, severity } = record;
  const path = type === 'certificate_hash' ? CERTIFICATE_HASHES.get(value.length) : PATHS.get(type);
  if (path === undefined || value === '' || value.endsWith('…')) return null;
  if (!isPublishable({ type: type as IndicatorType, value })) return null;
  const { created, modified: told } = versionOf(record.published, article_count);
  // ISO texts of one form: the later one sorts last.
  const [, modified = told] = [told, instant(record.updated)].sort();
  const valid_from = earlier(record.first_seen, record.published);
  const until = record.removed ? modified : record.valid_until ? instant(record.valid_until) : null;
  const articles = counted(article_count, 'article');
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${indicatorId({ type: type as IndicatorType, value })}`,
    created,
    modified,
    name: value,
    description: `${severity}: listed by ${articles}${record.published ? `, the newest of ${record.published}` : ''}.`,
    indicator_types: ['malicious-activity'],
    pattern: `[${path} = ${stixString(value)}]`,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from,
    ...(until === null ? {} : { valid_until: after(valid_from, until) }),
    labels: ['huntsync', `severity:${severity.toLowerCase()}`],
    external_references: article_ids
      .slice(0, MAX_REFERENCES)
      .map((id) => ({ source_name: 'huntsync article', external_id: id })),
    ...marks,
  };
}

/**
 * A string literal of STIX patterning (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 9.3): in single
 * quotes, with `\` and `'` behind a `\`.
 */
export function stixString(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`;
}

/**
 * STIX timestamps are those of https://www.rfc-editor.org/rfc/rfc3339 in UTC
 * (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 2.18); its tools write milliseconds.
 */
function instant(text: string): string {
  return new Date(Date.parse(text) || 0).toISOString();
}

/** Seen in the wild from the day of its article on, which may be long before this program first wrote it down. */
function earlier(firstSeen: string, published: string | null): string {
  const known = [firstSeen, ...(published === null ? [] : [published])].filter(
    (text) => !Number.isNaN(Date.parse(text)),
  );
  return known.map(instant).sort()[0] ?? CREATED;
}

/** An end must be later than the start (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 4.7). */
function after(start: string, end: string): string {
  return end > start ? end : new Date(Date.parse(start) + 1).toISOString();
}
