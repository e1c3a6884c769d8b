import { type BriefingFile, openBriefingFolder, type WriteResult } from '../../src/briefing/write.ts';

/** Writes briefings that are all there already. */
export async function writeBriefings(briefings: readonly BriefingFile[], folder: string): Promise<WriteResult> {
  const open = await openBriefingFolder(
    folder,
    briefings.map(({ article }) => article),
  );
  for (const [index, briefing] of briefings.entries()) await open.put(index, briefing);
  return open.close();
}
