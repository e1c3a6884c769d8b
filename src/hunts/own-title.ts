import type { Article, ArticleHunt, ThreatLabel } from '../briefing/article.ts';
import { oneLine, shorten } from '../core/text.ts';
import { huntTitle } from './identity.ts';
import { bareTitle } from './own-keys.ts';

/** What the hunts of one article's own look for, by what their titles in the article begin with. */
const THINGS: Readonly<Record<string, string>> = {
  'Article-specific behavioural hunt': 'Programs, files and commands',
  'Article-specific network indicators': 'Domains, addresses and links',
  'Article-specific file hashes': 'File hashes',
  'Article-specific senders': 'Mail senders',
  'Article-specific mail subjects': 'Mail subjects',
  'Article-specific exposure': 'Vulnerable hosts',
  'Article-specific package hunt': 'Packages',
  'Article-specific identity and cloud hunt': 'Identity and cloud activity',
  'Article-specific web hunt': 'Web requests',
  'Article-specific combined hunt': 'Indicators and traces',
};
const NUMBER = / \(\d+\)$/;
/** Most UTF-16 units of the article's title. */
const SUBJECT = 80;

/**
 * The title under which an article's own hunt is shown: what it looks for, then whose, which is the campaign, or the article's title with the
 * malware or campaign that it is about where the title does not say so. Hunts of a feed's items alone: what a briefing's author wrote
 * stays. Keys are made of the title in the article, so that these words may change.
 */
export function ownTitle(
  hunt: Pick<ArticleHunt, 'title'>,
  article: Pick<Article, 'itemId' | 'title' | 'names'>,
  campaign?: { readonly name: string },
): string {
  const subject = oneLine(campaign?.name ?? article.title);
  const bare = bareTitle(hunt, { title: subject });
  const thing = THINGS[bare.replace(NUMBER, '')];
  if (article.itemId === undefined || thing === undefined) return huntTitle(hunt.title);
  const [number = ''] = NUMBER.exec(bare) ?? [];
  const name = campaign ? undefined : mainName(article.names ?? [], subject);
  const whose = name === undefined ? '' : ` of ${oneLine(name)}`;
  return huntTitle(`${thing}${whose}${number} — ${shorten(subject, SUBJECT)}`);
}

/** The one new malware, or campaign, that an article names and its title does not; none where there are several. */
function mainName(names: readonly ThreatLabel[], title: string): string | undefined {
  const own = names.filter(({ kind, coined }) => coined === true || kind === 'campaign');
  const lower = title.toLowerCase();
  if (names.some(({ name }) => lower.includes(name.toLowerCase()))) return undefined;
  return own.length === 1 ? own[0]?.name : undefined;
}
