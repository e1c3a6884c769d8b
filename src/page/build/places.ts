import { groupBy } from '../../core/group.ts';
import type { Problem } from '../../core/problem.ts';
import { excerptOf } from '../../report/excerpt.ts';
import { isInUse, type UseRule } from '../../sync/in-use.ts';
import { driftOf } from '../../sync/merge.ts';
import type { DriftNote } from '../../sync/plan.ts';
import { type CheckedHunt, queriesFor } from '../../sync/query.ts';
import type { HuntRecord, Own } from '../../sync/records/types.ts';
import { textList } from '../../sync/records/values.ts';
import { huntKeyOf } from '../../sync/retire.ts';
import type { ActualObject, Change } from '../../sync/types.ts';
import type { DriftView, PlaceView, ProblemView } from '../model.ts';
import type { Seen } from '../seen.ts';
import type { PlatformRows } from './rows.ts';
import { runView } from './runs.ts';

type Row = Own<HuntRecord>;

/** What hunts are on one platform. */
export type PlaceOf = (key: string) => PlaceView | null;

/** Prepares the lookups once, for thousands of hunts. */
export function placesOn(rows: PlatformRows, seen: Seen): PlaceOf {
  const { platform, objects, plan, held = [] } = rows.seen;
  const { queryField, name, kind } = platform;
  const siem = seen.siems.find((one) => one.kind === kind);
  const managed = objects.filter(({ marker }) => marker !== null);
  const byKey = groupBy(managed, keyOfObject);
  const byId = new Map(managed.map((object) => [object.id, object]));
  const drifts = groupBy(plan?.drifts ?? managed.flatMap(driftNote), ({ key }) => huntKeyOf(key));
  const changes = groupBy(plan?.changes ?? [], ({ key }) => huntKeyOf(key));
  const rejects = new Map((plan?.rejects ?? []).map((note) => [huntKeyOf(note.key), note.problems]));
  const only = new Map((plan?.runOnly ?? []).map(({ key, reason }) => [huntKeyOf(key), reason] as const));
  const waiting = new Set(held.map(({ key }) => huntKeyOf(key)));
  const checked = new Map((seen.articles?.checked ?? []).map((one) => [one.hunt.key, one]));

  return (key) => {
    const row = rows.hunts.get(key);
    if (!row) return null;
    // A hunt may stand under the key of another with the very same query.
    const own = byKey.get(key) ?? row.objects.flatMap((id) => byId.get(id) ?? []);
    const source = checked.get(key);
    const problems = rejects.get(key) ?? rejectedProblems(source, kind);
    const runOnly = only.get(key) ?? '';
    const state = stateOf({ row, own, problems, isHeld: waiting.has(key), runOnly, source, kind, rule: platform });
    const keys = new Set([key, ...own.map(keyOfObject)]);
    const isRun = rows.seen.sharedRuns === undefined || state === 'in use' || state === 'run only';
    const run = isRun ? rows.runs.get(key) : undefined;
    return {
      platform: name,
      kind,
      title: siem?.title ?? kind,
      language: siem?.language.title ?? '',
      state,
      runOnly,
      retiredOn: state === 'retired' ? row.retired_on : null,
      objects: own.length > 0 ? own.map((object) => object.name) : row.objects,
      query:
        own.length > 0 ? own.map(({ fields }) => fields[queryField] ?? '').join('\n\n') : queryOf(row, source, kind),
      repairs: row.repairs,
      additions: row.additions,
      proof: row.proof,
      dataNeeds: row.data_needs,
      doesNotCover: textList(row.does_not_cover),
      drift: [...keys].flatMap((one) => (drifts.get(one) ?? []).flatMap(driftViews)),
      problems: problems.map((problem) =>
        problemView(problem, source?.hunt.queries[siem?.language.id ?? ''] ?? '', seen.remedyOf),
      ),
      pending: [...keys].flatMap((one) => (changes.get(one) ?? []).map(pendingOf)),
      run: run ? runView(run, row.hunt_title, name) : null,
    };
  };
}

function keyOfObject({ marker }: ActualObject): string {
  return huntKeyOf(marker?.key ?? '');
}

function rejectedProblems(checked: CheckedHunt | undefined, kind: string): readonly Problem[] {
  if (!checked) return [];
  return queriesFor(checked, kind).flatMap(({ verdict, problems }) => (verdict === 'rejected' ? problems : []));
}

function queryOf({ query }: Row, checked: CheckedHunt | undefined, kind: string): string {
  if (query !== '' || !checked) return query;
  return queriesFor(checked, kind)
    .map(({ text }) => text)
    .join('\n\n');
}

interface StateInput {
  readonly row: Row;
  readonly own: readonly ActualObject[];
  readonly problems: readonly Problem[];
  readonly isHeld: boolean;
  readonly runOnly: string;
  readonly source: CheckedHunt | undefined;
  readonly kind: string;
  readonly rule: UseRule;
}

function stateOf({ row, own, problems, isHeld, runOnly, source, kind, rule }: StateInput): PlaceView['state'] {
  if (own.length > 0) return own.some((object) => isInUse(object, rule)) ? 'in use' : 'retired';
  if (runOnly !== '') return 'run only';
  if (problems.length > 0 || row.status === 'rejected') return 'rejected';
  if (row.status === 'no-query' || (source && queriesFor(source, kind).length === 0)) return 'no query';
  return isHeld ? 'held' : 'new';
}

/** Edits, where no plan tells what huntsync would have there. */
function driftNote(object: ActualObject): DriftNote[] {
  const edited = driftOf(object);
  if (edited.length === 0) return [];
  const fields = edited.map((field) => ({ field, before: object.fields[field] ?? '', after: null }));
  return [{ key: object.marker?.key ?? '', name: object.name, fields, decision: 'keep' }];
}

function driftViews({ name, fields, decision, actions }: DriftNote): DriftView[] {
  return fields.map(({ field, before, after }) => ({
    object: name,
    field,
    edited: before ?? '',
    wanted: after,
    decision,
    ...(actions ? { actions } : {}),
  }));
}

function pendingOf({ op, reason, fields, aboutOnly }: Change): PlaceView['pending'][number] {
  return {
    op,
    reason: reason ?? (aboutOnly ? 'only what tells of its articles' : ''),
    fields: fields.map((one) => one.field),
  };
}

/** Characters of a rejected query's line that are shown. */
const EXCERPT_WIDTH = 110;

/** A problem with the line that it is in. */
export function problemView(
  { code, message, line, column }: Problem,
  source: string,
  remedyOf: Seen['remedyOf'],
): ProblemView {
  const found = line === undefined ? null : excerptOf(source, line, column ?? 1, EXCERPT_WIDTH);
  const excerpt = found?.text === '' ? null : found;
  return { code, message, remedy: remedyOf(code) ?? '', line: line ?? null, excerpt };
}
