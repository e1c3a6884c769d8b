import { transliterated } from '../core/transliterate.ts';
import type { Article } from './article.ts';

const MAX_SLUG = 60;
/**
 * Names that Windows keeps for devices, whatever their ending (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
 */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * Where a briefing is kept below its folder: `2026-02-03/title-in-60-characters.md`, as the feed's own writer names them.
 * Nothing of a title or date can lead out of the folder: both become letters, digits and hyphens.
 */
export function briefingPlace({ title, published, id }: Pick<Article, 'title' | 'published' | 'id'>): string {
  const day = published !== null && /^\d{4}-\d{2}-\d{2}$/.test(published) ? published : 'undated';
  const slug = slugOf(title) || slugOf(transliterated(title)) || `article-${id.slice(0, 8)}`;
  return `${day}/${RESERVED.test(slug) ? `${slug}-${id.slice(0, 8)}` : slug}.md`;
}

/** The place of an article whose own place another one has: its id tells them apart. */
export function placeBeside(place: string, id: string): string {
  return `${place.replace(/\.md$/, '').slice(0, 'YYYY-MM-DD/'.length + MAX_SLUG - 9)}-${id.slice(0, 8)}.md`;
}

function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, MAX_SLUG)
    .replace(/-+$/, '');
}
