/** Replaces the text from `start` to `end`; an insertion where they are equal. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text after edits, with a mapping of offsets. */
export interface Edited {
  readonly text: string;
  /** The offset in the text before the edits; for what an edit put in, the place where it was put. */
  origin(offset: number): number;
}

/** Applies edits; of two that overlap, the later one in the text is dropped. */
export function applyEdits(text: string, edits: readonly Edit[]): Edited {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const segments: { at: number; from: number; length: number }[] = [];
  let out = '';
  let from = 0;
  for (const edit of sorted) {
    if (edit.start < from) continue;
    segments.push({ at: out.length, from, length: edit.start - from });
    out += text.slice(from, edit.start);
    segments.push({ at: out.length, from: edit.start, length: 0 });
    out += edit.text;
    from = edit.end;
  }
  segments.push({ at: out.length, from, length: text.length - from });
  out += text.slice(from);
  return {
    text: out,
    origin(offset) {
      const segment = segments.findLast(({ at }) => at <= offset);
      return segment ? segment.from + Math.min(offset - segment.at, segment.length) : 0;
    },
  };
}
