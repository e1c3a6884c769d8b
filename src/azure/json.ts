/** Parses JSON; undefined if it is none. */
export function parseJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** Whether a service of Microsoft's can have given this body: theirs are JSON or empty, those of a proxy in between are pages. */
export function isJsonOrEmpty(body: string | null | undefined): boolean {
  const text = (body ?? '').trim();
  return text === '' || parseJson(text) !== undefined;
}

/** An object's members by lower-case name. */
export function membersOf(raw: unknown): ReadonlyMap<string, unknown> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return new Map();
  return new Map(Object.entries(raw).map(([name, value]) => [name.toLowerCase(), value]));
}
