import { UsageError } from '../core/errors.ts';
import type { Siem } from '../sync/siem.ts';

/** What each of these codes means; codes that nobody knows are left out. */
export async function explanations(
  codes: Iterable<string>,
  siems: readonly Siem[],
): Promise<ReadonlyMap<string, string>> {
  const told = new Map<string, string>();
  for (const code of codes) {
    for (const siem of siems) {
      const text = told.has(code) ? null : await siem.explain(code);
      if (text !== null) told.set(code, text);
    }
  }
  return told;
}

/** @throws UsageError that lists the codes. */
export async function explainCode(code: string, siems: readonly Siem[]): Promise<string> {
  const text = (await explanations([code], siems)).get(code);
  if (text !== undefined) return `${code}: ${text}`;
  const known = (await Promise.all(siems.map((siem) => siem.codes()))).flat();
  throw new UsageError(`There is no code ${code}.`, `The codes are: ${[...new Set(known)].sort().join(', ')}.`);
}
