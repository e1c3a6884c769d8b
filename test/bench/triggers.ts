import { toldText } from '../../src/classify/told-text.ts';
import type { ToldText } from '../../src/knowledge/told.ts';
import { fireUseCases } from '../../src/knowledge/triggers.ts';
import type { UseCase } from '../../src/knowledge/use-case.ts';

/** Milliseconds of the processor's time to look `count` texts of `size` characters, read before, through for all use cases. */
export function triggerMs(
  bodies: readonly string[],
  catalogue: readonly UseCase[],
  count = 1000,
  size = 20_000,
): number {
  const source = bodies.join('\n\n');
  const copies = source.repeat(Math.ceil((size * 2) / Math.max(1, source.length)));
  const texts = Array.from({ length: Math.min(count, 20) }, (_, index) => {
    const from = (index * 997) % (copies.length - size);
    return toldText(copies.slice(from, from + size));
  });
  const started = process.cpuUsage();
  for (let index = 0; index < count; index += 1) {
    fireUseCases(texts[index % texts.length] as ToldText, catalogue);
  }
  return process.cpuUsage(started).user / 1000;
}
