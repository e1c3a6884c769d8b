import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { checkYaml, parseYaml, placeOfValue } from '../config/yaml.ts';
import type { Problem } from '../core/problem.ts';
import { LANGUAGES, type LanguageOptions } from '../quoting/languages.ts';
import { CATALOGUE_FOLDER, catalogueError, yamlFilesIn } from './catalogue.ts';
import type { Samples } from './samples.ts';
import { samplesFile } from './samples-schema.ts';

/** The JSON Schema (2020-12) of a file of samples, for editors: config/samples.schema.json. */
export function samplesJsonSchema({ languages = LANGUAGES }: LanguageOptions = {}): object {
  const schema = z.toJSONSchema(samplesFile(languages), { io: 'input', reused: 'ref' });
  return { title: 'A file of samples of huntsync use cases', ...schema };
}

/**
 * The samples of the use cases of a catalogue's folder, by their ids: they are in files of their own, in its folder `samples`,
 * because only those who run or judge use cases read them.
 *
 * @param ids of the use cases that there are.
 * @throws ConfigError that lists every problem of every file with its line and key.
 */
export function loadSamples(
  ids: ReadonlySet<string>,
  folder: URL | string = CATALOGUE_FOLDER,
  { languages = LANGUAGES }: LanguageOptions = {},
): ReadonlyMap<string, Samples> {
  const path = join(typeof folder === 'string' ? folder : fileURLToPath(folder), 'samples');
  const found = new Map<string, Samples>();
  if (!existsSync(path)) return found;
  const { names, problems } = yamlFilesIn(path);
  const schema = samplesFile(languages);
  const all: Problem[] = [...problems];
  for (const name of names) {
    const file = join(path, name);
    const yaml = parseYaml(readFileSync(file, 'utf8'), file);
    all.push(...yaml.problems);
    if (yaml.problems.length > 0) continue;
    const checked = checkYaml(yaml, schema);
    if ('problems' in checked) {
      all.push(...checked.problems.map(({ message, place }) => ({ code: 'catalogue', message, path: file, ...place })));
      continue;
    }
    for (const [id, samples] of Object.entries(checked.data.useCases)) {
      const problem = (message: string) => {
        const keys = ['useCases', id];
        all.push({
          code: 'catalogue',
          message: `${keys.join('.')}: ${message}`,
          path: file,
          ...placeOfValue(yaml, keys),
        });
      };
      if (!ids.has(id)) problem('there is no such use case');
      if (found.has(id)) problem('it is in another file already');
      found.set(id, samples);
    }
  }
  if (all.length > 0) throw catalogueError(path, all, 'samples.schema.json');
  return found;
}
