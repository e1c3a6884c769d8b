import type { Role } from './observable.ts';

/** How far around a value the words that tell whose it is are looked for. */
const BEFORE = 60;
const AFTER = 50;

const VICTIM =
  /\b(?:victims?['’]?s?|customers?['’]?s?|targets?['’]s|compan(?:y|ies)['’]s?|organi[sz]ations?['’]s?)\s+(?:own\s+)?(?:\w+\s+){0,4}["'`(]*$/i;
const BENIGN_BEFORE =
  /\b(?:legitimate|benign|harmless|genuine|default|built-in|well-known|unrelated|our own|researchers?['’]?s?)\s+(?:\w+\s+){0,3}["'`(]*$/i;
const BENIGN_AFTER =
  /^["'`)]*\s*(?:\((?:a )?(?:legitimate|benign|harmless|clean)\b|,?\s+(?:is|was|are|were)\s+(?:a\s+|the\s+)?(?:legitimate|benign|harmless|not malicious|unrelated))/i;
/** What is the attackers' all the same: "disguised as a legitimate task named …". */
const DISGUISE =
  /\b(?:disguis|masquerad|pos(?:e[ds]?|ing)|imitat|impersonat|mimic|pretend|look(?:s|ing)? like|blend|fake|abus|hijack|exploit|trojani[sz])/i;
const ADVICE =
  /\b(?:should|we recommend|recommended|make sure|ensure|consider|organi[sz]ations? (?:can|must)|administrators? (?:can|must)|users (?:can|must)|best practice)\b/i;

/** Whose a value is, by the words around it in its line. `at`, `end`: its place in `line`. */
export function roleAt(line: string, at: number, end: number): Role {
  const before = line.slice(Math.max(0, at - BEFORE), at);
  const after = line.slice(end, end + AFTER);
  if (VICTIM.test(before)) return 'victim';
  const disguised = DISGUISE.test(before) || DISGUISE.test(after);
  if (!disguised && (BENIGN_BEFORE.test(before) || BENIGN_AFTER.test(after))) return 'benign';
  return ADVICE.test(line.slice(sentenceStart(line, at), at)) ? 'benign' : 'attacker';
}

/** The sentence of a line that holds a value, at most some 300 units on each side. */
export function sentenceAround(line: string, at: number, end: number): string {
  const after = line.slice(end, end + 300);
  const stop = after.search(/[.!?]\s+(?=\p{Lu})/u);
  return line.slice(sentenceStart(line, at), end + (stop < 0 ? after.length : stop));
}

function sentenceStart(line: string, at: number): number {
  const before = line.slice(Math.max(0, at - 300), at);
  const stop = [...before.matchAll(/[.!?]\s+(?=\p{Lu})/gu)].at(-1);
  return at - before.length + (stop ? stop.index + stop[0].length : 0);
}
