import { type Checked, checkText } from '../checks/index.ts';
import type { SplEnvironment } from '../environment.ts';
import { lineContinuations, plainCharacters } from './characters.ts';
import { cimGroups } from './cim-groups.ts';
import { cimNames } from './cim-names.ts';
import { legacyComments, slashComments } from './comments.ts';
import { whereWildcards } from './comparisons.ts';
import { applyEdits, type Edited } from './edits.ts';
import { fieldQuotes, lostFields } from './lost-fields.ts';
import { macroArgument } from './macro-argument.ts';
import { missingRename } from './missing-rename.ts';
import { commandBackticks, leadingMacro, leadingPipe, subsearchCommand, unwrappedPipeline } from './pipeline.ts';
import type { Repair } from './repair.ts';
import { scriptNames } from './script-names.ts';

/** In the order in which they are tried: characters and comments first, because the rest is read differently without them. */
export const SPL_REPAIRS: readonly Repair[] = [
  slashComments,
  lineContinuations,
  plainCharacters,
  legacyComments,
  commandBackticks,
  unwrappedPipeline,
  leadingMacro,
  leadingPipe,
  subsearchCommand,
  macroArgument,
  cimNames,
  scriptNames,
  cimGroups,
  whereWildcards,
  fieldQuotes,
  missingRename,
  lostFields,
];

/** A text after repairs, with what the checks now say about it. */
export interface Repaired {
  readonly checked: Checked;
  /** Names of the repairs that changed something. */
  readonly repairs: readonly string[];
  /** The offset in the text before all repairs. */
  origin(offset: number): number;
}

/** Applies every repair that has something to do; each sees the text that the one before it left. */
export function repair(original: Checked, environment: SplEnvironment): Repaired {
  let checked = original;
  const repairs: string[] = [];
  const steps: Edited[] = [];
  for (const one of SPL_REPAIRS) {
    const edits = one.edits(checked, environment);
    if (edits.length === 0) continue;
    const edited = applyEdits(checked.text, edits);
    steps.push(edited);
    repairs.push(one.name);
    checked = checkText(edited.text, environment);
  }
  return { checked, repairs, origin: (offset) => steps.reduceRight((at, step) => step.origin(at), offset) };
}
