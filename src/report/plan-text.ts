import pc from 'picocolors';
import { oneLine } from '../core/text.ts';
import { fitColumns, padColumns, terminalColumns, wrapText } from '../core/wrap.ts';
import { SEVERITIES, type Severity } from '../knowledge/vocabulary.ts';
import type { DriftNote, PlatformPlan } from '../sync/plan.ts';
import { planNotes } from '../sync/plan-notes.ts';
import type { Change, ChangeOp, FieldChange } from '../sync/types.ts';
import { driftWords } from './drift-words.ts';
import { fitName } from './fit-name.ts';
import { aboutOf, NO_FACTS, type TellsAbout } from './hunt-about.ts';
import { abridged, type DiffLine, diffTexts } from './query-diff.ts';

const SIGNS: Record<ChangeOp, (text: string) => string> = {
  create: (text) => pc.green(`+ create  ${text}`),
  update: (text) => pc.yellow(`~ update  ${text}`),
  retire: (text) => pc.red(`- retire  ${text}`),
  prune: (text) => pc.red(`x prune   ${text}`),
};

const SEVERITY: Readonly<Record<Severity, (text: string) => string>> = {
  CRIT: (text) => pc.bold(pc.red(text)),
  HIGH: pc.red,
  MED: pc.yellow,
  LOW: pc.dim,
};

export interface PlanTextOptions {
  /** At most so many changes of a kind are listed one by one. */
  readonly limit?: number;
  /** Columns of the terminal. */
  readonly width?: number | undefined;
  /** What changes are about; without it, only what their objects record is told. */
  readonly tells?: TellsAbout;
  /** What is said where nothing changes, in place of how many objects are unchanged, which whoever acts on single hunts does not ask. */
  readonly idle?: string;
}

const INDENT = '  ';
/** Where the output is no terminal. */
const DEFAULT_WIDTH = 140;
/** With fewer columns, the article stands on a line of its own. */
const ONE_LINE_WIDTH = 110;
/** Columns of the indent and the operation, and of severity and techniques. */
const MARGIN = 12;
const TECHNIQUES_WIDTH = 12;

/** A plan as text: one line per change, the most severe first, one per field under updates, the query as a line diff. */
export function planToText(
  plan: PlatformPlan,
  { limit = Number.POSITIVE_INFINITY, width: columns, tells = aboutOf(NO_FACTS), idle }: PlanTextOptions = {},
): string {
  const width = columns ?? DEFAULT_WIDTH;
  const lines = [
    pc.bold(`${plan.name}`) +
      pc.dim(`  ${targetIn(plan.target, (columns ?? Number.POSITIVE_INFINITY) - terminalColumns(plan.name) - 2)}`),
  ];
  // The list's own indent is added to first lines only.
  const told = (text: string) => wrapText(text, columns && columns - INDENT.length).replaceAll('\n', `\n${INDENT}`);
  const show = (text: string) => fitName(oneLine(text), Math.max(20, width - MARGIN));
  for (const op of ['create', 'update', 'retire', 'prune'] as const) {
    const changes = plan.changes.filter((change) => change.op === op).map((change) => ({ change, ...tells(change) }));
    changes.sort((a, b) => rank(a.severity) - rank(b.severity));
    for (const { change, ...about } of changes.slice(0, limit)) lines.push(...changeToLines(change, about, width));
    if (changes.length > limit) lines.push(SIGNS[op](pc.dim(`… and ${changes.length - limit} more`)));
  }
  if (idle !== undefined && plan.changes.length === 0) lines.push(`= ${idle}`);
  else if (plan.changes.length === 0 || plan.unchanged > 0) {
    const edited = plan.drifts.some(({ decision }) => decision !== 'overwrite');
    lines.push(`= unchanged ${plan.unchanged}${edited ? ', those with an edit that stays included' : ''}`);
  }
  if (plan.kept > 0) lines.push(`= kept ${plan.kept} that no article called for this time`);
  if (plan.retired > 0) lines.push(pc.dim(`= retired earlier ${plan.retired}`));
  for (const drift of plan.drifts) {
    const { name, fields } = drift;
    const what = fields.map(({ field }) => field).join(', ');
    lines.push(told(pc.magenta(`! drift  ${show(name)}: ${what} (${driftWords(drift, DECISIONS)})`)));
    // What an update shows already is not shown twice.
    const updated = plan.changes.find((change) => change.op === 'update' && change.name === name)?.fields ?? [];
    const rest = fields.filter(({ field }) => !updated.some((one) => one.field === field));
    if (limit === Number.POSITIVE_INFINITY) lines.push(...rest.flatMap((field) => editToLines(field, drift, width)));
  }
  for (const { name, id } of plan.clashes) {
    lines.push(
      told(
        pc.magenta(
          `! clash  ${show(name)} is unmanaged: left as it is; add "${oneLine(id)}" to policy.adopt to take it over`,
        ),
      ),
    );
  }
  for (const { name, problems } of plan.rejects.slice(0, limit)) {
    const [problem] = problems;
    const why = problem ? `${oneLine(problem.message)} (${problem.code})` : 'no reason given';
    lines.push(told(pc.magenta(`! rejected  ${show(name)}: ${why}`)));
  }
  if (plan.rejects.length > limit) lines.push(pc.magenta(`! rejected  … and ${plan.rejects.length - limit} more`));
  lines.push(...planNotes(plan, limit).map((line) => told(pc.dim(line))));
  return lines.join(`\n${INDENT}`);
}

/** An address without its middle where the terminal has no room for it. */
function targetIn(target: string, room: number): string {
  if (terminalColumns(target) <= room) return target;
  const [, origin, last] = /^(\w+:\/\/[^/]+)\/.*\/([^/]+)$/.exec(target) ?? [];
  if (origin === undefined) return target;
  const short = `${origin}/…/${last}`;
  return terminalColumns(short) <= room ? short : `…/${last}`;
}

function rank(severity: Severity | null): number {
  return severity === null ? SEVERITIES.length : SEVERITIES.indexOf(severity);
}

const DECISIONS = {
  keep: 'the edit stays; policy.onDrift is keep',
  overwrite: 'the edit is overwritten; policy.onDrift is overwrite',
  fail: 'this object is not written; policy.onDrift is fail',
};

function changeToLines(
  change: Change,
  { severity, techniques, articles }: Omit<ReturnType<TellsAbout>, 'title'>,
  width: number,
): string[] {
  const reason = change.reason ? ` (${change.reason})` : '';
  const [technique = '', ...more] = techniques;
  const coverage = `${technique}${more.length > 0 ? ` +${more.length}` : ''}`.padEnd(TECHNIQUES_WIDTH);
  const facts = severity === null ? '' : `${SEVERITY[severity](severity.padEnd(4))} ${coverage}  `;
  const taken = MARGIN + terminalColumns(reason) + (severity === null ? 0 : 4 + 1 + TECHNIQUES_WIDTH + 2);
  const [newest, ...others] = articles;
  const count = others.length > 0 ? ` +${others.length}` : '';
  const caller = (room: number) => fitColumns(oneLine(newest?.title ?? ''), Math.max(10, room - count.length)) + count;
  const fields = change.op === 'update' ? change.fields.flatMap((field) => fieldToLines(field, width)) : [];
  const name = oneLine(change.name);
  const head = (text: string) => SIGNS[change.op](facts + text + pc.dim(reason));
  if (!newest?.title) return [head(fitName(name, Math.max(12, width - taken))), ...fields];
  if (width < ONE_LINE_WIDTH) {
    const second = pc.dim(`          ${caller(width - MARGIN)}`);
    return [head(fitName(name, Math.max(12, width - taken))), second, ...fields];
  }
  const left = width - taken - 2;
  const named = fitName(name, Math.floor(left * 0.6));
  const padded = padColumns(named, Math.floor(left * 0.6));
  return [head(`${padded}  ${pc.dim(caller(left - terminalColumns(padded)))}`), ...fields];
}

/** The value on the platform, and the desired one where there is one. */
function editToLines(change: FieldChange, { decision }: Pick<DriftNote, 'decision'>, width: number): string[] {
  const { field, before, after } = change;
  if (after === null) return [`    ${field}: ${value(before ?? '', width)}`];
  if (decision === 'overwrite') return fieldToLines(change, width);
  const [theirs, ours] = [before ?? '', after];
  if (isShort(theirs, width) && isShort(ours, width)) {
    return [`    ${field}: platform ${value(theirs, width / 2)}, ours ${value(ours, width / 2)}`];
  }
  const lines = diffTexts(theirs, ours).map((line) => diffLineToText(line, SIDES));
  return [`    ${field}, kept as edited on the platform (< platform, > ours):`, ...lines];
}

/** Signs of a line that only one side has: nothing is added or removed where an edit stays. */
const SIDES = { removed: '<', added: '>' };
const CHANGED = { removed: '-', added: '+' };

/** Longer values are shown in full as a line diff: the end of a long query may be what changed. */
const SHORT_VALUE = 100;
/** Evidence, which may be hundreds of ids long. */
const LISTS: ReadonlySet<string> = new Set(['articles', 'sources', 'hash']);

/** An edit that is let stay changes nothing but the digest of its field. */
const ACCEPTED = /^([^\s=]+)=\S*!$/;

function fieldToLines({ field, before, after }: FieldChange, width: number): string[] {
  const accepted = field === 'hash' ? ACCEPTED.exec(after ?? '')?.[1] : undefined;
  if (accepted !== undefined) return [`    ${accepted}: the edit stays for good`];
  const [from, to] = [before ?? '', after ?? ''];
  const isPair = isShort(from, width) && isShort(to, width);
  if (isPair) return [`    ${field}: ${value(from, width / 2)} -> ${value(to, width / 2)}`];
  if (LISTS.has(field)) return [`    ${field}: ${value(listChange(from, to), width - MARGIN)}`];
  return [`    ${field}:`, ...diffTexts(from, to).map((line) => diffLineToText(line, CHANGED))];
}

/** What a long list gains and loses: its two halves would look alike where both are cut. */
function listChange(from: string, to: string): string {
  const [was, is] = [from.split(/\s+/), to.split(/\s+/)];
  const gained = is.filter((one) => !was.includes(one));
  const lost = was.filter((one) => !is.includes(one));
  const told = [...(gained.length > 0 ? ['+', ...gained] : []), ...(lost.length > 0 ? ['-', ...lost] : [])];
  return told.length > 0 ? told.join(' ') : 'in another order';
}

function isShort(text: string, width: number): boolean {
  return text.length <= Math.min(SHORT_VALUE, width / 2) && !text.includes('\n');
}

function diffLineToText(line: DiffLine, signs: typeof SIDES): string {
  const { kind, parts } = abridged(line);
  const text = parts.map((part) => (part.changed ? pc.inverse(part.text) : part.text)).join('');
  switch (kind) {
    case 'added':
      return pc.green(`      ${signs.added} ${text}`);
    case 'removed':
      return pc.red(`      ${signs.removed} ${text}`);
    case 'gap':
      return pc.dim(`      … ${text}`);
    default:
      return pc.dim(`        ${text}`);
  }
}

function value(text: string, width: number): string {
  return text === '' ? pc.dim('(empty)') : fitColumns(oneLine(text), Math.max(20, Math.floor(width)));
}
