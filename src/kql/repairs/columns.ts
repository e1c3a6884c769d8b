import { JUDGED_COLUMNS } from '../columns.ts';
import type { Edit } from '../draft.ts';
import { listOf, loadKusto, type Node } from '../kusto.ts';
import { translationRules } from '../reference.ts';
import { type Analysis, ancestor, childAt, descendants, isKind, textOf } from '../service.ts';
import { diagnosed, type Repair, type RepairContext } from './repair.ts';

/** A place in a pipeline: the operator that is wrong and the rows that it gets. */
interface Place {
  readonly node: Node;
  readonly operator: Node;
  readonly columns: ReadonlySet<string>;
  /** Tables that the rows come from, the nearest first. */
  readonly tables: readonly string[];
}

/** The unknown names of columns, each with its place. */
function unknownColumns({ analysis }: RepairContext): Place[] {
  return analysis.errors
    .filter(({ code }) => code === 'KS142')
    .flatMap(({ start }): Place[] => {
      const node = ancestor(analysis.tokenAt(start), 'NameReference');
      const place = node ? placeOf(analysis, node) : null;
      return place ? [place] : [];
    });
}

function placeOf(_analysis: Analysis, node: Node): Place | null {
  let operator: Node | null = node;
  while (operator?.Parent && !isKind(operator.Parent, 'PipeExpression')) operator = operator.Parent;
  const pipe = operator?.Parent;
  const rows = childAt(pipe, 0);
  if (!operator || !pipe || !rows || rows === operator || rows.TextStart === operator.TextStart) return null;
  const { SymbolKind } = loadKusto().Symbols;
  const tables: string[] = [];
  for (const one of descendants(rows)) {
    const symbol = one.ReferencedSymbol;
    if (isKind(one, 'NameReference') && symbol?.Kind === SymbolKind.Table && symbol.Name) tables.push(symbol.Name);
  }
  return {
    node,
    operator,
    columns: new Set(listOf(rows.ResultType?.Columns).map(({ Name }) => Name)),
    tables: [...new Set(tables)],
  };
}

/** The node as an item of a list: the separated element, and the list that it is in. */
function listItem(node: Node): { element: Node; list: Node; owner: Node | null } | null {
  const element = node.Parent;
  const list = element?.Parent;
  return isKind(element, 'SeparatedElement') && list ? { element: element as Node, list, owner: list.Parent } : null;
}

/** Operators that take names only: there a missing column is made in front of them. */
const NAME_ONLY = [
  'DistinctOperator',
  'JoinOperator',
  'LookupOperator',
  'ProjectReorderOperator',
  'ProjectKeepOperator',
  'MvExpandOperator',
  'TopNestedOperator',
];

/** Replaces a column by `expression`, keeping its name for later operators. */
export function substitute(analysis: Analysis, place: Pick<Place, 'node' | 'operator'>, expression: string): Edit {
  const { node, operator } = place;
  const name = textOf(analysis, node);
  if (isKind(operator, ...NAME_ONLY)) {
    return { start: operator.TextStart, end: operator.TextStart, text: `extend ${name} = ${expression} | ` };
  }
  const owner = listItem(node)?.owner;
  const named = isKind(owner, 'ProjectOperator', 'SummarizeByClause', 'ExtendOperator', 'MakeSeriesByClause');
  return { start: node.TextStart, end: node.End, text: named ? `${name} = ${expression}` : expression };
}

function once(edits: readonly Edit[]): Edit[] {
  return [...new Map(edits.map((edit) => [`${edit.start}:${edit.end}:${edit.text}`, edit])).values()];
}

/** Same column, other spelling: `Isp` is `ISP` in the workspace, `AccountUpn` of IdentityInfo `AccountUPN`. */
export const renamedColumns: Repair = {
  name: 'renamed-column',
  judgement: false,
  preserves: 'The same data under the workspace’s name for the column; in projections the name in the result stays.',
  plan(context) {
    const { columns: renames, columnsSuggested: unsure = {} } = translationRules() as ReturnType<
      typeof translationRules
    > & {
      columnsSuggested?: Record<string, readonly string[]>;
    };
    const isDefender = context.schema.product === 'defender';
    return once(
      unknownColumns(context).flatMap((place) => {
        const name = place.node.SimpleName ?? '';
        const known = place.tables
          .filter((table) => !unsure[table]?.includes(name))
          .map((table) => (isDefender ? backwards(renames[table], name) : renames[table]?.[name]))
          .find((to) => to !== undefined && place.columns.has(to));
        const spelt = [...place.columns].filter((column) => column.toLowerCase() === name.toLowerCase());
        const to = known ?? (spelt.length === 1 ? spelt[0] : undefined);
        return to === undefined ? [] : [substitute(context.analysis, place, to)];
      }),
    );
  },
};

/** Defender's name of a column that a workspace has under this one. */
function backwards(renames: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return Object.entries(renames ?? {}).find(([, workspace]) => workspace === name)?.[0];
}

/** Columns that hunts use on tables which lack them, replaced by their counterparts. */
export const nearestColumns: Repair = {
  name: 'nearest-column',
  judgement: true,
  preserves:
    'AccountName on a table without an actor of its own becomes InitiatingProcessAccountName (the account of the process that acted), and so on; whose account was meant is our reading.',
  plan(context) {
    const suggested = translationRules().columns;
    return once(
      unknownColumns(context).flatMap((place) => {
        const name = place.node.SimpleName ?? '';
        const candidates = [
          ...place.tables.flatMap((table) => [JUDGED_COLUMNS[table]?.[name], suggested[table]?.[name]]),
          `InitiatingProcess${name}`,
          name.startsWith('Process') ? `Initiating${name}` : undefined,
          name === 'ProcessCommandLine' ? 'InitiatingProcessCommandLine' : undefined,
        ];
        const to = candidates.find(
          (one) => one !== undefined && place.columns.has(/^\w+/.exec(one.replace(/^\w+\(/, ''))?.[0] ?? ''),
        );
        return to === undefined ? [] : [substitute(context.analysis, place, to)];
      }),
    );
  },
};

/** A column that the table does not have, in the list of what to show. */
export const droppedColumns: Repair = {
  name: 'dropped-column',
  judgement: true,
  preserves: 'Which rows are found. A column that the workspace does not have is left out of project.',
  plan(context) {
    const items = [...diagnosed(context, 'KS142'), ...diagnosed(context, 'KS109')].flatMap(({ start }) => {
      const node = ancestor(context.analysis.tokenAt(start), 'NameReference');
      const item = node && node.SimpleName !== 'TimeGenerated' ? listItem(node) : null;
      return isKind(item?.owner, 'ProjectOperator', 'ProjectAwayOperator', 'ProjectReorderOperator')
        ? [item?.element as Node]
        : [];
    });
    return once(items.map((element) => removal(element)));
  },
};

/** Removes an item of a list with one of the commas beside it. */
function removal(element: Node): Edit {
  const list = element.Parent as Node;
  let before: Node | null = null;
  let after: Node | null = null;
  for (let index = 0; index < list.ChildCount; index++) {
    if (childAt(list, index) !== element) continue;
    before = index > 0 ? childAt(list, index - 1) : null;
    after = childAt(list, index + 1);
  }
  if (after) return { start: element.TextStart, end: after.TextStart, text: '' };
  const item = childAt(before, 0);
  return { start: item ? item.End : element.TextStart, end: element.End, text: '' };
}

/** `project a, a`: named twice. */
export const duplicateColumns: Repair = {
  name: 'duplicate-column',
  judgement: false,
  preserves: 'A column that is listed twice is listed once; the result has it either way.',
  plan(context) {
    return once(
      diagnosed(context, 'KS171').flatMap(({ start }) => {
        const node = ancestor(context.analysis.tokenAt(start), 'NameReference');
        const item = node ? listItem(node) : null;
        return isKind(item?.owner, 'ProjectOperator', 'SummarizeByClause') ? [removal(item?.element as Node)] : [];
      }),
    );
  },
};
