import Table from 'cli-table3';
import pc from 'picocolors';
import { oneLine, truncate } from '../core/text.ts';
import type { PlatformQueue } from '../sync/queue.ts';
import type { Siem } from '../sync/siem.ts';
import type { QueueJson } from './schemas/queue.ts';

/** The JSON of `queue --json`. */
export function queueToJson(queues: readonly PlatformQueue[]): QueueJson {
  return {
    platforms: queues.map(({ name, kind, entries, error }) => ({
      name,
      kind,
      ...(error === undefined ? {} : { error }),
      queue: entries.map((entry) => ({
        key: entry.key,
        title: entry.title,
        score: entry.score,
        reasons: entry.reasons,
        severity: entry.severity,
        techniques: entry.techniques,
        published: entry.published,
        article: { title: entry.articleTitle, url: entry.articleUrl },
        proof: entry.proof === '' ? null : entry.proof,
        outcome: entry.run?.outcome ?? null,
        hits: entry.run?.hits ?? null,
        newHits: entry.run?.newHits ?? false,
        ranAt: entry.run?.ranAt ?? null,
      })),
    })),
  };
}

/** A table for each platform: what to hunt first, and why. */
export function queueToText(
  queues: readonly PlatformQueue[],
  limit: number,
  siems: readonly Pick<Siem, 'kind' | 'title'>[],
): string {
  return queues
    .map(({ name, kind, entries, error }) => {
      const title = siems.find((siem) => siem.kind === kind)?.title ?? kind;
      const head = pc.bold(`${name}  ${pc.dim(title)}`);
      if (error !== undefined) return `${head}\n${pc.red(oneLine(error))}`;
      if (entries.length === 0) return `${head}\nNo hunt is in use.`;
      const grid = new Table({
        head: ['', 'score', 'hunt', 'why'],
        style: { head: [], border: [], compact: true },
        colAligns: ['right', 'right', 'left', 'left'],
      });
      for (const [at, { title: hunt, score, reasons, run }] of entries.slice(0, limit).entries()) {
        const named = truncate(oneLine(hunt), 56);
        grid.push([at + 1, score.toFixed(1), run?.newHits ? pc.red(named) : named, truncate(reasons.join(', '), 110)]);
      }
      const rest = entries.length - limit;
      return [head, grid.toString(), ...(rest > 0 ? [pc.dim(`${rest} more; --limit shows them.`)] : [])].join('\n');
    })
    .join('\n\n');
}
