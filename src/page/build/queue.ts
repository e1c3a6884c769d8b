import type { ExploitScores } from '../../knowledge/exploit-scores.ts';
import { type QueueEntry, queueOf } from '../../sync/queue.ts';
import { queueItems } from '../../sync/queue-items.ts';
import type { QueueView } from '../model.ts';
import type { PlatformRows } from './rows.ts';

/** What to hunt first: each hunt once, with the score of the platform on which it counts most. */
export function queueViews(platforms: readonly PlatformRows[], today: string, scores?: ExploitScores): QueueView[] {
  const found = new Map<string, { entry: QueueEntry; platforms: string[] }>();
  for (const { seen, hunts, runs, articles } of platforms) {
    const records = { hunts: hunts.values(), runs: runs.values(), articles: articles.values() };
    const items = queueItems(seen.platform, seen.objects, records, seen.plan?.runOnly);
    for (const entry of queueOf(items, seen.detections, today, scores)) {
      const known = found.get(entry.key);
      const names = [...(known?.platforms ?? []), seen.platform.name];
      found.set(entry.key, {
        entry: known && known.entry.score >= entry.score ? known.entry : entry,
        platforms: names,
      });
    }
  }
  return [...found.values()]
    .sort((a, b) => b.entry.score - a.entry.score || (a.entry.key < b.entry.key ? -1 : 1))
    .map(({ entry, platforms: names }) => ({
      key: entry.key,
      title: entry.title,
      severity: entry.severity,
      score: entry.score,
      reasons: entry.reasons,
      newHits: entry.run?.newHits ?? false,
      platforms: names,
    }));
}
