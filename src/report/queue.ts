import pc from 'picocolors';
import { oneLine, shorten } from '../core/text.ts';
import type { PlatformQueue } from '../sync/queue.ts';
import type { Siem } from '../sync/siem.ts';
import type { QueueJson } from './schemas/queue.ts';
import { type TextColumn, tableToText } from './table.ts';

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
        edited: entry.edited ?? false,
        outcome: entry.run?.outcome ?? null,
        hits: entry.run?.hits ?? null,
        newHits: entry.run?.newHits ?? false,
        ranAt: entry.run?.ranAt ?? null,
      })),
    })),
  };
}

const COLUMNS: readonly TextColumn[] = [
  { head: '', align: 'right' },
  { head: 'score', align: 'right' },
  { head: 'hunt', least: 26 },
  { head: 'why', least: 26 },
];

/** A table for each platform: what to hunt first, and why; `width` is the columns of the terminal. */
export function queueToText(
  queues: readonly PlatformQueue[],
  limit: number,
  siems: readonly Pick<Siem, 'kind' | 'title'>[],
  width?: number,
): string {
  return queues
    .map(({ name, kind, entries, error }) => {
      const title = siems.find((siem) => siem.kind === kind)?.title ?? kind;
      const head = pc.bold(`${name}  ${pc.dim(title)}`);
      if (error !== undefined) return `${head}\n${pc.red(oneLine(error))}`;
      if (entries.length === 0) return `${head}\nNo hunt is in use.`;
      const rows = entries.slice(0, limit).map(({ title: hunt, score, reasons, run }, at) => {
        const named = shorten(oneLine(hunt), 56);
        return [at + 1, score.toFixed(1), run?.newHits ? pc.red(named) : named, shorten(reasons.join(', '), 110)];
      });
      const rest = entries.length - limit;
      return [
        head,
        tableToText(COLUMNS, rows, width),
        ...(rest > 0 ? [pc.dim(`${rest} more; --limit shows them.`)] : []),
      ].join('\n');
    })
    .join('\n\n');
}
