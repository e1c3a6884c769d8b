import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { writeWhole } from '../core/write-whole.ts';
import type { Article } from './article.ts';
import { parseBriefing } from './parse.ts';
import { briefingPlace, placeBeside } from './place.ts';

/** A briefing to be kept in a folder. */
export interface BriefingFile {
  /** As it can be written down (see `writable`). */
  readonly article: Article;
  readonly text: string;
  /** It was made from less than the whole article: it never replaces what is there. */
  readonly partial?: boolean;
}

/** What became of one briefing. */
export interface WrittenFile {
  /** With the folder. */
  readonly path: string;
  readonly outcome: 'written' | 'unchanged' | 'failed';
}

export interface Written {
  /** One for each briefing, in the order given; of two with one id, the lesser is `unchanged`. */
  readonly files: readonly WrittenFile[];
  readonly problems: readonly Problem[];
}

/** Files that are open at once. */
const CONCURRENCY = 16;

/** What stands at a place: nothing, a briefing of an article, or something of somebody else's. */
interface Occupant {
  readonly text: string | null;
  readonly id: string | null;
  /** An analyst's word: it outranks ours. */
  readonly curated: boolean;
}

/**
 * Keeps briefings in a folder: new and changed ones are written, each whole or not at all; all others stay untouched, and so
 * does every file that is not a briefing of the same article. Which file an article has does not depend on the order of the
 * briefings. A file that cannot be written is a problem and stops none of the others.
 */
export async function writeBriefings(briefings: readonly BriefingFile[], folder: string): Promise<Written> {
  const best = bestById(briefings);
  const problems: Problem[] = [];
  const done = new Map<string, WrittenFile>();
  const limit = pLimit(CONCURRENCY);
  const rooms = byPlace([...best.values()]);
  await Promise.all(
    [...rooms].map(([place, claimants]) =>
      limit(async () => {
        const sorted = claimants.sort((a, b) => (a.article.id < b.article.id ? -1 : 1));
        for (const [briefing, own] of await settle(place, sorted, { folder, places: new Set(rooms.keys()) })) {
          const path = join(folder, own.place);
          const outcome = await keep(briefing, path, own.occupant).catch((error: unknown) => {
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

function byPlace(briefings: readonly BriefingFile[]): Map<string, BriefingFile[]> {
  const rooms = new Map<string, BriefingFile[]>();
  for (const briefing of briefings) {
    const place = briefingPlace(briefing.article);
    rooms.set(place, [...(rooms.get(place) ?? []), briefing]);
  }
  return rooms;
}

interface Own {
  readonly place: string;
  readonly occupant: Occupant;
}

interface Around {
  readonly folder: string;
  /** The places that other articles of the run want for their own. */
  readonly places: ReadonlySet<string>;
}

/** Gives each claimant of a place its file: the one that it has, else the place itself where that is free, else one beside it. */
async function settle(
  place: string,
  claimants: readonly BriefingFile[],
  around: Around,
): Promise<Map<BriefingFile, Own>> {
  const here = await occupantOf(join(around.folder, place));
  let free = here.text === null;
  const owns = new Map<BriefingFile, Own>();
  for (const briefing of claimants) {
    const { id } = briefing.article;
    const beside = here.id === id ? null : await besideOf(place, id, around);
    if (beside === null || (free && beside.occupant.id !== id)) {
      owns.set(briefing, { place, occupant: here });
      free = false;
    } else owns.set(briefing, beside);
  }
  return owns;
}

async function besideOf(place: string, id: string, { folder, places }: Around): Promise<Own> {
  const short = placeBeside(place, id);
  const occupant = await occupantOf(join(folder, short));
  if (!places.has(short) && (occupant.id === id || occupant.text === null)) return { place: short, occupant };
  const long = place.replace(/[^/]*$/, `${id}.md`);
  return { place: long, occupant: await occupantOf(join(folder, long)) };
}

async function occupantOf(path: string): Promise<Occupant> {
  try {
    const text = await readFile(path, 'utf8');
    const { id, dialect } = parseBriefing({ kind: 'briefing', path, text }, '');
    return { text, id, curated: dialect.startsWith('curated') };
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    // What cannot be read is somebody's, and not ours to replace.
    return isAbsent ? { text: null, id: null, curated: false } : { text: '', id: '', curated: false };
  }
}

async function keep({ text, partial }: BriefingFile, path: string, there: Occupant): Promise<'written' | 'unchanged'> {
  if (there.text === text) return 'unchanged';
  if (there.text !== null && (partial || there.curated)) return 'unchanged';
  await writeWhole(path, text);
  return 'written';
}
