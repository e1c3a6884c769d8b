import { type CodeArea, type CodeEntry, codeArea, repairEntry } from '../core/codes.ts';
import { SPL_ADVICE } from './advice.ts';
import { FILTER_MACRO } from './filter-macros.ts';
import { SPL_CODES, type SplCode } from './finding.ts';
import { SPL_REPAIR_CAUSES } from './repairs/causes.ts';
import { SPL_REPAIRS } from './repairs/index.ts';

/** So common, and so easily true of a given Splunk, that a count of them says enough. */
const MINOR: ReadonlySet<string> = new Set<SplCode>(['spl-newer-field']);

const entries = Object.entries(SPL_CODES) as [SplCode, (typeof SPL_CODES)[SplCode]][];

/** What the checks of SPL find. */
export const SPL_CHECK_CODES: CodeArea<SplCode> = codeArea(
  'spl',
  'Checks of SPL',
  Object.fromEntries(
    entries.map(([code, [, means]]): [SplCode, CodeEntry] => [
      code,
      { means, ...SPL_ADVICE[code], ...(MINOR.has(code) ? { minor: true as const } : {}) },
    ]),
  ) as Record<SplCode, CodeEntry>,
);

/** The rewrites that make a search run. */
export const SPL_REPAIR_CODES: CodeArea = codeArea(
  'spl-repairs',
  'Repairs of SPL',
  Object.fromEntries(
    SPL_REPAIRS.map((repair) => [repair.name, repairEntry(repair, SPL_REPAIR_CAUSES[repair.name] ?? '')]),
  ),
);

/** What is added to searches. */
export const SPL_ADDITION_CODES: CodeArea = codeArea('spl-additions', 'Additions to SPL', {
  [FILTER_MACRO]: {
    means:
      'The search ends with a macro that a site keeps its exceptions in. It lets every row through until somebody fills it.',
    cause: 'environment.splunk.filterMacros is true, and the hunt is one of our own use cases.',
    remedy:
      'Nothing to do. To leave rows out, redefine the macro in the local/macros.conf of the app: huntsync never writes it.',
  },
});
