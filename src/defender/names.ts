import { v5 as uuidV5 } from 'uuid';
import { NAMESPACE } from '../briefing/identity.ts';
import { sha256 } from '../core/hash.ts';
import { oneLine, truncate } from '../core/text.ts';
import { statementSuffix } from '../sync/statement.ts';

/**
 * The id of a rule, which the client chooses when it creates one
 * (https://learn.microsoft.com/graph/api/security-rulesroot-post-detectionrules?view=graph-rest-1.0). The service takes letters,
 * digits, dashes and underscores, a letter first, at most 100.
 */
export function ruleId(key: string): string {
  return `huntsync-${uuidV5(key, NAMESPACE)}`;
}

/** What the service takes as an id. */
export const RULE_ID = /^[A-Za-z][A-Za-z0-9_-]{0,99}$/;

const MAX_TITLE = 150;

/** A hunt's title, as the portal shows it. */
export function alertTitle(title: string, index: number): string {
  const suffix = statementSuffix(index);
  return plainLine(title, MAX_TITLE - suffix.length) + suffix;
}

/** The name of a rule, and of its alerts. Both should be unique (https://learn.microsoft.com/defender-xdr/custom-detection-rules): titles need not be. */
export function ruleName(title: string, index: number, key: string): string {
  return `${alertTitle(title, index)} (${sha256(key, 6)})`;
}

/**
 * Untrusted text as one line that the portal shows as it is: it takes markup out, and reads `{{…}}` as a column of the result
 * (https://learn.microsoft.com/defender-xdr/custom-detection-rules, "Create a dynamic alert title and description").
 */
export function plainLine(text: string, max: number): string {
  // Parted after invisible characters are taken out: braces on both sides of one would meet.
  const plain = oneLine(text.replace(/\p{Cs}/gu, ''))
    .replace(/([{}])(?=\1)/g, '$1 ')
    .replaceAll('<', '‹')
    .replaceAll('>', '›');
  return truncate(plain, max);
}
