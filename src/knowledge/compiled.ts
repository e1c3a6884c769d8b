import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../core/hash.ts';
import type { UseCase } from './use-case.ts';

/**
 * The catalogue as the build leaves it beside the program: parsed, checked, and bound to the very text that it was made of. Reading
 * YAML takes a quarter of a second, more than all else that a run with nothing to do computes.
 */
export interface CompiledCatalogue {
  readonly hash: string;
  readonly useCases: readonly UseCase[];
}

/** Where the build writes it; absent where the program runs from source. */
export const COMPILED_CATALOGUE = fileURLToPath(new URL('catalogue.json', import.meta.url));

/** @param texts of the files, in the order of their names. */
export function compileCatalogue(texts: readonly string[], useCases: readonly UseCase[]): CompiledCatalogue {
  return { hash: digestOf(texts), useCases };
}

/** The use cases that the build made of these texts; null where it made none, or of others. */
export function readCompiled(texts: readonly string[], file = COMPILED_CATALOGUE): readonly UseCase[] | null {
  try {
    const { hash, useCases }: CompiledCatalogue = JSON.parse(readFileSync(file, 'utf8'));
    return hash === digestOf(texts) ? useCases : null;
  } catch {
    return null;
  }
}

function digestOf(texts: readonly string[]): string {
  return sha256(texts.join('\0'));
}
