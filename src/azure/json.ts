/** Parses JSON; undefined if it is none. */
export function parseJson(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** An object's members by lower-case name. */
export function membersOf(raw: unknown): ReadonlyMap<string, unknown> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return new Map();
  return new Map(Object.entries(raw).map(([name, value]) => [name.toLowerCase(), value]));
}
