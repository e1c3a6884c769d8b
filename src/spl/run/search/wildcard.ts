/** Whether a lower-case text fits a lower-case pattern in which `*` is any text. Linear: no backtracking beyond the last star. */
export function wildcardTest(pattern: string): (lower: string) => boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return (lower) => lower === pattern;
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  const middle = parts.slice(1, -1).filter((part) => part !== '');
  return (lower) => {
    if (!lower.startsWith(first) || lower.length < first.length + last.length || !lower.endsWith(last)) return false;
    let at = first.length;
    const end = lower.length - last.length;
    for (const part of middle) {
      const found = lower.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

/** A pattern over names, such as `Processes.*`, case and all: what the stars stand for, or null. */
export function nameMatcher(pattern: string): (name: string) => readonly string[] | null {
  if (!pattern.includes('*')) return (name) => (name === pattern ? [] : null);
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.+?()[\]{}|/]/g, '\\$&'))
    .join('([^]*)');
  const regex = new RegExp(`^${source}$`, 'u');
  return (name) => regex.exec(name)?.slice(1) ?? null;
}
