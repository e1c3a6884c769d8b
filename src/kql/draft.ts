/**
 * Query text between source and platform. `origin[i]` is the offset of character i in the source, so that diagnostics of the
 * rewritten text can be placed in the text as written.
 */
export interface Draft {
  readonly text: string;
  readonly origin: Int32Array;
}

/** Replace `text.slice(start, end)` by `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function draftOf(source: string): Draft {
  return { text: source, origin: Int32Array.from({ length: source.length }, (_, index) => index) };
}

/** Joins drafts and literal text; literal text is placed where the draft after it (or before it) comes from. */
export function joinDrafts(parts: readonly (Draft | string)[]): Draft {
  const length = parts.reduce((sum, part) => sum + (typeof part === 'string' ? part : part.text).length, 0);
  const origin = new Int32Array(length);
  let text = '';
  parts.forEach((part, index) => {
    if (typeof part === 'string') {
      const near = parts.slice(index).find((other) => typeof other !== 'string' && other.text !== '') as
        | Draft
        | undefined;
      origin.fill(
        near ? (near.origin[0] ?? 0) : (origin[text.length - 1] ?? 0),
        text.length,
        text.length + part.length,
      );
      text += part;
    } else {
      origin.set(part.origin, text.length);
      text += part.text;
    }
  });
  return { text, origin };
}

export function sliceDraft(draft: Draft, start: number, end: number): Draft {
  return { text: draft.text.slice(start, end), origin: draft.origin.subarray(start, end) };
}

/** Applies edits in order of place; of two that overlap the first wins. */
export function applyEdits(draft: Draft, edits: readonly Edit[]): Draft {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: (Draft | string)[] = [];
  let at = 0;
  for (const edit of ordered) {
    if (edit.start < at) continue;
    parts.push(sliceDraft(draft, at, edit.start), {
      text: edit.text,
      origin: new Int32Array(edit.text.length).fill(sourceOffset(draft, edit.start)),
    });
    at = edit.end;
  }
  parts.push(sliceDraft(draft, at, draft.text.length));
  return joinDrafts(parts);
}

/** Offset in the source of the character at `offset`; past the end, just behind the last character. */
export function sourceOffset(draft: Draft, offset: number): number {
  const last = draft.origin.length - 1;
  if (offset <= last) return draft.origin[Math.max(0, offset)] ?? 0;
  return last < 0 ? 0 : (draft.origin[last] ?? 0) + 1;
}

/** 1-based line and column, in UTF-16 units; past the end, just behind the last character. */
export function positionAt(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}
