import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { keyPath } from '../config/key-path.ts';
import { DEFAULT_SITE, type SiteProfile } from '../config/site.ts';
import { checkYaml, parseYaml, placeOfValue } from '../config/yaml.ts';
import { counted } from '../core/counted.ts';
import { ConfigError, messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { LANGUAGES, type LanguageOptions, type Queries } from '../quoting/languages.ts';
import { catalogueFile } from './catalogue-schema.ts';
import { type CompiledCatalogue, compileCatalogue, readCompiled } from './compiled.ts';
import { fillSite } from './site.ts';
import type { UseCase } from './use-case.ts';

/** The JSON Schema (2020-12) of a catalogue file, for editors: config/catalogue.schema.json. */
export function catalogueJsonSchema({ languages = LANGUAGES }: LanguageOptions = {}): object {
  return { title: 'A file of huntsync use cases', ...z.toJSONSchema(catalogueFile(languages), { io: 'input' }) };
}

const cache = new Map<string, readonly UseCase[]>();

/** Where our own use cases are; the same path from src/knowledge and from dist/knowledge. */
export const CATALOGUE_FOLDER = new URL('../../config/catalogue/', import.meta.url);

const OWN_FOLDER = fileURLToPath(CATALOGUE_FOLDER);

export interface SiteCatalogueOptions extends LanguageOptions {
  /** `environment.site`: what its queries take for your own. */
  readonly site?: SiteProfile | undefined;
}

/**
 * The use cases of a folder's *.yaml files, in the order of the file names; read once a process.
 * @throws ConfigError that lists every problem of every file with its line and key.
 */
export function loadCatalogue(
  folder: URL | string = CATALOGUE_FOLDER,
  { languages = LANGUAGES, site = DEFAULT_SITE }: SiteCatalogueOptions = {},
): readonly UseCase[] {
  const path = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const key = [path, ...languages.map(({ id }) => id), JSON.stringify(site)].join('\n');
  const known = cache.get(key);
  if (known) return known;
  const { useCases, problems } = readCatalogue(path, { languages });
  if (problems.length > 0) throw catalogueError(path, problems, 'catalogue.schema.json');
  const filled = useCases.map((useCase) => ({ ...useCase, queries: filledQueries(useCase.queries, site) }));
  cache.set(key, filled);
  return filled;
}

let byId: ReadonlyMap<string, UseCase> | undefined;

/** A use case of our own catalogue, for the sites that nobody has described. */
export function catalogueUseCase(id: string): UseCase | undefined {
  byId ??= new Map(loadCatalogue().map((useCase) => [useCase.id, useCase]));
  return byId.get(id);
}

function filledQueries(queries: Queries, site: SiteProfile): Queries {
  return Object.fromEntries(
    Object.entries(queries).map(([id, query]) => [id, query === undefined ? query : fillSite(query, site)]),
  );
}

export function catalogueError(path: string, problems: readonly Problem[], schema: string): ConfigError {
  return new ConfigError(
    `The catalogue ${path} has ${counted(problems.length, 'problem')}.`,
    problems,
    `The keys are described in config/${schema}.`,
  );
}

function readCatalogue(
  folder: string,
  { languages = LANGUAGES }: LanguageOptions,
  compiled: (texts: readonly string[]) => readonly UseCase[] | null = readCompiled,
): { useCases: readonly UseCase[]; problems: Problem[] } {
  const { names, problems } = yamlFilesIn(folder);
  const texts = textsOf(folder, names);
  const known = folder === OWN_FOLDER && languages === LANGUAGES ? compiled(texts) : null;
  if (known) return { useCases: known, problems };
  const paths = new Map<string, string>();
  const parsed = texts.map((text, index) =>
    parseUseCases(text, join(folder, names[index] ?? ''), paths, { languages }),
  );
  return {
    useCases: parsed.flatMap(({ useCases }) => useCases),
    problems: [...problems, ...parsed.flatMap((one) => one.problems)],
  };
}

/** Our own catalogue for the build to keep. @throws ConfigError as `loadCatalogue` does. */
export function compileOwnCatalogue(): CompiledCatalogue {
  const { useCases, problems } = readCatalogue(OWN_FOLDER, {}, () => null);
  if (problems.length > 0) throw catalogueError(OWN_FOLDER, problems, 'catalogue.schema.json');
  return compileCatalogue(textsOf(OWN_FOLDER, yamlFilesIn(OWN_FOLDER).names), useCases);
}

function textsOf(folder: string, names: readonly string[]): string[] {
  return names.map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** Names of the YAML files of a folder, sorted; a problem where there is none. */
export function yamlFilesIn(folder: string): { names: readonly string[]; problems: Problem[] } {
  try {
    const names = readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort();
    const problem = { code: 'catalogue', message: 'there is no *.yaml file in it', path: folder };
    return { names, problems: names.length === 0 ? [problem] : [] };
  } catch (error) {
    return { names: [], problems: [{ code: 'catalogue', message: messageOf(error), path: folder }] };
  }
}

/** One catalogue file's text. `path` is for the problems; `paths` has the ids of the files before it, and gets this one's. */
export function parseUseCases(
  source: string,
  path: string,
  paths = new Map<string, string>(),
  { languages = LANGUAGES }: LanguageOptions = {},
): { useCases: readonly UseCase[]; problems: readonly Problem[] } {
  const yaml = parseYaml(source, path);
  if (yaml.problems.length > 0) return { useCases: [], problems: yaml.problems };
  const checked = checkYaml(yaml, catalogueFile(languages));
  if ('problems' in checked) {
    const problems = checked.problems.map(({ keys, message, place }) => {
      const id = yaml.document.getIn([...keys.slice(0, 2), 'id']);
      const named = typeof id === 'string' ? message.replace(': ', ` (${id}): `) : message;
      return { code: 'catalogue', message: named, path, ...place };
    });
    return { useCases: [], problems };
  }
  const { useCases } = checked.data;
  const problems = useCases.flatMap(({ id }, index) => {
    const first = paths.get(id);
    paths.set(id, first ?? path);
    const keys = ['useCases', index, 'id'];
    if (first === undefined) return [];
    const message = `${keyPath(keys)}: ${id} is in ${first} already`;
    return [{ code: 'catalogue', message, path, ...placeOfValue(yaml, keys) }];
  });
  return { useCases, problems };
}
