import { existsSync } from 'node:fs';
import { EXIT, type ExitCode, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import { wrapText } from '../core/wrap.ts';
import { CATALOGUE_FOLDER, loadCatalogue } from '../knowledge/catalogue.ts';
import { loadSamples } from '../knowledge/catalogue-samples.ts';
import type { UseCase } from '../knowledge/use-case.ts';
import { SAMPLE_HOUR } from '../prove/clock.ts';
import type { UseCaseProof } from '../prove/outcome.ts';
import { huntProofJson, proofCounts, useCaseProofJson } from '../report/proof-json.ts';
import { huntProofSummary, huntProofToText, proofSummary, useCaseProofToText } from '../report/proof-text.ts';
import { languagesOf } from '../sync/siem.ts';
import { readingSettingsOf } from './config.ts';
import type { Command, Context } from './context.ts';
import { logProblems } from './log-problems.ts';
import { readCheckedHunts } from './read.ts';

export interface ProveOptions {
  /** Files and folders of briefings, or ids of use cases; our whole catalogue where there are none. */
  readonly paths?: readonly string[];
  readonly catalogue?: boolean;
  /** Another folder of *.yaml files. */
  readonly folder?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/**
 * Runs hunts on events, here: use cases on their samples, hunts of briefings on rows made of their own literals. Exit 1 where a
 * use case misses what it must find.
 */
export const prove: Command<ProveOptions> = async ({ paths = [], ...options }, context) => {
  const isId = (path: string) => /^UC_[A-Z0-9_]+$/i.test(path) && !existsSync(path);
  const ids = paths.filter(isId);
  const files = paths.filter((path) => !isId(path));
  if (files.length > 0 && (ids.length > 0 || options.catalogue)) {
    throw new UsageError('Use cases and briefings are proved apart.', 'Name either, and run it twice.');
  }
  return files.length > 0 ? proveBriefings(files, options, context) : proveCatalogue(ids, options, context);
};

async function proveCatalogue(ids: readonly string[], options: ProveOptions, context: Context): Promise<ExitCode> {
  const { cacheDir } = context;
  const { siems, environment, native } = await readingSettingsOf(options.config, context);
  const languages = languagesOf(siems);
  const all = loadCatalogue(options.folder ?? CATALOGUE_FOLDER, { languages });
  const samples = loadSamples(new Set(all.map(({ id }) => id)), options.folder, { languages });
  const { proveUseCases } = await import('../sync/prove-use-cases.ts');
  const chosen = ids.length === 0 ? all : ids.map((id) => useCaseOf(id, all));
  const proofs: UseCaseProof[] = await proveUseCases(chosen, {
    siems,
    environment,
    native,
    cacheDir,
    samples,
    hour: SAMPLE_HOUR,
  });
  if (options.json) {
    context.print(jsonText({ useCases: proofs.map(useCaseProofJson), hunts: [], proof: {}, problems: [] }));
  } else {
    for (const proof of proofs) context.print(wrapText(useCaseProofToText(proof, siems), context.columns));
    context.print(wrapText(proofSummary(proofs, siems), context.columns));
  }
  const failed = proofs.some((proof) => proof.languages.some(({ verdict }) => verdict === 'failed'));
  return failed ? EXIT.failed : EXIT.ok;
}

function useCaseOf(id: string, all: readonly UseCase[]): UseCase {
  const found = all.find((useCase) => useCase.id === id.toUpperCase());
  if (found) return found;
  const meant = nearest(
    id,
    all.map((useCase) => useCase.id),
  );
  throw new UsageError(
    `There is no use case ${id}.`,
    meant === undefined ? '`huntsync catalogue` lists them.' : `Did you mean ${meant}?`,
  );
}

async function proveBriefings(paths: readonly string[], options: ProveOptions, context: Context): Promise<ExitCode> {
  const { checked, siems, problems, complete } = await readCheckedHunts(paths, options.config, context);
  if (options.json) {
    const hunts = checked.map((entry) => huntProofJson(entry, siems));
    context.print(jsonText({ useCases: [], hunts, proof: proofCounts(checked, siems), problems }));
  } else {
    for (const entry of checked) {
      const text = huntProofToText(entry, siems);
      if (text !== '') context.print(wrapText(text, context.columns));
    }
    context.print(wrapText(huntProofSummary(checked, siems), context.columns));
    logProblems(problems, context.log);
  }
  return complete ? EXIT.ok : EXIT.failed;
}
