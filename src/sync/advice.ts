import { linkable } from '../core/text.ts';
import type { Hunt } from '../hunts/hunt.ts';
import type { Uncovered } from '../knowledge/use-case.ts';
import { LANGUAGES } from '../quoting/languages.ts';

/**
 * What an analyst reads beside a hunt, whole, a line each, for files that have the room: why it is there, what else looks like it,
 * how to triage, what it needs, its references and every article that calls for it.
 *
 * @param kind of the SIEM that the file is for: what must be collected is told for it, or for all where it is none's.
 */
export function adviceLines(hunt: Hunt | undefined, kind?: string): string[] {
  if (!hunt) return [];
  const { why, notes = [], advice, articles } = hunt;
  const { falsePositives = [], doesNotCover = [], triage = [], references = [], dataNeeds = {} } = advice ?? {};
  const needs = kind === undefined ? Object.values(dataNeeds).flat() : (dataNeeds[kind] ?? []);
  return [
    ...(why === undefined ? [] : [`Why: ${why}`]),
    ...falsePositives.map((text) => `False positive: ${text}`),
    ...uncoveredLines(doesNotCover, kind).map((text) => `Does not find: ${text}`),
    ...triage.map((step, index) => `Triage ${index + 1}: ${step}`),
    ...(needs.length === 0 ? [] : [`Needs: ${needs.join(', ')}`]),
    ...notes.map((note) => `Note: ${note}`),
    ...references.map((url) => `Reference: ${url}`),
    ...articles.map(({ published, title, publishers = [], url }) => {
      const facts = [...publishers, ...(published ? [published] : [])].join(', ');
      return ['Called for by:', title, facts && `(${facts})`, linkable(url)].filter((part) => part !== '').join(' ');
    }),
  ];
}

/**
 * What a hunt is known not to find, a line each.
 *
 * @param kind of a SIEM: what does not hold for its language is left out; all of it where it is not given.
 */
export function uncoveredLines(list: readonly Uncovered[], kind?: string): string[] {
  const language = LANGUAGES.find(({ siems }) => siems.some((siem) => siem.kind === kind))?.id;
  return list
    .filter(({ languages }) => language === undefined || (languages?.includes(language) ?? true))
    .map(({ name, reason }) => `${name.replace(/^./, (first) => first.toUpperCase())}: ${reason}`);
}
