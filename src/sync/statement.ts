/** Key of the n-th statement of a hunt, by its place in the source block: one that is mended later takes nobody's key. */
export function statementKey(huntKey: string, index: number): string {
  return index === 0 ? huntKey : `${huntKey}#${index + 1}`;
}

/** What tells the statements of a hunt apart for people; nothing for the first. */
export function statementSuffix(index: number): string {
  return index === 0 ? '' : ` - part ${index + 1}`;
}
