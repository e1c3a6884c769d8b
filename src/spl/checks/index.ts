import type { SplEnvironment } from '../environment.ts';
import { type Finding, severityOf } from '../finding.ts';
import type { SplCommand, SplTree } from '../parse.ts';
import { parse } from '../parse.ts';
import { checkPolicy } from '../policy.ts';
import { checkArguments } from './arguments.ts';
import { checkCommands } from './commands.ts';
import { checkDataModels } from './data-models.ts';
import { checkExpressions } from './expressions.ts';
import { checkFlow } from './flow.ts';
import { checkLookups } from './lookups.ts';
import { checkMacros } from './macros.ts';
import { checkPatterns } from './patterns.ts';
import { checkScriptNames } from './script-names.ts';
import { checkSearchTerms } from './search-terms.ts';
import { checkStructure } from './structure.ts';
import { checkTimes } from './times.ts';

/** Hunts of the feed stay under 3,000 characters. */
export const MAX_LENGTH = 65_536;

/** A text with everything that the checks say about it, in the order of the text. */
export interface Checked {
  readonly text: string;
  readonly tree: SplTree;
  readonly findings: readonly Finding[];
}

/** Runs every check. */
export function checkText(text: string, environment: SplEnvironment): Checked {
  if (text.length > MAX_LENGTH) {
    const message = `the search has ${text.length} characters`;
    return { text, tree: parse(''), findings: [{ code: 'spl-too-long', message, start: 0 }] };
  }
  const tree = parse(text);
  if (tree.faults.some(({ kind }) => kind === 'depth')) return { text, tree, findings: checkStructure(tree) };
  const structure = checkStructure(tree);
  // Where quotes or brackets do not fit, the inside of commands is not what it seems.
  const whole = structure.length === 0;
  const findings = [
    ...structure,
    ...checkCommands(tree, environment),
    ...checkMacros(tree, environment),
    ...checkDataModels(tree, environment),
    ...checkLookups(tree, environment),
    ...checkPolicy(tree),
    ...(whole ? tree.pipelines.flatMap(({ commands }) => commands.flatMap((one) => checkInside(one, text))) : []),
    ...(whole ? checkFlow(tree) : []),
  ];
  return { text, tree, findings: inOrder(findings) };
}

/** What stands inside a command: expressions, patterns, times, options. */
function checkInside(command: SplCommand, text: string): Finding[] {
  return [
    ...checkArguments(command),
    ...checkExpressions(command, text),
    ...checkPatterns(command, text),
    ...checkTimes(command),
    ...checkSearchTerms(command),
    ...checkScriptNames(command),
  ];
}

/** By place, and no more than anyone reads: where there are more, errors come before warnings. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const kept = findings.length > MAX_FINDINGS ? mostSevere(findings) : [...findings];
  return kept.sort((a, b) => a.start - b.start);
}

function mostSevere(findings: readonly Finding[]): Finding[] {
  const errors = findings.filter(({ code }) => severityOf(code) === 'error');
  const warnings = findings.filter(({ code }) => severityOf(code) === 'warning');
  return [...errors, ...warnings].slice(0, MAX_FINDINGS);
}

const MAX_FINDINGS = 100;
