import type { ThreatLabel } from '../../briefing/article.ts';
import { oneLine, truncate } from '../../core/text.ts';
import type { HuntCampaign } from '../../hunts/hunt.ts';
import { attackObject } from '../../knowledge/attack-stix.ts';
import { type AttackThreat, namedThreat, type ThreatKind } from '../../knowledge/named-threats.ts';
import { FIXED_TIMES, type StixMarks, type StixObject, stixId, versionOf } from '../../sync/records/stix-common.ts';
import { attackHead, instantOf } from './common.ts';

const MAX_NAME = 200;

/** What ATT&CK's kinds are in STIX, and where their pages are (https://github.com/mitre-attack/attack-stix-data). */
const TYPES: Readonly<Record<ThreatKind, { readonly type: string; readonly pages: string }>> = {
  group: { type: 'intrusion-set', pages: 'groups' },
  malware: { type: 'malware', pages: 'software' },
  tool: { type: 'tool', pages: 'software' },
  campaign: { type: 'campaign', pages: 'campaigns' },
};

/**
 * What an article names: ATT&CK's own object where it has one, else one of ours by the name as it is spelt. Null for a name without
 * text.
 */
export function threatObject({ name, kind, coined }: ThreatLabel, marks: StixMarks): StixObject | null {
  const text = truncate(oneLine(name.toWellFormed()), MAX_NAME);
  if (text === '') return null;
  const known = coined ? undefined : namedThreat(text, kind === 'malware' ? ['malware', 'tool'] : [kind]);
  if (known) return attackThreat(known, marks);
  const { type } = TYPES[kind];
  return {
    type,
    spec_version: '2.1',
    id: stixId(type, 'name', text),
    ...FIXED_TIMES,
    name: text,
    ...familyOf(type),
    ...marks,
  };
}

function attackThreat({ attackId, name, kind, aliases }: AttackThreat, marks: StixMarks): StixObject {
  const { type, pages } = TYPES[kind];
  const { head, tail } = attackHead({ type, attackId, known: attackObject(attackId) }, marks);
  return {
    type,
    spec_version: '2.1',
    ...head,
    name,
    ...familyOf(type),
    ...(aliases.length > 0 ? { aliases } : {}),
    external_references: [
      { source_name: 'mitre-attack', external_id: attackId, url: `https://attack.mitre.org/${pages}/${attackId}/` },
    ],
    ...tail,
  };
}

/** A name is a family's: an article seldom names a single sample. */
function familyOf(type: string): { readonly is_family?: true } {
  return type === 'malware' ? { is_family: true } : {};
}

/** The operation that several articles of feeds tell of. */
export function campaignObject(
  { id, name, firstSeen, lastSeen }: HuntCampaign,
  articles: number,
  marks: StixMarks,
): StixObject {
  const [first, last] = [instantOf(firstSeen), instantOf(lastSeen)];
  return {
    type: 'campaign',
    spec_version: '2.1',
    id: stixId('campaign', 'articles', id),
    ...versionOf(lastSeen, articles),
    name: truncate(oneLine(name.toWellFormed()), MAX_NAME) || 'Unnamed campaign',
    ...(first === null ? {} : { first_seen: first }),
    ...(last === null ? {} : { last_seen: last }),
    ...marks,
  };
}
