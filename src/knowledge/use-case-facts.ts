import { readFileSync } from 'node:fs';
import type { Confidence, Phase } from './vocabulary.ts';

/** What is known about a named use case besides its queries: briefings give the techniques of an article, not of a hunt. */
export interface UseCaseFacts {
  readonly phase: Phase;
  readonly confidence: Confidence;
  /** ATT&CK ids. */
  readonly techniques: readonly string[];
}

let loaded: Readonly<Record<string, UseCaseFacts>> | undefined;

/** The facts of a named use case (config/reference/use-cases.json); undefined for an id that is not in the reference. */
export function useCaseFacts(id: string): UseCaseFacts | undefined {
  // The same path from src/hunts and from dist/hunts.
  const url = new URL('../../config/reference/use-cases.json', import.meta.url);
  loaded ??= JSON.parse(readFileSync(url, 'utf8')).useCases as Readonly<Record<string, UseCaseFacts>>;
  return Object.hasOwn(loaded, id) ? loaded[id] : undefined;
}
