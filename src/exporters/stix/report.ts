import type { Article } from '../../briefing/article.ts';
import { linkable, oneLine, truncate } from '../../core/text.ts';
import { CREATED, type StixMarks, type StixObject, versionOf } from '../../sync/records/stix-common.ts';
import { instantOf } from './common.ts';

const MAX_NAME = 500;

/**
 * An article as a report.
 *
 * @param refs ids of all that it tells of, and of how these relate.
 */
export function reportOf(article: Article, refs: ReadonlySet<string>, marks: StixMarks): StixObject {
  const url = linkable(article.url);
  const publishers = article.sources
    .map((source) => truncate(oneLine(source), MAX_NAME))
    .filter((source) => source !== '');
  return {
    type: 'report',
    spec_version: '2.1',
    id: `report--${article.id}`,
    ...versionOf(article.published, refs.size),
    name: truncate(oneLine(article.title), MAX_NAME) || 'Untitled article',
    ...described(article),
    report_types: ['threat-report'],
    published: instantOf(article.published) ?? CREATED,
    // A report must refer to something: one that names nothing else refers to who made it.
    object_refs: refs.size > 0 ? [...refs].sort() : [marks.created_by_ref],
    labels: [
      'huntsync',
      `severity:${article.severity.toLowerCase()}`,
      ...article.phases.map((phase) => `phase:${phase}`),
    ],
    external_references: [
      { source_name: publishers.join(', ') || 'article', external_id: article.id, ...(url === '' ? {} : { url }) },
    ],
    ...marks,
  };
}

/** What its briefing says in words. */
function described({ prose }: Article): { readonly description?: string } {
  if (!prose) return {};
  const { profile, why, reasons, actions, notes } = prose;
  const part = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[heading, ...lines].join('\n')];
  const description = [
    ...(profile.length === 0 ? [] : [profile.join('\n')]),
    ...part('Why this matters:', why),
    ...part('What the severity rests on:', reasons),
    ...part('What to do:', actions),
    ...part('Notes:', notes),
  ].join('\n\n');
  return description === '' ? {} : { description };
}
