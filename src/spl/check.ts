import { messageOf } from '../core/errors.ts';
import { oneLine } from '../core/text.ts';
import type { CheckedQuery, DispatchWindow, QueryProblem } from '../sync/query.ts';
import { type Checked, checkText } from './checks/index.ts';
import { type SplEnvironment, type SplExtras, splEnvironment } from './environment.ts';
import { type Finding, hasErrors, positionOf, type SplCode, severityOf } from './finding.ts';
import { normalize } from './normalize.ts';
import { repair } from './repairs/index.ts';
import { ownWindow } from './time.ts';

export interface SplOptions {
  /** What the platform has beyond Splunk, CIM and our app. */
  readonly environment: SplExtras;
}

/** Findings that no repair may change: such a search is refused as it is. */
const FINAL: ReadonlySet<SplCode> = new Set([
  'spl-forbidden-command',
  'spl-forbidden-source',
  'spl-token',
  'spl-placeholder',
  'spl-real-time',
  'spl-macro-argument',
  'spl-control-character',
  'spl-too-long',
  'spl-too-deep',
]);

/** Warnings that a repair may answer. */
const REPAIRABLE_WARNINGS: ReadonlySet<SplCode> = new Set(['spl-field-prefix', 'spl-script-name', 'spl-empty-column']);

/**
 * Checks a search, repairs what can be repaired mechanically, and brings it to the form that is pushed.
 *
 * Rejected: the source text with what is wrong in it. Ready or repaired: the text to push, which has itself passed every check,
 * with warnings placed in the source. `window` holds the limits that the search sets itself. Never throws, whatever the source.
 */
export function checkSpl(source: string, options: SplOptions): CheckedQuery {
  try {
    return checkWhole(source, options);
  } catch (error) {
    // Expressions of many thousand parts end the machine's stack.
    return failed(source, 'spl-unreadable', `The checks could not work on this search (${oneLine(messageOf(error))}).`);
  }
}

/** A search that the checks did not get through. */
export function failed(text: string, code: SplCode, message: string): CheckedQuery {
  const problem = { code, message, line: 1, column: 1, severity: severityOf(code) };
  return { text, verdict: 'rejected', repairs: [], problems: [problem], lookbackSeconds: null };
}

function checkWhole(source: string, options: SplOptions): CheckedQuery {
  const environment = environmentOf(options.environment);
  const original = checkText(source, environment);
  const window = windowOf(original);

  const clean = !hasErrors(original.findings);
  const worthRepair = !clean || original.findings.some(({ code }) => REPAIRABLE_WARNINGS.has(code));
  if (worthRepair && !original.findings.some(({ code }) => FINAL.has(code))) {
    const { checked, repairs, origin } = repair(original, environment);
    const pushed = pushable(checked, environment);
    if (repairs.length > 0 && !hasErrors(pushed.findings)) {
      const mended = windowOf(checked);
      const problems = problemsOf(source, [...checked.findings, ...mended.findings], origin);
      return { text: pushed.text, verdict: 'repaired', repairs, problems, ...said(mended) };
    }
  }
  const here = (offset: number) => offset;
  const pushed = pushable(original, environment);
  if (!hasErrors(pushed.findings)) {
    const problems = problemsOf(source, [...original.findings, ...window.findings], here);
    return { text: pushed.text, verdict: 'ready', repairs: [], problems, ...said(window) };
  }
  // If only the form that is pushed fails, its offsets do not apply to the source.
  const findings = clean ? pushed.findings.map((finding) => ({ ...finding, start: 0 })) : original.findings;
  return {
    text: source,
    verdict: 'rejected',
    repairs: [],
    problems: problemsOf(source, findings, here),
    ...said(window),
  };
}

/** The text in the form that is pushed, and the findings in that form. */
function pushable(checked: Checked, environment: SplEnvironment): { text: string; findings: readonly Finding[] } {
  if (hasErrors(checked.findings)) return { text: checked.text, findings: checked.findings };
  const text = normalize(checked.text);
  return { text, findings: text === checked.text ? checked.findings : checkText(text, environment).findings };
}

interface NamedWindow {
  readonly window: Partial<DispatchWindow>;
  readonly findings: readonly Finding[];
}

/** In SPL the window is kept beside the search; limits inside the search override it. */
function said({ window }: NamedWindow): Pick<CheckedQuery, 'lookbackSeconds' | 'window'> {
  return { lookbackSeconds: null, window };
}

function windowOf({ tree }: Checked): NamedWindow {
  const own = ownWindow(tree);
  return {
    window: {
      ...(own.earliest === null ? {} : { earliest: own.earliest }),
      ...(own.latest === null ? {} : { latest: own.latest }),
    },
    findings:
      own.fixedAt === null
        ? []
        : [
            {
              code: 'spl-fixed-window',
              message: 'the search names a fixed time and never sees new events',
              start: own.fixedAt,
            },
          ],
  };
}

function problemsOf(source: string, findings: readonly Finding[], origin: (offset: number) => number): QueryProblem[] {
  return findings.map(({ code, message, start }) => ({
    code,
    message: oneLine(message),
    ...positionOf(source, origin(start)),
    severity: severityOf(code),
  }));
}

const environments = new WeakMap<SplExtras, SplEnvironment>();

function environmentOf(extra: SplExtras): SplEnvironment {
  const known = environments.get(extra) ?? splEnvironment(extra);
  environments.set(extra, known);
  return known;
}
