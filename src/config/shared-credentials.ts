import { basename } from 'node:path';
import { groupBy } from '../core/group.ts';
import type { Problem } from '../core/problem.ts';

/** What a file of platforms signs in with. */
export interface UsedCredential {
  readonly file: string;
  /** Equal where it is one credential or identity, however it is written. */
  readonly is: string;
  /** In words that give nothing away: `token`, `the application …`. */
  readonly told: string;
}

/**
 * Credentials and identities that several files sign in with: whoever gets hold of what one customer has reaches the other, and no rule about
 * names tells of it, because one value can stand in two variables and in a file.
 */
export function sharedCredentials(used: readonly UsedCredential[]): Problem[] {
  return [...groupBy(used, ({ is }) => is).values()].flatMap((same): Problem[] => {
    const files = [...new Set(same.map(({ file }) => file))].sort();
    if (files.length < 2) return [];
    const shown = files.slice(0, SHOWN).map((file) => basename(file));
    const rest = files.length > SHOWN ? ` and ${files.length - SHOWN} more` : '';
    const told = [...new Set(same.map((one) => one.told))].join(', ');
    const message = `${shown.join(', ')}${rest} sign in with the same: ${told}`;
    return [{ code: 'shared-credential', message, ...(files[0] === undefined ? {} : { path: files[0] }) }];
  });
}

const SHOWN = 5;
