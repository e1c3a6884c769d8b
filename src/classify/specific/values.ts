import type { Indicator, IndicatorType } from '../../briefing/article.ts';
import type { QueryLanguage } from '../../quoting/languages.ts';

/** The indicators of some types. */
export function typedIndicators(indicators: readonly Indicator[], ...types: readonly IndicatorType[]): Indicator[] {
  return indicators.filter(({ type }) => types.includes(type));
}

/** Their values. */
export function typedValues(indicators: readonly Indicator[], ...types: readonly IndicatorType[]): string[] {
  return typedIndicators(indicators, ...types).map(({ value }) => value);
}

/** Values that every language can write: what one of them cannot is left out, so that all forms of a hunt look for the same. */
export function quotableIn(values: readonly string[], languages: readonly QueryLanguage[]): string[] {
  return values.filter((value) => languages.every((language) => language.canQuote(value)));
}
