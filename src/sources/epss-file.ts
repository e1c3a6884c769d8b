import { type ExploitScore, type ExploitScores, LEAST_PROBABILITY } from '../knowledge/exploit-scores.ts';

/** Longer lines are no scores. In UTF-16 units. */
const MAX_LINE = 1000;

export interface ParsedScores {
  /** Absent where it is no file of scores. */
  readonly scores?: ExploitScores;
  /** What it lacks, then. */
  readonly complaint?: string;
  /** Lines that are no score. */
  readonly unread: number;
}

/**
 * FIRST's daily file: `#model_version:v2025.03.14,score_date:2026-11-01T12:00:00Z`, then `cve,epss,percentile`, then a line for
 * each vulnerability (https://www.first.org/epss/data_stats). The order of the columns is that of the header.
 */
export function parseScores(text: string): ParsedScores {
  const lines = linesOf(text);
  const [comment, header] = [lines.next().value ?? '', lines.next().value ?? ''];
  const date = /^#.*\bscore_date:\s*(\d{4}-\d{2}-\d{2})/.exec(comment)?.[1];
  if (date === undefined || Number.isNaN(Date.parse(date)))
    return { complaint: 'its first line names no date', unread: 0 };
  const names = header.split(',').map((name) => name.trim().toLowerCase());
  const [cve, epss, percentile] = ['cve', 'epss', 'percentile'].map((name) => names.indexOf(name)) as [
    number,
    number,
    number,
  ];
  if (Math.min(cve, epss, percentile) < 0)
    return { complaint: 'it has no columns cve, epss and percentile', unread: 0 };
  const byCve = new Map<string, ExploitScore>();
  let unread = 0;
  let read = 0;
  for (const line of lines) {
    if (line === '') continue;
    if (line.length > MAX_LINE) {
      unread += 1;
      continue;
    }
    const cells = line.split(',');
    const id = cells[cve]?.trim().toUpperCase() ?? '';
    const score = { probability: share(cells[epss]), percentile: share(cells[percentile]) };
    if (!/^CVE-\d{4}-\d{4,19}$/.test(id) || Number.isNaN(score.probability + score.percentile)) {
      unread += 1;
      continue;
    }
    read += 1;
    if (score.probability >= LEAST_PROBABILITY) byCve.set(id, score);
  }
  return read === 0 ? { complaint: 'it holds no score', unread } : { scores: { date, byCve }, unread };
}

/** One after the other: a file of nothing but line breaks or commas would fill the memory as a list. */
function* linesOf(text: string): Generator<string, undefined> {
  let from = text.startsWith('\uFEFF') ? 1 : 0;
  while (from <= text.length) {
    const at = text.indexOf('\n', from);
    const end = at < 0 ? text.length : at;
    yield text.slice(from, text[end - 1] === '\r' ? end - 1 : end);
    from = end + 1;
  }
}

/** A number from 0 to 1, or NaN. */
function share(cell: string | undefined): number {
  const value = /^\s*[\d.]+(?:e-?\d+)?\s*$/i.test(cell ?? '') ? Number(cell) : Number.NaN;
  return value >= 0 && value <= 1 ? value : Number.NaN;
}
