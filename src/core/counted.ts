/** A number with its noun, which is plural unless there is one: `1 query`, `2 queries`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
