/** A passage that is shown whole or not at all, under a heading that it may share with those before it. */
export interface Passage {
  readonly heading: string;
  readonly text: string;
}

export interface Fitted {
  readonly text: string;
  /** How many passages are left out. */
  readonly left: number;
}

/** As many passages, in order, as fit into so many characters, each heading once. */
export function fitPassages(passages: readonly Passage[], room: number): Fitted {
  const parts: string[] = [];
  let used = 0;
  let current: string | undefined;
  for (const [index, { heading, text }] of passages.entries()) {
    const added = [...(heading !== '' && heading !== current ? [heading] : []), text];
    const length = added.reduce((sum, part) => sum + part.length + 2, 0);
    if (used + length > room) return { text: parts.join('\n\n'), left: passages.length - index };
    parts.push(...added);
    used += length;
    current = heading;
  }
  return { text: parts.join('\n\n'), left: 0 };
}
