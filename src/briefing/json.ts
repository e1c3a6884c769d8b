import { type LanguageOptions, queryColumns } from '../quoting/languages.ts';
import type { Article } from './article.ts';

/** One line of `articles --jsonl`: the contract's keys, in its order. */
export function toArticleJson(article: Article, { languages }: LanguageOptions = {}): object {
  const { id, path, dialect, severity, title, sources, published, url } = article;
  const { techniques, phases, indicators, observables, hunts, problems } = article;
  return {
    id,
    path,
    dialect,
    severity,
    title,
    sources,
    published,
    url,
    techniques: techniques.map(({ id, name }) => ({ id, name })),
    phases,
    indicators: indicators.map(({ type, value }) => ({ type, value })),
    ...(observables === undefined
      ? {}
      : {
          observables: observables.map(({ kind, value, role, unhunted }) => ({
            kind,
            value,
            role,
            ...(unhunted === undefined ? {} : { unhunted }),
          })),
        }),
    ...(article.noThreat === undefined ? {} : { threat: 'none', threatReason: article.noThreat }),
    ...(article.prose === undefined ? {} : { prose: article.prose }),
    hunts: hunts.map(({ title, useCase, phase, confidence, queries, why, notes }) => ({
      title,
      useCase,
      phase,
      confidence,
      ...queryColumns(queries, languages),
      ...(why === undefined ? {} : { why }),
      ...(notes === undefined ? {} : { notes }),
    })),
    problems,
  };
}
