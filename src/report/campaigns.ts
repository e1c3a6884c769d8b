import pc from 'picocolors';
import { counted } from '../core/counted.ts';
import { oneLine, truncate } from '../core/text.ts';
import type { Campaign } from '../hunts/campaigns.ts';
import type { CampaignCount } from './result.ts';

/** How many lines a text report gives them. */
const SHOWN = 10;

/** The newest first; of equals those with most articles. */
export function campaignCounts(campaigns: readonly Campaign[]): CampaignCount[] {
  return campaigns
    .map(({ id, name, firstSeen, lastSeen, articles }) => ({
      id,
      name,
      firstSeen,
      lastSeen,
      articleCount: articles.length,
    }))
    .sort((a, b) => compare(b.lastSeen, a.lastSeen) || b.articleCount - a.articleCount || compare(a.id, b.id));
}

/** One line each: its name, how many articles tell of it, and since when. */
export function campaignsToText(campaigns: readonly CampaignCount[]): string {
  const lines = campaigns.slice(0, SHOWN).map(({ name, articleCount, firstSeen, lastSeen }) => {
    const days = firstSeen === lastSeen ? (firstSeen ?? 'undated') : `${firstSeen} to ${lastSeen}`;
    return pc.dim(`Campaign ${truncate(oneLine(name), 80)}: ${counted(articleCount, 'article')}, ${days}.`);
  });
  if (campaigns.length > lines.length)
    lines.push(pc.dim(`… ${counted(campaigns.length - lines.length, 'more campaign')}.`));
  return lines.join('\n');
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0;
}
