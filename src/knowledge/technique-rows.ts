import { attackTechnique, attackTechniques, currentTechniqueId, parentTechniqueId } from './attack.ts';

/** A technique's name where a row gives it, as offsets in the row. */
export interface NamedInRow {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

const ID = /\bT1\d{3}(?:\.\d{3})?/g;
/** What parts the cells of a table, the items of a list, and a technique from its sub-technique. */
const CELL = /[^|\t,;:•]+/g;

let idsByName: ReadonlyMap<string, string> | undefined;

/** The techniques that a row names: those whose ids it gives, and cells that are a technique's name and nothing else. */
export function namedInRow(row: string): readonly NamedInRow[] {
  const byId = (row.match(ID) ?? []).flatMap((id) => {
    const name = attackTechnique(currentTechniqueId(id))?.name;
    const start = name === undefined ? -1 : row.indexOf(name);
    return name === undefined || start < 0 ? [] : [{ id, start, end: start + name.length }];
  });
  const byCell = [...row.matchAll(CELL)].flatMap(({ 0: cell, index }) => {
    const name = cell.trim();
    const id = idOf(name);
    const start = index + cell.indexOf(name);
    return id === undefined ? [] : [{ id, start, end: start + name.length }];
  });
  return [...byId, ...byCell];
}

function idOf(name: string): string | undefined {
  idsByName ??= new Map(
    attackTechniques()
      .filter(({ status, matrix }) => status === 'current' && matrix === 'enterprise')
      .map((technique) => [technique.name.toLowerCase(), technique.id]),
  );
  return idsByName.get(name.toLowerCase());
}

/** Whether two techniques are one, or parts of one. */
export function areRelated(one: string, other: string): boolean {
  const [a, b] = [one, other].map((id) => parentTechniqueId(currentTechniqueId(id)));
  return a === b;
}
