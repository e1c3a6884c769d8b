import { z } from 'zod';

/** The kinds of source that a configuration may name. */

const webUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s):// URL' })
  .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'may not hold a user name or password');
const name = z.string().regex(/^[\w.-]{1,64}$/, 'may hold letters, digits, ".", "_" and "-" only (at most 64)');
const publisher = z.string().trim().min(1).max(100);
const words = z.array(z.string().trim().min(1).max(100)).min(1).max(200);
/** As `SEVERITIES` has them: what severities mean is no setting. */
const SEVERITIES = ['CRIT', 'HIGH', 'MED', 'LOW'] as const;

export const briefingsSource = z.strictObject({
  kind: z.literal('briefings'),
  /** Recorded on hunts; keep it when the folder moves. */
  name: name.default('briefings'),
  /** A folder (read recursively) or a file, relative to the configuration file. */
  path: z.string().min(1),
  /** Files and folders in it that are no briefings: `README.md`, `drafts/**`, `*.txt`. */
  exclude: z.array(z.string().min(1)).default([]),
  authoritative: z.boolean().default(false),
});

/** Which articles of a feed are read. */
const selection = {
  /** Only articles whose title or text has one of these words or phrases, in any case. */
  include: words.optional(),
  /** None of those whose title or text has one of these. */
  exclude: words.optional(),
  /** Only articles that are classified as severe as this, or more. */
  minSeverity: z.enum(SEVERITIES).optional(),
  /** At most so many articles of one reading, the newest first; 500 where not given. */
  maxItems: z.number().int().min(1).max(10_000).optional(),
};

const feedOptions = {
  ...selection,
  /** Fetch each article's own page instead of relying on the text in the feed. */
  fullText: z.boolean().default(false),
  /** For a feed inside your own network: allows private addresses for the origin of the feed. */
  allowPrivateAddresses: z.boolean().default(false),
  /**
   * An article that is gone from the feed means that its hunts are no longer wanted. Seldom true, since a feed is a rolling
   * window.
   */
  authoritative: z.boolean().default(false),
};

/** RSS, Atom or JSON Feed. */
export const rssSource = z.strictObject({
  kind: z.literal('rss'),
  /** What briefings name as their source. */
  name: publisher,
  url: webUrl,
  ...feedOptions,
});

/** A file with a list of feeds (config/feeds.yaml is one); each becomes an `rss` source, with these as its defaults. */
export const feedsSource = z.strictObject({
  kind: z.literal('feeds'),
  /** Relative to the configuration file. */
  path: z.string().min(1),
  fullText: z.boolean().optional(),
  allowPrivateAddresses: z.boolean().optional(),
  ...selection,
});

/** What that file holds. */
export const feedsFile = z.strictObject({
  feeds: z
    .array(
      z.strictObject({
        name: publisher,
        url: webUrl,
        fullText: z.boolean().optional(),
        allowPrivateAddresses: z.boolean().optional(),
        authoritative: z.boolean().optional(),
        ...selection,
        /** `false` keeps a feed in the list but does not read it. */
        enabled: z.boolean().default(true),
      }),
    )
    .min(1),
});

/** How far back; the catalogues hold years. */
const sinceDays = z.number().int().positive().max(36_500).default(30);

/** CISA's catalogue of Known Exploited Vulnerabilities. */
export const kevSource = z.strictObject({
  kind: z.literal('kev'),
  name: publisher.default('CISA KEV'),
  /** https://www.cisa.gov/known-exploited-vulnerabilities-catalog names it. */
  url: webUrl.default('https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json'),
  sinceDays,
  allowPrivateAddresses: z.boolean().default(false),
  authoritative: z.boolean().default(false),
  ...selection,
});

/** GitHub's global security advisories. */
export const ghsaSource = z.strictObject({
  kind: z.literal('ghsa'),
  name: publisher.default('GitHub Security Advisories'),
  /** https://docs.github.com/en/rest/security-advisories/global-advisories; yours on GitHub Enterprise. */
  url: webUrl.default('https://api.github.com/advisories'),
  /** Which of GitHub's severities. */
  severities: z
    .array(z.enum(['critical', 'high', 'medium', 'low']))
    .min(1)
    .default(['critical']),
  /** `reviewed` by GitHub, or the packages that it knows as `malware`. */
  types: z
    .array(z.enum(['reviewed', 'malware']))
    .min(1)
    .default(['reviewed']),
  sinceDays,
  /** Of 100 advisories each, a severity and type. */
  maxPages: z.number().int().min(1).max(50).default(5),
  /** Raises GitHub's limit of requests; no permission is needed. Write ${GITHUB_TOKEN}. */
  token: z.string().min(1).optional(),
  allowPrivateAddresses: z.boolean().default(false),
  authoritative: z.boolean().default(false),
  ...selection,
});

/** FIRST's EPSS scores: they bring no articles, and are one more reason of a severity. */
export const epssSource = z
  .strictObject({
    kind: z.literal('epss'),
    /** The daily file, plain or as `.gz`; relative to the configuration file. */
    path: z.string().min(1).optional(),
    /** Where it is fetched: https://www.first.org/epss/data_stats names the address. */
    url: webUrl.optional(),
    allowPrivateAddresses: z.boolean().default(false),
  })
  .refine(({ path, url }) => (path === undefined) !== (url === undefined), 'needs either path or url');

export type EpssConfig = z.output<typeof epssSource>;
export type RssConfig = z.output<typeof rssSource>;
export type KevConfig = z.output<typeof kevSource>;
export type GhsaConfig = z.output<typeof ghsaSource>;
/** A source on the web. */
export type FeedConfig = RssConfig | KevConfig | GhsaConfig;
export type FeedsFile = z.output<typeof feedsFile>;
