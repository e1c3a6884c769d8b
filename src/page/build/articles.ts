import { compareText } from '../../core/compare.ts';
import { linkable } from '../../core/text.ts';
import type { ArticleRecord, IndicatorRecord, Own } from '../../sync/records/types.ts';
import { textList } from '../../sync/records/values.ts';
import type {
  ArticleRefView,
  ArticleView,
  CampaignView,
  HuntView,
  IndicatorRef,
  IndicatorView,
  Ref,
} from '../model.ts';
import { bySeverityAndDay, huntRef, techniqueRefs } from './hunts.ts';

type Articles = ReadonlyMap<string, Own<ArticleRecord>>;
type Indicators = ReadonlyMap<string, Own<IndicatorRecord>>;

export function articleRef(row: Own<ArticleRecord>): ArticleRefView {
  return {
    id: row.article_id,
    title: row.article_title,
    published: row.published ?? null,
    publishers: textList(row.publishers),
    url: linkable(row.url ?? ''),
  };
}

export function indicatorRef(row: Own<IndicatorRecord>): IndicatorRef {
  return { id: row.indicator_id, type: row.indicator_type, value: row.indicator_value };
}

/** Every article with what it called for, the newest first. */
export function articleViews(
  articles: Articles,
  hunts: ReadonlyMap<string, HuntView>,
  indicators: Indicators,
  campaigns: ReadonlyMap<string, Ref>,
): ArticleView[] {
  const views = [...articles.values()].map((row): ArticleView => {
    const covers = new Set(textList(row.covers));
    const techniques = techniqueRefs(row.techniques);
    return {
      ...articleRef(row),
      severity: row.severity,
      sources: textList(row.sources),
      techniques,
      gaps: techniques.map(({ id }) => id).filter((id) => !covers.has(id)),
      phases: textList(row.phases),
      names: textList(row.names),
      noThreat: (row.threat ?? '').replace(/^none: ?/, ''),
      campaign: campaigns.get(row.campaign_id) ?? null,
      hunts: textList(row.hunt_keys)
        .flatMap((key) => hunts.get(key) ?? [])
        .sort(bySeverityAndDay)
        .map(huntRef),
      indicators: textList(row.indicator_ids).flatMap((id) => {
        const found = indicators.get(id);
        return found ? [indicatorRef(found)] : [];
      }),
      why: textLines(row.why),
      profile: textLines(row.profile),
      reasons: textLines(row.severity_reasons),
      evidence: textLines(row.evidence),
      actions: textLines(row.actions),
      notes: textLines(row.notes),
    };
  });
  return views.sort(
    (a, b) => compareText(b.published ?? '', a.published ?? '') || bySeverityAndDay(a, b) || compareText(a.id, b.id),
  );
}

/** The lines of a text that say something. */
export function textLines(text: string | undefined): string[] {
  return (text ?? '').split('\n').filter((line) => line.trim() !== '');
}

/** Every indicator, the newest first. */
export function indicatorViews(
  indicators: Indicators,
  articles: Articles,
  hunts: ReadonlyMap<string, HuntView>,
): IndicatorView[] {
  const views = [...indicators.values()].map((row): IndicatorView => {
    return {
      ...indicatorRef(row),
      severity: row.severity,
      published: row.published ?? null,
      validUntil: row.valid_until ?? null,
      articles: textList(row.article_ids).flatMap((id) => {
        const found = articles.get(id);
        return found ? [{ id, title: found.article_title }] : [];
      }),
      hunts: textList(row.hunt_keys).flatMap((key) => {
        const found = hunts.get(key);
        return found ? [{ id: key, title: found.title }] : [];
      }),
    };
  });
  return views.sort(
    (a, b) =>
      compareText(b.published ?? '', a.published ?? '') || compareText(a.type, b.type) || compareText(a.value, b.value),
  );
}

/** The campaigns that hunts tell of, the newest first. */
export function campaignViews(hunts: readonly HuntView[], articles: Articles): CampaignView[] {
  const found = new Map<string, { title: string; hunts: HuntView[] }>();
  for (const hunt of hunts) {
    if (!hunt.campaign) continue;
    const { id, title } = hunt.campaign;
    const entry = found.get(id) ?? { title, hunts: [] };
    entry.hunts.push(hunt);
    found.set(id, entry);
  }
  const views = [...found].map(([id, { title, hunts: own }]): CampaignView => {
    const refs = [...articles.values()].filter((row) => row.campaign_id === id).map(articleRef);
    const days = refs.flatMap(({ published }) => published ?? []).sort();
    return {
      id,
      title,
      firstSeen: days[0] ?? null,
      lastSeen: days.at(-1) ?? null,
      articles: refs.sort((a, b) => compareText(b.published ?? '', a.published ?? '')),
      hunts: own.map(huntRef),
    };
  });
  return views.sort((a, b) => compareText(b.lastSeen ?? '', a.lastSeen ?? '') || compareText(a.id, b.id));
}
