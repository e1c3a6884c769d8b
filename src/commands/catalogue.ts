import { siteOf } from '../config/schema.ts';
import { counted } from '../core/counted.ts';
import { EXIT, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import { besideText, wrapText } from '../core/wrap.ts';
import { attackTechnique, tacticsOf } from '../knowledge/attack.ts';
import { CATALOGUE_FOLDER, catalogueJsonSchema, loadCatalogue } from '../knowledge/catalogue.ts';
import { loadSamples, samplesJsonSchema } from '../knowledge/catalogue-samples.ts';
import { NO_SAMPLES, type Samples } from '../knowledge/samples.ts';
import type { Uncovered, UseCase, Wording } from '../knowledge/use-case.ts';
import { type QueryLanguage, queryColumns } from '../quoting/languages.ts';
import { languagesOf } from '../sync/siem.ts';
import { environmentOf, readingSettingsOf } from './config.ts';
import type { Command, Context } from './context.ts';

export interface CatalogueOptions {
  /** One use case to explain, or to lint alone. */
  readonly id?: string;
  readonly lint?: boolean;
  /** Prints the JSON Schema of a catalogue file, or of a file of samples. */
  readonly schema?: boolean | 'samples';
  /** Another folder of *.yaml files. */
  readonly folder?: string;
  /** Configuration, for its environment. */
  readonly config?: string;
  readonly json?: boolean;
}

/** Lists, explains and lints our own use cases. */
export const catalogue: Command<CatalogueOptions> = async (options, context) => {
  const languages = languagesOf(context.siems);
  if (options.schema) {
    const schema = options.schema === 'samples' ? samplesJsonSchema({ languages }) : catalogueJsonSchema({ languages });
    context.print(jsonText(schema, 2));
    return EXIT.ok;
  }
  // The samples that lint runs are of the made-up site.
  const site = options.lint ? undefined : siteOf(await environmentOf(options.config, context));
  const all = loadCatalogue(options.folder ?? CATALOGUE_FOLDER, { languages, site });
  const chosen = options.id === undefined ? all : [find(all, options.id)];
  if (options.lint) return lint(chosen, samplesOf(all, options, languages), options, context);
  const [only] = chosen;
  if (options.id !== undefined && only) {
    const samples = samplesOf(all, options, languages).get(only.id) ?? NO_SAMPLES;
    context.print(
      options.json ? jsonText(toJson(only, samples, languages)) : explain(only, samples, languages, context.columns),
    );
  } else if (options.json) {
    context.print(jsonText({ useCases: all.map((useCase) => summary(useCase, languages)) }));
  } else {
    const width = Math.max(...all.map(({ id }) => id.length));
    for (const useCase of all) context.print(line(useCase, width, languages, context.columns));
    context.log.info(`${counted(all.length, 'use case')}. huntsync catalogue ID tells all about one.`);
  }
  return EXIT.ok;
};

function find(all: readonly UseCase[], id: string): UseCase {
  const wanted = id.toUpperCase();
  const found = all.find((useCase) => useCase.id === wanted || useCase.id === `UC_${wanted}`);
  if (found) return found;
  const ids = all.map((useCase) => useCase.id);
  const like = ids.filter((known) => known.includes(wanted.replace(/^UC_/, '')));
  if (like.length === 0) like.push(...[nearest(wanted, ids)].filter((meant) => meant !== undefined));
  throw new UsageError(
    `There is no use case ${id}.`,
    like.length > 0 ? `Did you mean ${like.join(', ')}?` : '`huntsync catalogue` lists them.',
  );
}

function samplesOf(all: readonly UseCase[], { folder }: CatalogueOptions, languages: readonly QueryLanguage[]) {
  return loadSamples(new Set(all.map(({ id }) => id)), folder, { languages });
}

/** The keys of a catalogue file, and its samples. */
function toJson(
  { queries, tests, doesNotCover, ...rest }: UseCase,
  samples: Samples,
  languages: readonly QueryLanguage[],
): object {
  return { ...rest, ...queryColumns(queries, languages), tests, samples, doesNotCover };
}

function summary(useCase: UseCase, languages: readonly QueryLanguage[]): object {
  const { id, title, phase, confidence, techniques, queries } = useCase;
  const own = languages.map((language) => language.id).filter((language) => queries[language] !== undefined);
  return { id, title, phase, confidence, techniques, tactics: tacticsOf(techniques), languages: own };
}

function line(
  useCase: UseCase,
  width: number,
  languages: readonly QueryLanguage[],
  columns: number | undefined,
): string {
  const { id, title, phase, confidence, queries } = useCase;
  const marks = languages
    .map((language) => (queries[language.id] === undefined ? '' : language.title).padEnd(language.title.length))
    .join(' ');
  return besideText(`${id.padEnd(width)}  ${phase.padEnd(8)}  ${confidence.padEnd(6)}  ${marks}  `, title, columns);
}

/** A use case in full, as text. */
function explain(
  useCase: UseCase,
  samples: Samples,
  languages: readonly QueryLanguage[],
  columns: number | undefined,
): string {
  const { id, title, phase, confidence, techniques, dataNeeds, doesNotCover, triggers, tests } = useCase;
  const sections: [string, readonly string[]][] = [
    ['Techniques', techniques.map((technique) => `${technique} ${attackTechnique(technique)?.name ?? '(unknown)'}`)],
    ['Tactics', tacticsOf(techniques)],
    ...languages
      .flatMap(({ siems }) => siems)
      .map(({ kind, title: siem }): [string, readonly string[]] => [`Needs in ${siem}`, dataNeeds[kind] ?? []]),
    [
      `Fires where an attacker is told to do ${triggers.possible ? '(or to be able to do) ' : ''}one of`,
      triggers.subjects.map(wordingText),
    ],
    ['With one of these in the sentence or beside it', (triggers.context ?? []).map(wordingText)],
    ['But not in a sentence with', (triggers.exclusions ?? []).map(wordingText)],
    ['Fires on', tests.filter(({ fires }) => fires).map(({ text }) => text)],
    ['Stays quiet on', tests.filter(({ fires }) => !fires).map(({ text }) => text)],
    ['Samples that it finds', samples.fires.map(({ name }) => name)],
    ['Samples that it must not find', samples.quiet.map(({ name }) => name)],
    ['Does not find', doesNotCover.map((each) => uncoveredText(each, languages))],
    ['What else looks like it', useCase.falsePositives],
    ['When it hits', useCase.triage ?? []],
    ['References', useCase.references],
  ];
  const parts = sections
    .filter(([, items]) => items.length > 0)
    .map(([name, items]) => `${name}:\n${items.map((item) => `  - ${item}`).join('\n')}`);
  const queries = languages.flatMap((language) => {
    const text = useCase.queries[language.id];
    return text === undefined ? [] : [`${language.title}:\n\n${text}`];
  });
  const head = `${id}: ${title}\nphase ${phase}, confidence ${confidence}`;
  // Queries are to be copied: they stay as they are.
  return [...[head, ...parts].map((part) => wrapText(part, columns)), ...queries].join('\n\n');
}

function uncoveredText({ name, reason, languages: ids }: Uncovered, languages: readonly QueryLanguage[]): string {
  const where = languages.filter(({ id }) => ids?.includes(id)).map(({ title }) => title);
  return `${name}${where.length > 0 ? ` (${where.join(', ')})` : ''}: ${reason}`;
}

function wordingText(wording: Wording): string {
  return typeof wording === 'string' ? wording : `${wording.near.join(' … ')} (within ${wording.words} words)`;
}

async function lint(
  useCases: readonly UseCase[],
  samples: ReadonlyMap<string, Samples>,
  options: CatalogueOptions,
  context: Context,
) {
  const { lintUseCases } = await import('./catalogue-lint.ts');
  const { environment, siems } = await readingSettingsOf(options.config, context);
  const findings = await lintUseCases(useCases, {
    environment,
    cacheDir: context.cacheDir,
    siems,
    samples,
  });
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (options.json) {
    context.print(jsonText({ useCases: useCases.length, errors, findings }));
  } else {
    for (const { id, severity, code, message } of findings) context.print(`${severity} ${id} ${code}: ${message}`);
    const warnings = findings.length - errors;
    context.print(
      `${counted(useCases.length, 'use case')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`,
    );
  }
  return errors > 0 ? EXIT.failed : EXIT.ok;
}
