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

/**
 * A pattern over names, such as `Processes.*`, case and all: what the stars stand for, or null. Each stands for as much as it can, the first
 * before the second. Linear in the name for each star: a regular expression of many stars would try each place of each.
 */
export function nameMatcher(pattern: string): (name: string) => readonly string[] | null {
  const parts = pattern.split('*');
  if (parts.length === 1) return (name) => (name === pattern ? [] : null);
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  const middle = parts.slice(1, -1).reverse();
  return (name) => {
    if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return null;
    const stars: string[] = [];
    let end = name.length - last.length;
    // From the end: where a part stands as late as it can, the star before it is as long as it can be.
    for (const part of middle) {
      const latest = end - part.length;
      const found = latest < first.length ? -1 : name.lastIndexOf(part, latest);
      if (found < first.length) return null;
      stars.push(name.slice(found + part.length, end));
      end = found;
    }
    return [...stars, name.slice(first.length, end)].reverse();
  };
}
