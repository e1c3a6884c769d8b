import { readFileSync } from 'node:fs';

export type AttackMatrix = 'enterprise' | 'mobile' | 'ics';

/** A technique of any of the three ATT&CK matrices (their ids do not overlap). */
export interface AttackTechnique {
  readonly id: string;
  readonly name: string;
  readonly matrix: AttackMatrix;
  /** Tactic short names (`initial-access`). */
  readonly tactics: readonly string[];
  readonly status: 'current' | 'revoked' | 'deprecated';
  /** Where MITRE revoked it in favour of another. */
  readonly replacedBy: string | null;
}

/** A tactic of any of the matrices; `id` is its short name (`initial-access`). */
export interface AttackTactic {
  readonly id: string;
  readonly name: string;
}

/** A technique's entry: what is left out has a default. */
interface TechniqueEntry extends Omit<AttackTechnique, 'id' | 'matrix' | 'replacedBy'> {
  readonly matrix?: AttackMatrix;
  readonly replacedBy?: string;
}

/** The shape of config/reference/attack/attack.json. */
interface AttackFile {
  readonly version: Readonly<Record<AttackMatrix, string>>;
  readonly terms: string;
  readonly tactics: readonly AttackTactic[];
  readonly techniques: Readonly<Record<string, TechniqueEntry>>;
}

/** The same place from src/knowledge and from dist/knowledge. */
const FOLDER = new URL('../../config/reference/attack/', import.meta.url);
let loaded: AttackFile | undefined;

function reference(): AttackFile {
  loaded ??= JSON.parse(readFileSync(new URL('attack.json', FOLDER), 'utf8')) as AttackFile;
  return loaded;
}

/** The technique as ATT&CK lists it, revoked and deprecated ones included; undefined for an id that it never had. */
export function attackTechnique(id: string): AttackTechnique | undefined {
  const found = entryOf(id);
  return found && techniqueOf(id, found);
}

function entryOf(id: string): TechniqueEntry | undefined {
  const { techniques } = reference();
  return Object.hasOwn(techniques, id) ? techniques[id] : undefined;
}

function techniqueOf(id: string, entry: TechniqueEntry): AttackTechnique {
  return { id, ...entry, matrix: entry.matrix ?? 'enterprise', replacedBy: entry.replacedBy ?? null };
}

/** The version of ATT&CK that our reference has of a matrix: `19`. */
export function attackVersion(matrix: AttackMatrix): string {
  return reference().version[matrix];
}

/** MITRE's terms, which must accompany what is copied from ATT&CK. */
export function attackTerms(): string {
  return reference().terms;
}

/** The text of ATT&CK's licence, which the terms refer to as attack-LICENSE.txt. */
export function attackLicence(): string {
  return readFileSync(new URL('attack-LICENSE.txt', FOLDER), 'utf8');
}

/** Every technique of the three matrices, by id; revoked and deprecated ones included. */
export function attackTechniques(): AttackTechnique[] {
  return Object.entries(reference().techniques).map(([id, entry]) => techniqueOf(id, entry));
}

/** The id that MITRE now uses for a technique: revocations followed to their end; the id itself where nothing is known. */
export function currentTechniqueId(id: string): string {
  if (!entryOf(id)?.replacedBy) return id;
  const seen = new Set<string>();
  let current = id;
  for (;;) {
    const next = entryOf(current)?.replacedBy;
    if (!next || seen.has(next)) return current;
    seen.add(next);
    current = next;
  }
}

/** Every tactic, in the order of the matrix. */
export function attackTactics(): readonly AttackTactic[] {
  return reference().tactics;
}

/** Tactic short names of techniques, in the order of the matrix; revoked ids count as their successors, unknown ids not at all. */
export function tacticsOf(techniqueIds: readonly string[]): string[] {
  const wanted = new Set(techniqueIds.flatMap((id) => entryOf(currentTechniqueId(id))?.tactics ?? []));
  return reference()
    .tactics.map((tactic) => tactic.id)
    .filter((id) => wanted.has(id));
}

/** The technique that a sub-technique is part of; any other id as it is. */
export function parentTechniqueId(id: string): string {
  return id.replace(/\..*/, '');
}
