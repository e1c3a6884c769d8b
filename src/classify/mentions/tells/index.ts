import { ACCESS_TELLS } from './access.ts';
import { ACT_TELLS } from './act.ts';
import { CALL_TELLS } from './calls.ts';
import { CODE_TELLS } from './code.ts';
import { LEARN_TELLS } from './learn.ts';
import { STAY_TELLS } from './stay.ts';
import { indexTells } from './tell.ts';
import { UNIX_TELLS } from './unix.ts';
import { WINDOWS_TELLS } from './windows.ts';

const COMMANDS = [...WINDOWS_TELLS, ...UNIX_TELLS, ...CALL_TELLS];
const ALL = [...COMMANDS, ...CODE_TELLS, ...ACCESS_TELLS, ...STAY_TELLS, ...LEARN_TELLS, ...ACT_TELLS];

/** Commands and calls: counted wherever a text tells what happened, whatever the sentence around them is like. */
export const QUOTED_TELLS = indexTells(COMMANDS);
/** These, what only an analysis of a program names, and verbs with their objects: counted in sentences that tell of an attack. */
export const TELLS = indexTells(ALL);
/** The techniques that have words of their own. */
export const TOLD_IDS: ReadonlySet<string> = new Set(ALL.flatMap(({ ids }) => ids));
