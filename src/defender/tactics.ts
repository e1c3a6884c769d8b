import { tacticIn } from '../azure/tactics.ts';

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

/** A rule's tactic with its techniques, as one text: `Execution:T1059,T1059.001`; empty where there is none. */
export type TacticText = string;

/** A rule may have one tactic: the first that Defender knows, with all techniques. */
export function tacticText(tactics: readonly string[], techniques: readonly string[]): TacticText {
  const [first] = tactics.map((id) => tacticIn(TACTICS, id)).filter((name) => name !== null);
  // A sub-technique stands below its technique, which is then named too.
  const all = techniques.flatMap((id) => [id.split('.')[0] ?? id, id]);
  return first === undefined ? '' : `${first}:${[...new Set(all)].sort().join(',')}`;
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
  const [tactic = '', list = ''] = text.split(':');
  if (tactic === '') return [];
  const ids = list.split(',').filter((id) => id !== '');
  const parents = [...new Set(ids.map((id) => id.split('.')[0] ?? id))];
  return [
    {
      tactic,
      techniques: parents.map((technique) => ({
        technique,
        subTechniques: ids.filter((id) => id.startsWith(`${technique}.`)),
      })),
    },
  ];
}

/** The text of `alertTemplate.tactics`. A technique that was named by its sub-technique only counts as that alone. */
export function textOfTactics(raw: unknown): TacticText {
  const [first] = Array.isArray(raw) ? raw : [];
  const { tactic, techniques } = (first ?? {}) as { readonly tactic?: unknown; readonly techniques?: unknown };
  if (typeof tactic !== 'string' || tactic === '') return '';
  const ids = (Array.isArray(techniques) ? techniques : []).flatMap((one: unknown) => {
    const { technique, subTechniques } = one as { technique?: unknown; subTechniques?: unknown };
    const subs = Array.isArray(subTechniques) ? subTechniques.filter((id) => typeof id === 'string') : [];
    return [...(typeof technique === 'string' ? [technique] : []), ...subs];
  });
  return `${tactic}:${[...new Set(ids)].sort().join(',')}`;
}
