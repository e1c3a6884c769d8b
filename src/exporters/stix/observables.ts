import { v5 as uuidV5 } from 'uuid';
import type { ArticleObservable } from '../../briefing/article.ts';
import { oneLine, truncate } from '../../core/text.ts';
import type { StixMarks, StixObject } from '../../sync/records/stix-common.ts';

/** The namespace of observables' ids (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 2.9). */
const OBSERVABLES = '00abedb4-aa42-466c-9c01-fed23315a9b7';
const MAX_VALUE = 1000;

interface Form {
  readonly type: string;
  /** The properties that make the id. */
  readonly properties: (value: string) => Readonly<Record<string, string | number>>;
  /** Those that have to be there beside them. */
  readonly fixed?: Readonly<Record<string, boolean>>;
}

/** The kinds of docs/observables.md that STIX has an observable for; the others stay in the report's words. */
const FORMS: Readonly<Record<string, Form>> = {
  localAccount: { type: 'user-account', properties: (value) => ({ account_login: value }) },
  cloudUser: { type: 'user-account', properties: (value) => ({ user_id: value }) },
  driver: { type: 'file', properties: (value) => ({ name: value }) },
  ransomNote: { type: 'file', properties: (value) => ({ name: value }) },
  network: { type: 'autonomous-system', properties: (value) => ({ number: Number(value) }) },
  publicService: { type: 'domain-name', properties: (value) => ({ value: value.toLowerCase() }) },
  mailSubject: { type: 'email-message', properties: (value) => ({ subject: value }), fixed: { is_multipart: false } },
};

/** The observable that attackers made, or use; null for one that is the victim's or nobody's, or that STIX has none for. */
export function observableObject({ kind, value, role }: ArticleObservable, marks: StixMarks): StixObject | null {
  const form = Object.hasOwn(FORMS, kind) ? FORMS[kind] : undefined;
  const text = truncate(oneLine(value.toWellFormed()), MAX_VALUE);
  if (!form || text === '' || (role !== 'attacker' && role !== 'abused')) return null;
  const properties = form.properties(text);
  if (Object.values(properties).some((one) => Number.isNaN(one))) return null;
  return {
    type: form.type,
    spec_version: '2.1',
    id: `${form.type}--${uuidV5(JSON.stringify(properties), OBSERVABLES)}`,
    ...form.fixed,
    ...properties,
    object_marking_refs: marks.object_marking_refs,
  };
}
