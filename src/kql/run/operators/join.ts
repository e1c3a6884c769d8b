import { type Cell, type Cells, type Column, emptyOf, rowKey } from '../cells.ts';
import { createNames } from '../naming.ts';
import { type Compiler, type Relation, type Run, rowScope, type Scalar, type Scope, shapeOf } from '../plan.ts';
import {
  items,
  kindName,
  maybe,
  nameOf,
  parameters,
  part,
  type Syntax,
  tokenText,
  unparenthesized,
} from '../syntax.ts';
import { empty, type Operators } from './define.ts';

/** https://learn.microsoft.com/kusto/query/join-operator and https://learn.microsoft.com/kusto/query/lookup-operator */

interface Keys {
  readonly left: Scalar[];
  readonly right: Scalar[];
  /** Columns of the right side that are keys by their name. */
  readonly rightPlaces: number[];
}

/** `on A, $left.B == $right.C`. */
function keysOf(clause: Syntax, left: Relation, right: Relation, scope: Scope, compiler: Compiler): Keys {
  const keys: Keys = { left: [], right: [], rightPlaces: [] };
  const sides = { left: shapeOf(left.columns), right: shapeOf(right.columns) };
  const [leftScope, rightScope] = [rowScope(scope, left.columns), rowScope(scope, right.columns)];
  const add = (node: Syntax): void => {
    const condition = unparenthesized(node);
    switch (kindName(condition)) {
      case 'NameReference': {
        keys.left.push(compiler.scalar(condition, leftScope));
        keys.right.push(compiler.scalar(condition, rightScope));
        keys.rightPlaces.push(sides.right.indexOf(nameOf(condition)));
        return;
      }
      case 'AndExpression':
        add(part(condition, 'Left'));
        add(part(condition, 'Right'));
        return;
      case 'EqualExpression': {
        const [a, b] = [part(condition, 'Left'), part(condition, 'Right')];
        const [ours, theirs] = sideOf(a) === '$right' ? [b, a] : [a, b];
        if (sideOf(ours) === '$left' && sideOf(theirs) === '$right') {
          keys.left.push(compiler.scalar(ours, { ...leftScope, sides }));
          keys.right.push(compiler.scalar(theirs, { ...rightScope, sides }));
          keys.rightPlaces.push(sides.right.indexOf(nameOf(part(theirs, 'Selector'))));
          return;
        }
        break;
      }
      default:
        break;
    }
    compiler.unknown(`join condition ${compiler.textOf(node)}`);
  };
  for (const each of items(clause, 'Expressions')) add(each);
  return keys;
}

function sideOf(node: Syntax): string {
  return kindName(node) === 'PathExpression' ? nameOf(part(node, 'Expression')) : '';
}

/** A null key meets a null key: not what `==` says of nulls, but what Kusto's engine does. */
function keyOfRow(row: Cells, keys: readonly Scalar[], run: Run): string {
  return rowKey(keys.map((key) => key.run(row, run)));
}

function indexed(rows: readonly Cells[], keys: readonly Scalar[], run: Run): Map<string, number[]> {
  const index = new Map<string, number[]>();
  rows.forEach((row, at) => {
    const key = keyOfRow(row, keys, run);
    const list = index.get(key);
    if (list) list.push(at);
    else index.set(key, [at]);
  });
  return index;
}

const KINDS = [
  'innerunique',
  'inner',
  'leftouter',
  'rightouter',
  'fullouter',
  'leftsemi',
  'rightsemi',
  'leftanti',
  'rightanti',
] as const;

type Kind = (typeof KINDS)[number];

const SYNONYMS: Readonly<Record<string, Kind>> = {
  anti: 'leftanti',
  leftantisemi: 'leftanti',
  rightantisemi: 'rightanti',
};

function kindOf(node: Syntax, fallback: Kind, compiler: Compiler): Kind {
  const word = parameters(node).get('kind');
  const name = word ? tokenText(word) : fallback;
  const kind = KINDS.find((each) => each === name) ?? SYNONYMS[name];
  if (!kind) compiler.unknown(`join kind ${name}`);
  return kind ?? fallback;
}

/** The right side's columns get a number where the left side has the name. */
function columnsOf(left: readonly Column[], right: readonly Column[]): Column[] {
  const names = createNames(left.map(({ name }) => name));
  return [...left, ...right.map(({ name, type }) => ({ name: names.claim(name), type }))];
}

interface Joined {
  readonly left: Relation;
  readonly right: Relation;
  readonly keys: Keys;
  readonly kind: Kind;
}

/** Rows of one side that have, or have no, partner. */
function semi({ left, right, keys, kind }: Joined): Relation {
  const ofLeft = kind.startsWith('left');
  const wanted = kind.endsWith('semi');
  const [kept, other] = ofLeft ? [left, right] : [right, left];
  const [keptKeys, otherKeys] = ofLeft ? [keys.left, keys.right] : [keys.right, keys.left];
  return {
    columns: kept.columns,
    run(run) {
      const index = indexed(other.run(run), otherKeys, run);
      return kept.run(run).filter((row) => index.has(keyOfRow(row, keptKeys, run)) === wanted);
    },
  };
}

/** One row of the left side for each key, whichever comes first. https://learn.microsoft.com/kusto/query/join-innerunique */
function firstOfEach(rows: readonly Cells[], keys: readonly Scalar[], run: Run): readonly Cells[] {
  return [...indexed(rows, keys, run).values()].map(([at]) => rows[at as number] as Cells);
}

function paired({ left, right, keys, kind }: Joined, dropped: readonly number[]): Relation {
  const places = right.columns.map((_, at) => at).filter((at) => !dropped.includes(at));
  const rightColumns = places.map((at) => right.columns[at] as Column);
  const columns = columnsOf(left.columns, rightColumns);
  const noLeft: Cells = left.columns.map(({ type }) => emptyOf(type));
  const noRight: Cells = rightColumns.map(({ type }) => emptyOf(type));
  const keepsLeft = kind === 'leftouter' || kind === 'fullouter';
  const keepsRight = kind === 'rightouter' || kind === 'fullouter';
  return {
    columns,
    run(run) {
      const theirs = right.run(run);
      const all = left.run(run);
      const ours = kind === 'innerunique' ? firstOfEach(all, keys.left, run) : all;
      const index = indexed(theirs, keys.right, run);
      const met = new Set<number>();
      const rows: Cells[] = [];
      for (const row of ours) {
        const partners = index.get(keyOfRow(row, keys.left, run)) ?? [];
        run.spend(partners.length);
        for (const at of partners) {
          const partner = theirs[at] as Cells;
          rows.push([...row, ...places.map((place) => partner[place] as Cell)]);
          met.add(at);
        }
        if (partners.length === 0 && keepsLeft) rows.push([...row, ...noRight]);
      }
      if (keepsRight) {
        theirs.forEach((partner, at) => {
          if (!met.has(at)) rows.push([...noLeft, ...places.map((place) => partner[place] as Cell)]);
        });
      }
      return rows;
    },
  };
}

function sidesOf(node: Syntax, source: Relation, scope: Scope, compiler: Compiler, kind: Kind): Joined | null {
  const right = compiler.relation(part(node, 'Expression'), { ...scope, row: null });
  const clause = maybe(node, 'ConditionClause') ?? maybe(node, 'LookupClause');
  if (!clause || kindName(clause) !== 'JoinOnClause') {
    compiler.unknown('join … where');
    return null;
  }
  return { left: source, right, keys: keysOf(clause, source, right, scope, compiler), kind };
}

function join(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const kind = kindOf(node, 'innerunique', compiler);
  const joined = sidesOf(node, source, scope, compiler, kind);
  if (!joined) return empty(source.columns);
  return /semi$|anti$/.test(kind) ? semi(joined) : paired(joined, []);
}

/** Leaves out the right side's keys. */
function lookup(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const kind = kindOf(node, 'leftouter', compiler);
  const joined = sidesOf(node, source, scope, compiler, kind);
  return joined ? paired(joined, joined.keys.rightPlaces) : empty(source.columns);
}

export const JOIN: Operators = { JoinOperator: join, LookupOperator: lookup };
