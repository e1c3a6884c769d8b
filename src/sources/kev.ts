import { z } from 'zod';
import type { KevConfig } from '../config/sources.ts';
import type { Problem } from '../core/problem.ts';
import { oneLine } from '../core/text.ts';
import type { FeedKind, FeedPage } from './feed-kind.ts';
import { tidy } from './html.ts';
import { parseDate } from './rss/dates.ts';
import { since } from './since.ts';
import type { ItemDocument } from './source.ts';

/** The page of the catalogue; every entry links to it. */
export const KEV_PAGE = 'https://www.cisa.gov/known-exploited-vulnerabilities-catalog';

const text = z.string().catch('');

/** https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities_schema.json */
const entrySchema = z.object({
  cveID: z.string().regex(/^CVE-\d{4}-\d{4,}$/i),
  vendorProject: text,
  product: text,
  vulnerabilityName: text,
  dateAdded: text,
  shortDescription: text,
  requiredAction: text,
  dueDate: text,
  knownRansomwareCampaignUse: text,
  notes: text,
  cwes: z.array(z.string()).catch([]),
});
const catalogueSchema = z.object({ vulnerabilities: z.array(z.unknown()) });

/** CISA's Known Exploited Vulnerabilities: one item per entry that was added within `sinceDays`. */
export function kevKind(config: KevConfig): FeedKind {
  return {
    starts: [config.url],
    headers: { accept: 'application/json' },
    parse: async (source, at) => parseCatalogue(source, at.path, config.name),
    select: (item, now) => since(item, config.sinceDays, now),
    more: () => false,
    maxPages: 1,
  };
}

function parseCatalogue(source: string, path: string, publisher: string): FeedPage {
  const catalogue = catalogueSchema.safeParse(parseJson(source));
  if (!catalogue.success) {
    const message = 'This is not the KEV catalogue: it has no list of vulnerabilities.';
    return { items: [], problems: [{ code: 'not-a-feed', message, path }], outcome: 'failed' };
  }
  const items = new Map<string, ItemDocument>();
  const problems: Problem[] = [];
  for (const [index, entry] of catalogue.data.vulnerabilities.entries()) {
    const read = entrySchema.safeParse(entry);
    if (read.success) items.set(read.data.cveID.toUpperCase(), itemOf(read.data, path, publisher));
    else {
      const message = `Entry ${index + 1} of the catalogue has no CVE number. Skipped.`;
      problems.push({ code: 'unreadable-items', message, path });
    }
  }
  return { items: [...items.values()], problems, outcome: problems.length === 0 ? 'whole' : 'gaps' };
}

function itemOf(entry: z.output<typeof entrySchema>, path: string, publisher: string): ItemDocument {
  const cve = entry.cveID.toUpperCase();
  const product = oneLine(`${entry.vendorProject} ${entry.product}`);
  const name = oneLine(entry.vulnerabilityName) || `${product || 'Unnamed product'} Vulnerability`;
  const about = [
    entry.vendorProject && `Vendor: ${oneLine(entry.vendorProject)}`,
    entry.product && `Product: ${oneLine(entry.product)}`,
  ].filter(Boolean);
  // "Unknown" says nothing, and would only bring the word ransomware into every entry.
  const isRansomware = entry.knownRansomwareCampaignUse.trim().toLowerCase() === 'known';
  const facts = [
    about.length > 0 ? `${about.join(', ')}.` : '',
    isRansomware ? 'Known ransomware use: Known.' : '',
    entry.dueDate ? `Federal patch due: ${oneLine(entry.dueDate)}.` : '',
    cve,
  ];
  const paragraphs = [
    entry.shortDescription,
    facts.filter(Boolean).join(' '),
    entry.requiredAction && `Required action: ${entry.requiredAction}`,
    entry.cwes.length > 0 ? `Weakness: ${entry.cwes.join(', ')}` : '',
    entry.notes && `Notes: ${entry.notes}`,
  ];
  return {
    kind: 'item',
    path: `${path}#${cve}`,
    publisher,
    id: cve,
    title: `CISA KEV: ${cve} — ${name}`,
    url: KEV_PAGE,
    published: parseDate(entry.dateAdded),
    text: tidy(paragraphs.filter(Boolean).join('\n\n')),
  };
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
