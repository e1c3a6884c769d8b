import type { ToldText } from '../knowledge/told.ts';
import { findMentions } from './mentions/mentions.ts';
import { readText } from './reading.ts';

/** A text read for firing use cases alone: an example of the catalogue, say. */
export function toldText(text: string): ToldText {
  const reading = readText(text);
  return { ...reading, sentences: findMentions(reading).sentences };
}
