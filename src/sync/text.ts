import { diffLines } from 'diff';
import pc from 'picocolors';
import { oneLine, stripUnsafe, truncate } from '../core/text.ts';
import type { PlatformPlan } from './plan.ts';
import { planNotes } from './plan-notes.ts';
import type { Change, ChangeOp, FieldChange } from './types.ts';

const SIGNS: Record<ChangeOp, (text: string) => string> = {
  create: (text) => pc.green(`+ create  ${text}`),
  update: (text) => pc.yellow(`~ update  ${text}`),
  retire: (text) => pc.red(`- retire  ${text}`),
  prune: (text) => pc.red(`x prune   ${text}`),
};

export interface PlanTextOptions {
  /** At most so many changes of a kind are listed one by one. */
  readonly limit?: number;
}

/** A plan as text: one line per change, one per field under updates, the query as a line diff. */
export function planToText(plan: PlatformPlan, { limit = Number.POSITIVE_INFINITY }: PlanTextOptions = {}): string {
  const lines = [pc.bold(`${plan.name}`) + pc.dim(`  ${plan.target}`)];
  for (const op of ['create', 'update', 'retire', 'prune'] as const) {
    const changes = plan.changes.filter((change) => change.op === op);
    for (const change of changes.slice(0, limit)) lines.push(...changeToLines(change));
    if (changes.length > limit) lines.push(SIGNS[op](pc.dim(`… and ${changes.length - limit} more`)));
  }
  if (plan.changes.length === 0 || plan.unchanged > 0) lines.push(`= unchanged ${plan.unchanged}`);
  if (plan.kept > 0) lines.push(`= kept ${plan.kept} that no article called for this time`);
  if (plan.retired > 0) lines.push(pc.dim(`= retired earlier ${plan.retired}`));
  for (const { name, fields, decision } of plan.drifts) {
    const what = fields.map(({ field }) => field).join(', ');
    lines.push(pc.magenta(`! drift  ${show(name)}: ${what} (${DECISIONS[decision]})`));
    if (limit === Number.POSITIVE_INFINITY) lines.push(...fields.flatMap(editToLines));
  }
  for (const { name, id } of plan.clashes) {
    lines.push(
      pc.magenta(
        `! clash  ${show(name)} is unmanaged: left as it is; add "${show(id)}" to policy.adopt to take it over`,
      ),
    );
  }
  for (const { name, problems } of plan.rejects.slice(0, limit)) {
    lines.push(pc.magenta(`! rejected  ${show(name)}: ${oneLine(problems[0]?.message ?? 'no reason given')}`));
  }
  if (plan.rejects.length > limit) lines.push(pc.magenta(`! rejected  … and ${plan.rejects.length - limit} more`));
  lines.push(...planNotes(plan, limit).map((line) => pc.dim(line)));
  return lines.join('\n  ');
}

const DECISIONS = {
  keep: 'the edit stays; policy.onDrift is keep',
  overwrite: 'the edit is overwritten; policy.onDrift is overwrite',
  fail: 'this object is not written; policy.onDrift is fail',
};

function changeToLines(change: Change): string[] {
  const why = change.reason ? pc.dim(` (${change.reason})`) : '';
  const head = SIGNS[change.op](show(change.name) + why);
  return change.op === 'update' ? [head, ...change.fields.flatMap(fieldToLines)] : [head];
}

/** The value on the platform, and the desired one where there is one. */
function editToLines(field: FieldChange): string[] {
  return field.after === null ? [`    ${field.field}: ${value(field.before ?? '')}`] : fieldToLines(field);
}

/** Longer values are shown in full as a line diff: the end of a long query may be what changed. */
const VALUE_WIDTH = 100;
const DIFF_MS = 200;
/** Evidence, which may be hundreds of ids long. */
const LISTS: ReadonlySet<string> = new Set(['articles', 'sources', 'hash']);

function fieldToLines({ field, before, after }: FieldChange): string[] {
  const [from, to] = [before ?? '', after ?? ''];
  const isShort = (text: string) => text.length <= VALUE_WIDTH && !text.includes('\n');
  if ((isShort(from) && isShort(to)) || LISTS.has(field)) return [`    ${field}: ${value(from)} -> ${value(to)}`];
  const [was, is] = [stripUnsafe(from), stripUnsafe(to)];
  // The diff is quadratic in what differs: two texts with nothing in common are shown one after the other.
  const whole = [
    { removed: true, added: false, value: was },
    { removed: false, added: true, value: is },
  ];
  const parts = (diffLines(was, is, { timeout: DIFF_MS }) ?? whole).filter((part) => part.added || part.removed);
  return [
    `    ${field}:`,
    ...parts.flatMap(({ added, value: text }) =>
      text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => (added ? pc.green(`      + ${line}`) : pc.red(`      - ${line}`))),
    ),
  ];
}

function value(text: string): string {
  return text === '' ? pc.dim('(empty)') : truncate(oneLine(text), VALUE_WIDTH);
}

function show(text: string): string {
  return truncate(oneLine(text), 110);
}
