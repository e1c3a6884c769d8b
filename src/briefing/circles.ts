/** Briefings of which one may take another's place: they share an article, or a file. */
export interface Circle<T> {
  /** How many are still to be put. */
  open: number;
  readonly members: Map<number, T>;
}

/** The circle of each, where those that have a mark in common, directly or through others, are in one. */
export function circlesOf<T>(marks: readonly (readonly string[])[]): Circle<T>[] {
  const parents = marks.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    parents[index] = root;
    return root;
  };
  // An id never is a place: places end in `.md`.
  const first = new Map<string, number>();
  for (const [index, own] of marks.entries()) {
    for (const mark of own) {
      const known = first.get(mark);
      if (known === undefined) first.set(mark, index);
      else parents[rootOf(index)] = rootOf(known);
    }
  }
  const circles = new Map<number, Circle<T>>();
  return marks.map((_, index) => {
    const root = rootOf(index);
    const circle: Circle<T> = circles.get(root) ?? { open: 0, members: new Map() };
    circles.set(root, circle);
    circle.open += 1;
    return circle;
  });
}
