import { readFileSync } from 'node:fs';

export type ThreatKind = 'group' | 'malware' | 'tool' | 'campaign';

/** A name that ATT&CK has for a group, a campaign or software. */
export interface ThreatName {
  /** As written. */
  readonly name: string;
  readonly kind: ThreatKind;
  /** It may be an everyday word (Play, Axiom): it counts only beside a word that tells what it is. */
  readonly ordinary: boolean;
}

interface GroupsFile {
  readonly groups: Readonly<
    Record<string, { readonly name: string; readonly kind: ThreatKind; readonly aliases?: readonly string[] }>
  >;
}

/** The same place from src/knowledge and from dist/knowledge. */
const FILE = new URL('../../config/reference/attack/groups.json', import.meta.url);
let loaded: readonly ThreatName[] | undefined;
let byName: ReadonlyMap<string, AttackThreat> | undefined;

/** A group, a campaign or software of ATT&CK. */
export interface AttackThreat {
  /** `G0016`, `S0154`, `C0024`. */
  readonly attackId: string;
  readonly name: string;
  readonly kind: ThreatKind;
  readonly aliases: readonly string[];
}

function threats(): readonly AttackThreat[] {
  return Object.entries((JSON.parse(readFileSync(FILE, 'utf8')) as GroupsFile).groups).map(([attackId, entry]) => ({
    attackId,
    aliases: [],
    ...entry,
  }));
}

/** What ATT&CK has of one of these kinds by a name or another name, in any case; names come before other names. */
export function namedThreat(name: string, kinds: readonly ThreatKind[]): AttackThreat | undefined {
  if (!byName) {
    const all = threats();
    const keyed = (threat: AttackThreat, names: readonly string[]) =>
      names.map((one) => [`${threat.kind} ${one.toLowerCase()}`, threat] as const);
    const others = all.flatMap((threat) => keyed(threat, threat.aliases));
    byName = new Map([...others, ...all.flatMap((threat) => keyed(threat, [threat.name]))]);
  }
  for (const kind of kinds) {
    const found = byName.get(`${kind} ${name.toLowerCase()}`);
    if (found) return found;
  }
  return undefined;
}

/** The names and other names of config/reference/attack/groups.json; ids that stand for a name (C0010) and names of two letters are left out. */
export function threatNames(): readonly ThreatName[] {
  loaded ??= threats().flatMap(({ name, kind, aliases }) =>
    [name, ...aliases]
      .filter((one) => one.length > 2 && !/^[CGS]\d{4}$/.test(one))
      .map((one) => ({ name: one, kind, ordinary: isOrdinary(one) })),
  );
  return loaded;
}

/** One word of letters, in lower case or with a capital first: `Play` may be anything, `DarkGate`, `APT28` and `Lazarus Group` may not. */
function isOrdinary(name: string): boolean {
  return /^\p{L}\p{Ll}*$/u.test(name) || /^\p{Ll}+$/u.test(name) || /^\p{Lu}{3,4}$/u.test(name);
}
