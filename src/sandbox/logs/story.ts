import type { Proving, SampleData } from '../../prove/language.ts';
import { rowsOf } from '../../prove/rows.ts';
import { readStory } from '../../prove/story.ts';

const STORY = new URL('../../../config/samples/events/', import.meta.url);
let story: ReturnType<typeof readStory> | undefined;

/**
 * What the sources of a language hold of the sample events of config/samples/events: an attack, and everyday traffic around it.
 *
 * @param start when the sandbox started. The events' minutes are counted back from the beginning of that hour: they keep their
 * times while it is up, and a hunt that counts by the hour finds the same whenever it started.
 */
export function storyRows(language: string, proving: Proving, start: Date): SampleData {
  story ??= readStory(STORY);
  return rowsOf(story, language, proving, { now: hourOf(start) }).data;
}

function hourOf(time: Date): Date {
  const hour = new Date(time);
  hour.setUTCMinutes(0, 0, 0);
  return hour;
}
