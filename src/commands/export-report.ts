import pc from 'picocolors';
import { counted } from '../core/counted.ts';
import type { Problem } from '../core/problem.ts';
import { oneLine, truncate } from '../core/text.ts';
import { wrapText } from '../core/wrap.ts';
import type { ExportResult } from '../exporters/write.ts';
import type { ExportJson } from '../report/schemas/files.ts';
import type { Exported, LeftOut } from '../sync/exported.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { Siem } from '../sync/siem.ts';

/** What an export did. */
export interface ExportReport {
  readonly kind: string;
  /** The kind of SIEM that it is for; undefined where it is for none. */
  readonly siem: Siem | undefined;
  readonly folder: string;
  readonly exported: Exported;
  readonly result: ExportResult;
  /** How many were read; undefined if the export shows what platforms have in use. */
  readonly hunts: number | undefined;
  /** False where a source or a platform could not be read whole. */
  readonly complete: boolean;
}

/** How many files, and how many left-out hunts, are listed. */
const SHOWN = 20;
const WIDTH = 100;

/** The JSON of `export --json`. */
export function exportToJson(report: ExportReport, problems: readonly Problem[]): ExportJson {
  const { kind, folder, exported, result, complete } = report;
  return {
    complete,
    export: kind,
    folder,
    hunts: exported.hunts.size,
    without: withoutOf(report),
    counts: exported.counts,
    files: result.files,
    stale: result.stale,
    leftOut: exported.leftOut,
    ...(exported.unpublished ? { unpublished: exported.unpublished } : {}),
    problems: [...result.problems, ...problems],
  };
}

/** What was written, how many hunts are in it, and what was left out and why. */
export function exportToText(report: ExportReport, width?: number): string {
  const { kind, folder, exported, result, hunts, complete } = report;
  const count = (outcome: string) => result.files.filter((file) => file.outcome === outcome).length;
  const failed = count('failed');
  const advice = report.siem?.exportAdvice ?? ADVICE[kind];
  const counts = Object.entries(exported.counts).map(([what, n]) => `${what} ${n}`);
  // A path stays on its line, to be copied.
  const files = listed(result.files.map(({ path, outcome }) => `${outcome.padEnd(9)} ${path}`));
  const told = [
    failed > 0
      ? pc.red(`${failed === result.files.length ? 'Nothing' : 'Not everything'} could be written to ${folder}.`)
      : `${exported.hunts.size}${hunts === undefined ? '' : ` of ${hunts}`} hunts in ${folder}: ${counts.join(', ')}.`,
    `Files: ${count('written')} written, ${count('unchanged')} unchanged${failed > 0 ? pc.red(`, ${failed} failed`) : ''}.`,
    ...leftOutLines(exported),
    ...unpublishedLines(exported),
    ...(withoutOf(report) > 0 ? [`${withoutOf(report)} ${reasonFor(report, withoutOf(report))}.`] : []),
    ...(result.stale.length > 0
      ? [
          pc.yellow(`Left by an earlier export, and not touched: ${result.stale.length}`),
          ...listed(result.stale.map((path) => `  ${path}`)),
        ]
      : []),
    ...(complete ? [] : [pc.yellow('The export is incomplete: not everything could be read.')]),
    ...(advice && failed === 0 ? [pc.dim(advice)] : []),
  ];
  return [...files, ...told.map((line) => wrapText(line, width))].join('\n');
}

const ADVICE: Readonly<Record<string, string>> = {
  navigator: 'Open it in the ATT&CK Navigator: Open Existing Layer > Upload from local.',
};

/** Why accepted hunts are not in an export. */
function reasonFor({ kind, siem }: ExportReport, count: number): string {
  const [have, look] = count === 1 ? ['has', 'looks'] : ['have', 'look'];
  if (siem) return `${have} no ${siem.language.title}`;
  return `${have} no query for these platforms${kind === 'navigator' ? `, or ${look} for no technique that can be told` : ''}`;
}

/** Hunts that are neither exported nor left out. */
function withoutOf({ hunts, exported }: ExportReport): number {
  const wholly = new Set(exported.leftOut.map(({ key }) => huntKeyOf(key)).filter((key) => !exported.hunts.has(key)));
  return hunts === undefined ? 0 : hunts - exported.hunts.size - wholly.size;
}

function leftOutLines({ leftOut, hunts }: Exported): string[] {
  const told = (reason: LeftOut['reason'], why: string) => {
    const entries = leftOut.filter((entry) => entry.reason === reason);
    const lines = entries.map((entry) => leftOutLine(entry, hunts.has(huntKeyOf(entry.key))));
    return entries.length > 0 ? [pc.yellow(`${entries.length} left out, because ${why}:`), ...listed(lines)] : [];
  };
  const policy = leftOut.filter(({ reason }) => reason === 'policy').length;
  return [
    ...told('rejected', 'a query may not be pushed'),
    ...told('package', 'such a file may not hold them, while a sync may write them'),
    ...(policy > 0 ? [pc.yellow(`${policy} left out, because the policy takes them out of use.`)] : []),
  ];
}

function unpublishedLines({ unpublished = [] }: Exported): string[] {
  if (unpublished.length === 0) return [];
  const lines = unpublished.map(({ type, value }) => `  ${type} ${truncate(oneLine(value), WIDTH)}`);
  const why = 'listed by articles, but well-known platforms, reserved names or addresses, or names of files';
  return [pc.yellow(`${counted(unpublished.length, 'indicator')} left out (${why}):`), ...listed(lines)];
}

function leftOutLine({ name, problems }: LeftOut, inPart: boolean): string {
  const codes = [...new Set(problems.map(({ code }) => code))].join(', ');
  return `  ${truncate(oneLine(name), WIDTH)}${inPart ? ' (in part)' : ''}: ${codes}`;
}

function listed(lines: readonly string[]): readonly string[] {
  return lines.length <= SHOWN ? lines : [...lines.slice(0, SHOWN), `  … ${lines.length - SHOWN} more`];
}
