/**
 * Key of the n-th statement of a hunt, by its place in the source block: one that is corrected later takes over no other's key.
 */
export function statementKey(huntKey: string, index: number): string {
  return index === 0 ? huntKey : `${huntKey}#${index + 1}`;
}

/** Suffix that tells the statements of a hunt apart in titles; empty for the first. */
export function statementSuffix(index: number): string {
  return index === 0 ? '' : ` - part ${index + 1}`;
}
