import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../core/errors.ts';
import { groupBy } from '../core/group.ts';
import type { Problem } from '../core/problem.ts';
import { writeWhole } from '../core/write-whole.ts';
import type { Article } from './article.ts';
import { circlesOf } from './circles.ts';
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

/** Files that are written at once. */
const CONCURRENCY = 4;

/** What exists at a path: nothing, a briefing of an article, or another file. */
interface ExistingFile {
  readonly text: string | null;
  /** By which the article is, or was, known; empty where it is none. */
  readonly ids: readonly string[];
  /** Who published it. */
  readonly publishers: readonly string[];
  /** Written by an analyst: it is never replaced. */
  readonly curated: boolean;
}

/** What is known of a briefing before it is made. */
export type BriefingHeader = Pick<Article, 'id' | 'itemId' | 'title' | 'url' | 'published'>;

/** A folder that briefings are written into as they are made. */
export interface BriefingFolder {
  /**
   * Takes the briefing that was announced at this place; null where there is none after all. Resolves as soon as the next one may be made:
   * no more briefings are held than may share a file, and those that are being written.
   */
  put(index: number, briefing: BriefingFile | null): Promise<void>;
  /** Waits for what is still being written. `files` has what was put, in the order announced. */
  close(): Promise<WriteResult>;
}

/**
 * Writes briefings into a folder: new and changed ones atomically; unchanged ones, and files that are not a briefing of the same
 * article, are not touched. Which file an article has does not depend on the order of the briefings. A file that cannot be
 * written is a problem and does not stop the others.
 *
 * @param announced one for each briefing that will be put.
 */
export async function openBriefingFolder(
  folder: string,
  announced: readonly BriefingHeader[],
): Promise<BriefingFolder> {
  const moved = await movedItems(announced, folder);
  const placeOf = (header: BriefingHeader) => moved.get(header.itemId ?? '') ?? briefingPlace(header);
  const places = announced.map(placeOf);
  const around: Surroundings = { folder, places: new Set(places) };
  const circles = circlesOf<BriefingFile>(announced.map(({ id }, index) => [id, places[index] ?? '']));
  const files: (WrittenFile | undefined)[] = announced.map(() => undefined);
  const problems: Problem[] = [];
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];

  async function writeCircle(members: ReadonlyMap<number, BriefingFile>): Promise<void> {
    const best = bestById([...members.values()]);
    const done = new Map<string, WrittenFile>();
    for (const [place, group] of groupBy([...best.values()], ({ article }) => placeOf(article))) {
      const sorted = [...group].sort((a, b) => (a.article.id < b.article.id ? -1 : 1));
      for (const [briefing, target] of await assignFiles(place, sorted, around)) {
        const path = join(folder, target.place);
        const outcome = await keep(briefing, path, target.existing).catch((error: unknown) => {
          problems.push({ code: 'unwritable', message: `This cannot be written: ${messageOf(error)}.`, path });
          return 'failed' as const;
        });
        done.set(keyOf(briefing), { path, outcome });
      }
    }
    for (const [index, briefing] of members) {
      const file = done.get(keyOf(briefing)) as WrittenFile;
      files[index] = best.get(keyOf(briefing)) === briefing ? file : { ...file, outcome: 'unchanged' };
    }
  }

  return {
    async put(index, briefing) {
      const circle = circles[index];
      if (!circle) throw new RangeError(`no briefing was announced at ${index}`);
      if (briefing) circle.members.set(index, briefing);
      circle.open -= 1;
      if (circle.open > 0) return;
      const writing: Promise<void> = writeCircle(circle.members)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => {
          running.delete(writing);
          circle.members.clear();
        });
      running.add(writing);
      if (running.size >= CONCURRENCY) await Promise.race(running);
    },
    async close() {
      await Promise.all(running);
      if (failures.length > 0) throw failures[0];
      return {
        files: files.filter((file) => file !== undefined),
        problems: problems.sort((a, b) => ((a.path ?? '') < (b.path ?? '') ? -1 : 1)),
      };
    },
  };
}

/** Of several readings of one article of a publisher the fullest; content decides between equals. */
function bestById(briefings: readonly BriefingFile[]): Map<string, BriefingFile> {
  const best = new Map<string, BriefingFile>();
  for (const briefing of briefings) {
    const known = best.get(keyOf(briefing));
    if (!known || rank(briefing) > rank(known)) best.set(keyOf(briefing), briefing);
  }
  return best;
}

/** A feed names its items as it likes: what another publisher calls by the same name is another briefing. */
function keyOf({ article: { id, sources } }: BriefingFile): string {
  return [id, ...sources].join('\n');
}

function rank({ text, partial }: BriefingFile): string {
  return `${partial ? 0 : 1} ${String(text.length).padStart(9, '0')} ${text}`;
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

function isOf({ ids, publishers }: ExistingFile, article: Article): boolean {
  const own = idsOf(article);
  const isTheirs = publishers.length > 0 && !publishers.some((name) => article.sources.includes(name));
  return !isTheirs && ids.some((id) => own.includes(id));
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
    const publishers = article.itemId === undefined ? [] : article.sources;
    return { text, ids: idsOf(article), publishers, curated: article.dialect.startsWith('curated') };
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    // A file that cannot be read is not ours to replace.
    return { text: isAbsent ? null : '', ids: [], publishers: [], curated: false };
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
