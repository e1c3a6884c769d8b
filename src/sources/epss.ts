import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { EpssConfig } from '../config/sources.ts';
import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { loadRegularFile } from '../core/regular-file.ts';
import type { ExploitScores } from '../knowledge/exploit-scores.ts';
import type { SourceCode } from './codes.ts';
import { type KeptScores, loadScores, saveScores } from './epss-cache.ts';
import { parseScores } from './epss-file.ts';
import type { FeedDeps } from './feed.ts';
import type { Validators } from './web/validators.ts';

/** One reading of the scores. */
export interface ScoresReading {
  /** Absent where there are none: then severities go without. */
  readonly scores?: ExploitScores;
  readonly problems: readonly Problem[];
}

/** Where scores come from. It brings no articles, and its failure makes no run incomplete. */
export interface ScoreSource {
  /** Never throws for a bad file: that is a problem. */
  read(signal?: AbortSignal): Promise<ScoresReading>;
}

/** The file has some 300,000 lines of 32 bytes. */
const MAX_BYTES = 64_000_000;
/** The scores are of the 30 days after their date (https://www.first.org/epss/faq): older ones tell nothing. */
const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/** FIRST's file of scores, plain or compressed, from a path or an address. */
export function createScoreSource(config: EpssConfig, deps: FeedDeps): ScoreSource {
  const { path, url } = config;
  const where = path ?? url ?? '';
  const problem = (code: SourceCode, message: string): Problem => ({ code, message, path: where });

  async function fromFile(file: string): Promise<ScoresReading> {
    try {
      const raw = await loadRegularFile(file, MAX_BYTES);
      // Unlike a fetched body, which comes unpacked as far as it goes: half a file is no file here.
      return opened(isGzip(raw) ? await promisify(gunzip)(raw, { maxOutputLength: MAX_BYTES }) : raw);
    } catch (error) {
      return { problems: [problem('scores-unread', `The scores cannot be read: ${messageOf(error)}`)] };
    }
  }

  async function fromWeb(address: string, signal: AbortSignal | undefined): Promise<ScoresReading> {
    const kept = await loadScores(deps.cacheDir, address);
    try {
      const fetched = await deps.fetch(address, {
        maxBytes: MAX_BYTES,
        allowPrivateAddresses: config.allowPrivateAddresses,
        validators: kept?.validators,
        signal,
      });
      if (fetched.status === 'notModified') return kept ? ofKept(kept) : { problems: [] };
      if (fetched.cut !== undefined) throw new Error(`only its beginning came: ${fetched.cutReason}`);
      const reading = opened(fetched.body);
      if (reading.scores) await keep(address, reading.scores, fetched.validators);
      return reading.scores ? reading : instead(kept, reading.problems);
    } catch (error) {
      signal?.throwIfAborted();
      return instead(kept, [problem('scores-unread', `The scores cannot be fetched: ${messageOf(error)}`)]);
    }
  }

  function opened(bytes: Buffer): ScoresReading {
    const { scores, complaint, unread } = parseScores(bytes.toString('utf8'));
    if (!scores) return { problems: [problem('not-scores', `This is not a file of EPSS scores: ${complaint}.`)] };
    const gaps = unread === 0 ? [] : [problem('unreadable-scores', `${unread} of its lines are no score. Skipped.`)];
    return { scores, problems: gaps };
  }

  /** The scores of an earlier reading, as long as they tell something. */
  function instead(kept: KeptScores | null, problems: readonly Problem[]): ScoresReading {
    const age = kept ? deps.now().getTime() - Date.parse(kept.scores.date) : Number.POSITIVE_INFINITY;
    if (!kept || age > MAX_AGE_MS) return { problems };
    const [first, ...rest] = problems;
    const told = first && { ...first, message: `${first.message} Those of ${kept.scores.date} are used.` };
    return { scores: kept.scores, problems: told ? [told, ...rest] : [] };
  }

  async function keep(address: string, scores: ExploitScores, validators: Validators): Promise<void> {
    try {
      await saveScores(deps.cacheDir, address, { scores, validators });
    } catch (error) {
      deps.log.warn(`EPSS: nothing is kept for the next run: ${messageOf(error)}`);
    }
  }

  return { read: (signal) => (path === undefined ? fromWeb(where, signal) : fromFile(path)) };
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function ofKept({ scores }: KeptScores): ScoresReading {
  return { scores, problems: [] };
}
