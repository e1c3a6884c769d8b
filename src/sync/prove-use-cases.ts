import type { Environment } from '../config/schema.ts';
import { NO_SAMPLES, type Samples } from '../knowledge/samples.ts';
import type { UseCase } from '../knowledge/use-case.ts';
import type { UseCaseProof } from '../prove/outcome.ts';
import { proveUseCase } from '../prove/use-case.ts';
import { checkQueries } from './check.ts';
import type { NativePolicy } from './query.ts';
import type { Siem } from './siem.ts';

export interface ProveUseCasesOptions {
  readonly siems: readonly Pick<Siem, 'kind' | 'language' | 'check' | 'withWindow' | 'proving'>[];
  readonly environment: Environment;
  readonly native?: NativePolicy | undefined;
  readonly cacheDir?: string | undefined;
  /** By the ids of use cases. */
  readonly samples: ReadonlyMap<string, Samples>;
  /** The start of the hour in which the hunts are run. */
  readonly hour: Date;
}

/** Runs use cases on their samples, in the form that each kind of SIEM would get. */
export async function proveUseCases(
  useCases: readonly UseCase[],
  { siems, environment, native, cacheDir, samples, hour }: ProveUseCasesOptions,
): Promise<UseCaseProof[]> {
  const checked = await checkQueries(useCases, { siems, environment, native, cacheDir });
  const provings = await Promise.all(siems.map(async (siem) => (await siem.proving?.(environment[siem.kind])) ?? null));
  return useCases.map((useCase, index) => ({
    id: useCase.id,
    title: useCase.title,
    languages: siems.flatMap(({ kind, language }, at) => {
      const queries = checked[index]?.[kind] ?? [];
      if (queries.length === 0) return [];
      const target = { kind, language: language.id, title: language.title, proving: provings[at] ?? null, queries };
      const { doesNotCover } = useCase;
      return [proveUseCase(target, { samples: samples.get(useCase.id) ?? NO_SAMPLES, doesNotCover, hour })];
    }),
  }));
}
