import { z } from 'zod';
import type { GhsaConfig } from '../config/sources.ts';
import type { Problem } from '../core/problem.ts';
import { oneLine, truncate } from '../core/text.ts';
import type { FeedKind, FeedPage } from './feed-kind.ts';
import { tidy } from './html.ts';
import { parseDate } from './rss/dates.ts';
import { MAX_ARTICLE_TEXT } from './rss/documents.ts';
import { since } from './since.ts';
import type { ItemDocument } from './source.ts';

const text = z.string().nullish().catch(undefined);

/** https://docs.github.com/en/rest/security-advisories/global-advisories?apiVersion=2022-11-28 */
const advisorySchema = z.object({
  ghsa_id: z.string().regex(/^GHSA(?:-\w{4}){3}$/i),
  cve_id: text,
  html_url: text,
  summary: text,
  description: text,
  type: text,
  severity: text,
  cvss: z.object({ vector_string: text }).nullish().catch(undefined),
  published_at: text,
  withdrawn_at: text,
  source_code_location: text,
  references: z.array(z.string()).catch([]),
  vulnerabilities: z
    .array(
      z.object({
        package: z.object({ ecosystem: text, name: text }).nullish().catch(undefined),
        vulnerable_version_range: text,
        first_patched_version: text,
      }),
    )
    .nullish()
    .catch([]),
  cwes: z
    .array(z.object({ cwe_id: z.string(), name: z.string() }))
    .nullish()
    .catch([]),
});

type Advisory = z.output<typeof advisorySchema>;

/** GitHub's advisories, newest first, as far back as `sinceDays` and at most `maxPages` pages a severity and type. */
export function ghsaKind(config: GhsaConfig): FeedKind {
  const starts = config.types.flatMap((type) =>
    config.severities.map((severity) => startOf(config.url, type, severity)),
  );
  return {
    starts,
    headers: {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      ...(config.token ? { authorization: `Bearer ${config.token}` } : {}),
    },
    parse: async (source, at) => parseAdvisories(source, at.path, config),
    select: (item, now) => since(item, config.sinceDays, now),
    // The list is sorted: one that is too old ends it.
    more: (items, now) => items.every((item) => since(item, config.sinceDays, now)),
    maxPages: config.maxPages,
  };
}

function startOf(base: string, type: string, severity: string): string {
  const url = new URL(base);
  const query = { type, severity, sort: 'published', direction: 'desc', per_page: '100' };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

function parseAdvisories(source: string, path: string, config: GhsaConfig): FeedPage {
  const list = z.array(z.unknown()).safeParse(parseJson(source));
  if (!list.success) {
    const message = 'This is no list of advisories.';
    return { items: [], problems: [{ code: 'not-a-feed', message, path }], outcome: 'failed' };
  }
  const problems: Problem[] = [];
  const items: ItemDocument[] = [];
  for (const [index, entry] of list.data.entries()) {
    const { data: advisory } = advisorySchema.safeParse(entry);
    if (!advisory) {
      const message = `Advisory ${index + 1} of the page has no GHSA id. Skipped.`;
      problems.push({ code: 'unreadable-items', message, path });
    } else if (isWanted(advisory, config)) items.push(itemOf(advisory, path, config.name));
  }
  return { items, problems, outcome: problems.length === 0 ? 'whole' : 'gaps' };
}

/** Also checked here, because a server may ignore the parameters. */
function isWanted({ severity, withdrawn_at }: Advisory, { severities }: GhsaConfig): boolean {
  const known: readonly string[] = severities;
  return !withdrawn_at && (!severity || known.includes(severity.toLowerCase()));
}

function itemOf(advisory: Advisory, path: string, publisher: string): ItemDocument {
  const {
    ghsa_id: id,
    cve_id: cve,
    severity,
    cvss,
    summary,
    description,
    vulnerabilities,
    cwes,
    references,
  } = advisory;
  const packages = (vulnerabilities ?? []).map((entry) => {
    const name = [entry.package?.ecosystem, entry.package?.name].filter(Boolean).join(': ') || 'unnamed package';
    const range = entry.vulnerable_version_range ? ` ${entry.vulnerable_version_range}` : '';
    const fixed = entry.first_patched_version ? ` (fixed in ${entry.first_patched_version})` : '';
    return oneLine(`- ${name}${range}${fixed}`);
  });
  const paragraphs = [
    summary,
    description,
    packages.length > 0 ? `Affected packages:\n${packages.join('\n')}` : '',
    cvss?.vector_string ? `Vector: ${oneLine(cvss.vector_string)}` : '',
    cwes && cwes.length > 0 ? `Weakness: ${cwes.map((cwe) => `${cwe.cwe_id} ${cwe.name}`).join(', ')}` : '',
    `Identifiers: ${[cve, id].filter(Boolean).join(', ')}`,
    references.length > 0 ? `References:\n${references.map((reference) => `- ${oneLine(reference)}`).join('\n')}` : '',
  ];
  const tag = severity ? `[GHSA / ${oneLine(severity).toUpperCase()}]` : '[GHSA]';
  return {
    kind: 'item',
    path: `${path}#${id}`,
    publisher,
    id,
    title: truncate(oneLine(`${tag} ${cve || id}: ${summary || 'no summary'}`), 300),
    url: webAddress(advisory.html_url) ?? `https://github.com/advisories/${id}`,
    published: advisory.published_at ? parseDate(advisory.published_at) : null,
    text: truncate(tidy(paragraphs.filter(Boolean).join('\n\n')), MAX_ARTICLE_TEXT),
  };
}

function webAddress(text: string | null | undefined): string | undefined {
  return text && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? new URL(text).href : undefined;
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
