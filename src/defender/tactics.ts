import { tacticIn } from '../azure/tactics.ts';
import { parentTechniqueId, tacticsOf } from '../knowledge/attack.ts';

/** The tactics of ATT&CK as the portal's categories name them (https://learn.microsoft.com/graph/api/resources/security-mitretactic). */
const TACTICS: readonly string[] = [
  'Reconnaissance',
  'ResourceDevelopment',
  'InitialAccess',
  'Execution',
  'Persistence',
  'PrivilegeEscalation',
  'DefenseEvasion',
  'CredentialAccess',
  'Discovery',
  'LateralMovement',
  'Collection',
  'CommandAndControl',
  'Exfiltration',
  'Impact',
];

/** A rule's tactics with their techniques, as one text: `Execution:T1059,T1059.001`, parted by semicolons; empty where there are none. */
export type TacticText = string;

/**
 * The tactic that most of the techniques have, the first of the matrix among equals, with those techniques: they are the ones
 * "observed within this tactic" (https://learn.microsoft.com/graph/api/resources/security-mitretactic?view=graph-rest-1.0). One
 * tactic, because the portal's form has one category (https://learn.microsoft.com/defender-xdr/custom-detection-rules); the API
 * takes a list, and no page shows one of several.
 */
export function tacticText(techniques: readonly string[]): TacticText {
  const known = techniques.map((id) => ({
    id,
    tactics: new Set(tacticsOf([id]).map((one) => tacticIn(TACTICS, one))),
  }));
  const within = (tactic: string) => known.filter(({ tactics }) => tactics.has(tactic)).map(({ id }) => id);
  const [most, ...others] = TACTICS.map((tactic) => ({ tactic, ids: within(tactic) }));
  const best = others.reduce((one, other) => (other.ids.length > (one?.ids.length ?? 0) ? other : one), most);
  if (!best || best.ids.length === 0) return '';
  // A sub-technique stands below its technique, which is then named too.
  const all = best.ids.flatMap((id) => [parentTechniqueId(id), id]);
  return `${best.tactic}:${[...new Set(all)].sort().join(',')}`;
}

/** `mitreTechnique`: a technique with its sub-techniques (https://learn.microsoft.com/graph/api/resources/security-mitretechnique). */
interface TechniqueBody {
  readonly technique: string;
  readonly subTechniques: readonly string[];
}

export interface TacticBody {
  readonly tactic: string;
  readonly techniques: readonly TechniqueBody[];
}

/** `alertTemplate.tactics` of a text. */
export function tacticBodies(text: TacticText): TacticBody[] {
  return text.split(';').flatMap((one) => {
    const [tactic = '', list = ''] = one.split(':');
    return tactic === '' ? [] : [{ tactic, techniques: techniqueBodies(list) }];
  });
}

function techniqueBodies(list: string): TechniqueBody[] {
  const ids = list.split(',').filter((id) => id !== '');
  const parents = [...new Set(ids.map((id) => parentTechniqueId(id)))];
  return parents.map((technique) => ({
    technique,
    subTechniques: ids.filter((id) => id.startsWith(`${technique}.`)),
  }));
}

/** The text of `alertTemplate.tactics`. A technique that was named by its sub-technique only counts as that alone. */
export function textOfTactics(raw: unknown): TacticText {
  return (Array.isArray(raw) ? raw : [])
    .flatMap((one: unknown) => {
      const { tactic, techniques } = (one ?? {}) as { readonly tactic?: unknown; readonly techniques?: unknown };
      return typeof tactic === 'string' && tactic !== '' ? [`${tactic}:${idsIn(techniques).join(',')}`] : [];
    })
    .sort()
    .join(';');
}

/** The techniques of all tactics in `alertTemplate.tactics`, sorted. */
export function techniquesIn(raw: unknown): string[] {
  const lists = (Array.isArray(raw) ? raw : []).map((one: unknown) =>
    idsIn((one as { techniques?: unknown })?.techniques),
  );
  return [...new Set(lists.flat())].sort();
}

function idsIn(techniques: unknown): string[] {
  const ids = (Array.isArray(techniques) ? techniques : []).flatMap((one: unknown) => {
    const { technique, subTechniques } = (one ?? {}) as { technique?: unknown; subTechniques?: unknown };
    const subs = Array.isArray(subTechniques) ? subTechniques.filter((id) => typeof id === 'string') : [];
    return [...(typeof technique === 'string' ? [technique] : []), ...subs];
  });
  return [...new Set(ids)].sort();
}
