import { validate as isUuid } from 'uuid';
import type { CodeOf } from '../core/codes.ts';
import type { Problem } from '../core/problem.ts';
import { digestFields } from '../sync/marker.ts';
import type { DesiredObject, Evidence } from '../sync/types.ts';
import type { SENTINEL_AUDIT_CODES } from './codes.ts';
import { toNative } from './native.ts';
import { MAX_TAG_LENGTH, MAX_TAGS } from './tags.ts';

type AuditCode = CodeOf<typeof SENTINEL_AUDIT_CODES>;

const NO_EVIDENCE: Evidence = { articles: [], newest: null, sources: [] };

/**
 * Why Azure Resource Manager would refuse or garble an object. From the 2020-08-01 specification (required members,
 * https://github.com/Azure/azure-rest-api-specs/tree/main/specification/operationalinsights) and
 * https://github.com/Azure/azure-rest-api-specs/issues/21506 (tags); not verified against a live workspace.
 */
export function auditQuery(object: DesiredObject): readonly Problem<AuditCode>[] {
  const { key, id, name, fields } = object;
  const problems: Problem<AuditCode>[] = [];
  const add = (code: AuditCode, message: string) => problems.push({ code, message, path: name });
  if (!isUuid(id)) add('sentinel-id', `The id "${id}" is not a GUID.`);
  for (const field of ['category', 'displayName', 'query']) {
    if ((fields[field] ?? '').trim() === '') add('sentinel-empty-field', `"${field}" is empty.`);
  }
  for (const [field, value] of Object.entries(fields)) {
    const allowed = field === 'query' ? /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/ : /[\u0000-\u001f\u007f]/;
    if (allowed.test(value) || /\p{Cs}/u.test(value)) {
      add('sentinel-control-character', `"${field}" holds a control character or half a character.`);
    }
  }
  const marker = { key, written: digestFields(fields), evidence: NO_EVIDENCE, retired: null };
  const { tags } = toNative({ fields, marker }, null).properties;
  if (tags.length > MAX_TAGS) add('sentinel-tags', `It has ${tags.length} tags; Sentinel takes ${MAX_TAGS}.`);
  for (const tag of tags) {
    if (tag.value.length <= MAX_TAG_LENGTH) continue;
    add(
      'sentinel-tag-length',
      `The tag "${tag.name}" has ${tag.value.length} characters; it may have ${MAX_TAG_LENGTH}.`,
    );
  }
  return problems;
}
