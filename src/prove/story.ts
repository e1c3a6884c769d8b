import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkYaml, parseYaml } from '../config/yaml.ts';
import { HuntsyncError } from '../core/errors.ts';
import type { Sample } from '../knowledge/samples.ts';
import { storyFile } from '../knowledge/samples-schema.ts';
import { LANGUAGES } from '../quoting/languages.ts';

/**
 * What happened, as the YAML files of a folder tell it (docs/samples.md), put together into one sample.
 *
 * @throws HuntsyncError that lists every problem of every file with its line.
 */
export function readStory(folder: URL | string): Sample {
  const path = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const schema = storyFile(LANGUAGES);
  const problems: string[] = [];
  const samples = readdirSync(path)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .flatMap((name): readonly Sample[] => {
      const yaml = parseYaml(readFileSync(join(path, name), 'utf8'), name);
      const checked = yaml.problems.length === 0 ? checkYaml(yaml, schema) : null;
      if (checked && 'data' in checked) return checked.data.samples;
      const found = checked?.problems.map(({ message, place }) => ({ message, ...place })) ?? yaml.problems;
      problems.push(...found.map(({ message, line }) => `${name}:${line ?? 1}: ${message}`));
      return [];
    });
  if (problems.length > 0) throw new HuntsyncError(`${path} cannot be read:\n${problems.join('\n')}`);
  return joined(samples);
}

function joined(samples: readonly Sample[]): Sample {
  const byLanguage = <T>(read: (sample: Sample, language: string) => T): Readonly<Record<string, T[]>> =>
    Object.fromEntries(LANGUAGES.map(({ id }) => [id, samples.map((sample) => read(sample, id))]));
  const rows = byLanguage((sample, language) => sample.rows[language] ?? []);
  const lookups = byLanguage((sample, language) => sample.lookups[language] ?? {});
  return {
    name: 'story',
    events: samples.flatMap(({ events }) => events),
    rows: Object.fromEntries(Object.entries(rows).map(([language, lists]) => [language, lists.flat()])),
    lookups: Object.fromEntries(
      Object.entries(lookups).map(([language, all]) => [language, Object.assign({}, ...all)]),
    ),
  };
}
