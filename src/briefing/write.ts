import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { writeWhole } from '../core/write-whole.ts';
import type { Article } from './article.ts';
import { idsOf } from './identity.ts';
import { movedItems } from './kept-items.ts';
import { parseBriefing } from './parse.ts';
import { briefingPlace, placeBeside } from './place.ts';

/** A briefing to be kept in a folder. */
export interface BriefingFile {
  /** As it can be written down (see `writable`). */
  readonly article: Article;
  readonly text: string;
  /** It was made from an incomplete article: it never replaces an existing briefing. */
  readonly partial?: boolean;
}

/** The outcome for one briefing. */
export interface WrittenFile {
  /** With the folder. */
  readonly path: string;
  readonly outcome: 'written' | 'unchanged' | 'failed';
}

export interface WriteResult {
  /** One for each briefing, in the order given; of two with one id, the lesser is `unchanged`. */
  readonly files: readonly WrittenFile[];
  readonly problems: readonly Problem[];
}

/** Files that are open at once. */
const CONCURRENCY = 16;

/** What exists at a path: nothing, a briefing of an article, or another file. */
interface ExistingFile {
  readonly text: string | null;
  /** By which the article is, or was, known; empty where it is none. */
  readonly ids: readonly string[];
  /** Written by an analyst: it is never replaced. */
  readonly curated: boolean;
}

/**
 * Writes briefings into a folder: new and changed ones atomically; unchanged ones, and files that are not a briefing of the same
 * article, are not touched. Which file an article has does not depend on the order of the briefings. A file that cannot be
 * written is a problem and does not stop the others.
 */
export async function writeBriefings(briefings: readonly BriefingFile[], folder: string): Promise<WriteResult> {
  const best = bestById(briefings);
  const problems: Problem[] = [];
  const done = new Map<string, WrittenFile>();
  const limit = pLimit(CONCURRENCY);
  const moved = await movedItems(
    [...best.values()].map(({ article }) => article),
    folder,
  );
  const placed = byPlace([...best.values()], moved);
  await Promise.all(
    [...placed].map(([place, group]) =>
      limit(async () => {
        const sorted = group.sort((a, b) => (a.article.id < b.article.id ? -1 : 1));
        for (const [briefing, target] of await assignFiles(place, sorted, { folder, places: new Set(placed.keys()) })) {
          const path = join(folder, target.place);
          const outcome = await keep(briefing, path, target.existing).catch((error: unknown) => {
            problems.push({ code: 'unwritable', message: `This cannot be written: ${messageOf(error)}.`, path });
            return 'failed' as const;
          });
          done.set(briefing.article.id, { path, outcome });
        }
      }),
    ),
  );
  const files = briefings.map((briefing): WrittenFile => {
    const file = done.get(briefing.article.id) as WrittenFile;
    return best.get(briefing.article.id) === briefing ? file : { ...file, outcome: 'unchanged' };
  });
  return { files, problems: problems.sort((a, b) => ((a.path ?? '') < (b.path ?? '') ? -1 : 1)) };
}

/** Of several readings of one article the fullest; content decides between equals. */
function bestById(briefings: readonly BriefingFile[]): Map<string, BriefingFile> {
  const best = new Map<string, BriefingFile>();
  for (const briefing of briefings) {
    const known = best.get(briefing.article.id);
    if (!known || rank(briefing) > rank(known)) best.set(briefing.article.id, briefing);
  }
  return best;
}

function rank({ text, partial }: BriefingFile): string {
  return `${partial ? 0 : 1} ${String(text.length).padStart(9, '0')} ${text}`;
}

/** An item that was retitled keeps its file. */
function byPlace(briefings: readonly BriefingFile[], moved: ReadonlyMap<string, string>): Map<string, BriefingFile[]> {
  const groups = new Map<string, BriefingFile[]>();
  for (const briefing of briefings) {
    const place = moved.get(briefing.article.itemId ?? '') ?? briefingPlace(briefing.article);
    groups.set(place, [...(groups.get(place) ?? []), briefing]);
  }
  return groups;
}

/** The file that a briefing is kept in. */
interface Target {
  readonly place: string;
  readonly existing: ExistingFile;
}

interface Surroundings {
  readonly folder: string;
  /** The places that articles of the run have by their title and date. */
  readonly places: ReadonlySet<string>;
}

/**
 * Gives each of the briefings of one place its file: the one that it has, else the place itself where that is free, else one
 * beside it.
 */
async function assignFiles(
  place: string,
  briefings: readonly BriefingFile[],
  around: Surroundings,
): Promise<Map<BriefingFile, Target>> {
  const here = await existingAt(join(around.folder, place));
  let free = here.text === null;
  const targets = new Map<BriefingFile, Target>();
  for (const briefing of briefings) {
    const { article } = briefing;
    const beside = isOf(here, article) ? null : await besideOf(place, article, around);
    if (beside === null || (free && !isOf(beside.existing, article))) {
      targets.set(briefing, { place, existing: here });
      free = false;
    } else targets.set(briefing, beside);
  }
  return targets;
}

function isOf({ ids }: ExistingFile, article: Article): boolean {
  const own = idsOf(article);
  return ids.some((id) => own.includes(id));
}

async function besideOf(place: string, article: Article, { folder, places }: Surroundings): Promise<Target> {
  const { id } = article;
  // The id that it once had may be in the name of its file.
  const all = idsOf(article).map((one) => placeBeside(place, one));
  for (const short of all.filter((one) => !places.has(one))) {
    const existing = await existingAt(join(folder, short));
    if (isOf(existing, article)) return { place: short, existing };
  }
  const [short = place] = all;
  const existing = await existingAt(join(folder, short));
  if (!places.has(short) && existing.text === null) return { place: short, existing };
  const long = place.replace(/[^/]*$/, `${id}.md`);
  return { place: long, existing: await existingAt(join(folder, long)) };
}

async function existingAt(path: string): Promise<ExistingFile> {
  try {
    const text = await readFile(path, 'utf8');
    const article = parseBriefing({ kind: 'briefing', path, text }, '');
    return { text, ids: idsOf(article), curated: article.dialect.startsWith('curated') };
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    // A file that cannot be read is not ours to replace.
    return isAbsent ? { text: null, ids: [], curated: false } : { text: '', ids: [], curated: false };
  }
}

async function keep(
  { text, partial }: BriefingFile,
  path: string,
  existing: ExistingFile,
): Promise<'written' | 'unchanged'> {
  if (existing.text === text) return 'unchanged';
  if (existing.text !== null && (partial || existing.curated)) return 'unchanged';
  await writeWhole(path, text);
  return 'written';
}
