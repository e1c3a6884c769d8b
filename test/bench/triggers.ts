import { fireUseCases } from '../../src/knowledge/triggers.ts';
import type { UseCase } from '../../src/knowledge/use-case.ts';
import { useCaseFacts } from '../../src/knowledge/use-case-facts.ts';
import { type Agreement, agreement, type LabelledText } from './classify.ts';

/** Named use cases that no text fires in the labels: indicators do, or nothing does. */
const NOT_BY_WORDS = new Set(['UC_NETWORK_IOC', 'UC_HASH_IOC', 'UC_PHISH_LINK_BYPASS', 'UC_PHISH_LINK_NEWDOMAIN']);

export interface TriggerBench {
  readonly texts: number;
  /** Over all ids that the labels can have. */
  readonly all: Agreement;
  readonly byId: ReadonlyMap<string, Agreement>;
}

/** How far the use cases that our triggers fire agree with the labels, whose rules look for substrings. */
export function benchTriggers(texts: readonly LabelledText[], catalogue: readonly UseCase[]): TriggerBench {
  const counts = (id: string) => useCaseFacts(id) !== undefined && !NOT_BY_WORDS.has(id);
  const sets = texts.map(({ title, body, expected }) => {
    const ours = fireUseCases(`${title}\n${body}`, catalogue).map(({ useCase }) => useCase.id);
    return [new Set(ours.filter(counts)), new Set(expected.useCases.filter(counts))] as const;
  });
  const ids = [...new Set(sets.flatMap(([ours, theirs]) => [...ours, ...theirs]))].sort();
  const only = (set: ReadonlySet<string>, id: string) => new Set(set.has(id) ? [id] : []);
  return {
    texts: texts.length,
    all: agreement(sets),
    byId: new Map(ids.map((id) => [id, agreement(sets.map(([ours, theirs]) => [only(ours, id), only(theirs, id)]))])),
  };
}

/** The bench as a table, for a terminal. */
export function describeTriggerBench({ texts, all, byId }: TriggerBench): string {
  const line = (name: string, { both, onlyOurs, onlyTheirs, f1 }: Agreement) =>
    `${name.padEnd(20)} both ${String(both).padStart(4)}  only ours ${String(onlyOurs).padStart(3)}  only theirs ${String(onlyTheirs).padStart(3)}  F1 ${f1.toFixed(3)}`;
  return [`${texts} labelled texts`, ...[...byId].map(([id, one]) => line(id, one)), line('all', all)].join('\n');
}

/** Milliseconds of the processor's time to look `count` texts of `size` characters through for all use cases. */
export function triggerMs(
  bodies: readonly string[],
  catalogue: readonly UseCase[],
  count = 1000,
  size = 20_000,
): number {
  const source = bodies.join('\n\n');
  const copies = source.repeat(Math.ceil((size * 2) / Math.max(1, source.length)));
  const started = process.cpuUsage();
  for (let index = 0; index < count; index += 1) {
    const from = (index * 997) % (copies.length - size);
    fireUseCases(copies.slice(from, from + size), catalogue);
  }
  return process.cpuUsage(started).user / 1000;
}
