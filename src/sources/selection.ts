import type { FeedConfig } from '../config/sources.ts';
import type { ItemDocument } from './source.ts';

/**
 * Whether a source wants the item, by the words of its title and text: one of `include`, where there are any, and none of `exclude`. A
 * word is found as a whole, in any case; a phrase across any white space.
 */
export function isSelected(
  { title, text }: Pick<ItemDocument, 'title' | 'text'>,
  { include, exclude = [] }: Pick<FeedConfig, 'include' | 'exclude'>,
): boolean {
  const whole = `${title}\n${text}`;
  const has = (phrase: string) => patternOf(phrase).test(whole);
  return (include === undefined || include.some(has)) && !exclude.some(has);
}

function patternOf(phrase: string): RegExp {
  const words = phrase
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('\\s+')}(?![\\p{L}\\p{N}])`, 'iu');
}
