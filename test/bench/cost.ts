/** Processor seconds, user and system, that work takes in this process. */
export async function cpuSeconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** The least of several passes over each work, taken in turns, so that a busy machine weighs on all alike. */
export async function leastOf(passes: number, ...works: readonly (() => unknown)[]): Promise<number[]> {
  const least = works.map(() => Number.POSITIVE_INFINITY);
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [index, work] of works.entries()) least[index] = Math.min(least[index] ?? 0, await cpuSeconds(work));
  }
  return least;
}
