import { EXIT } from '../core/errors.ts';
import { CATALOGUE_FOLDER, loadCatalogue } from '../knowledge/catalogue.ts';
import { loadSamples } from '../knowledge/catalogue-samples.ts';
import type { UseCaseSamples } from '../knowledge/samples.ts';
import type { UseCase } from '../knowledge/use-case.ts';
import { SAMPLE_HOUR } from '../prove/clock.ts';
import type { UseCaseProof } from '../prove/outcome.ts';
import { proofSummary, useCaseProofToText } from '../report/proof-text.ts';
import { languagesOf } from '../sync/siem.ts';
import { environmentOf } from './config.ts';
import type { Command, Context } from './context.ts';

export interface ProveOptions {
  readonly catalogue?: boolean;
  /** Only these use cases. */
  readonly id?: readonly string[];
  /** Another folder of *.yaml files. */
  readonly folder?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** Runs hunts on sample events, here: which of what they hunt for do they find? */
export const prove: Command<ProveOptions> = async (options, context) => {
  const languages = languagesOf(context.siems);
  const all = loadCatalogue(options.folder ?? CATALOGUE_FOLDER, { languages });
  const wanted = new Set((options.id ?? []).map((id) => id.toUpperCase()));
  const chosen = wanted.size === 0 ? all : all.filter(({ id }) => wanted.has(id) || wanted.has(id.replace(/^UC_/, '')));
  const samples = loadSamples(new Set(all.map(({ id }) => id)), options.folder, { languages });
  return proveCatalogue(chosen, samples, options, context);
};

async function proveCatalogue(
  useCases: readonly UseCase[],
  samples: ReadonlyMap<string, UseCaseSamples>,
  { config, json }: ProveOptions,
  context: Context,
) {
  const { proveUseCases } = await import('../sync/prove-use-cases.ts');
  const environment = await environmentOf(config, context);
  const { siems, cacheDir } = context;
  const proofs: UseCaseProof[] = await proveUseCases(useCases, {
    siems,
    environment,
    cacheDir,
    samples,
    hour: SAMPLE_HOUR,
  });
  if (json) context.print(JSON.stringify({ useCases: proofs }));
  else {
    for (const proof of proofs) context.print(useCaseProofToText(proof, siems));
    context.print(proofSummary(proofs, siems));
  }
  const failed = proofs.some(({ languages }) => languages.some(({ verdict }) => verdict === 'failed'));
  return failed ? EXIT.failed : EXIT.ok;
}
