/** The text of a hunt in one language; undefined where it has none. */
export function queryOf(hunt: object, language: string): string | undefined {
  return ((hunt as Record<string, unknown>)[language] as string | null) ?? undefined;
}
