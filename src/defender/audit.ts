import type { CodeOf } from '../core/codes.ts';
import type { Problem } from '../core/problem.ts';
import type { DesiredObject } from '../sync/types.ts';
import type { DEFENDER_AUDIT_CODES } from './codes.ts';
import { namesAsset } from './entities.ts';
import { RULE_ID } from './names.ts';

type AuditCode = CodeOf<typeof DEFENDER_AUDIT_CODES>;

/**
 * Why Microsoft Graph would refuse a rule: required members
 * (https://learn.microsoft.com/graph/api/security-rulesroot-post-detectionrules?view=graph-rest-1.0), and an asset among the
 * entities (https://learn.microsoft.com/defender-xdr/custom-detection-rules). Not verified against a tenant.
 */
export function auditRule({ id, name, fields }: DesiredObject): readonly Problem<AuditCode>[] {
  const problems: Problem<AuditCode>[] = [];
  const add = (code: AuditCode, message: string) => problems.push({ code, message, path: name });
  if (!RULE_ID.test(id)) add('defender-id', `The id "${id}" is none that Microsoft Graph takes.`);
  for (const field of ['query', 'displayName', 'status', 'frequency', 'alertTitle', 'alertSeverity']) {
    if ((fields[field] ?? '').trim() === '') add('defender-empty-field', `"${field}" is empty.`);
  }
  if (!namesAsset(fields['entities'] ?? '')) {
    add('defender-no-asset', 'Its result has no column that names a device, an account, a mailbox or an address.');
  }
  for (const [field, value] of Object.entries(fields)) {
    const refused = field === 'query' ? /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/ : /[\u0000-\u001f\u007f]/;
    if (refused.test(value) || /\p{Cs}/u.test(value)) {
      add('defender-control-character', `"${field}" holds a control character or half a character.`);
    }
  }
  return problems;
}
