// Writes use-cases.json beside this file: phase, confidence and ATT&CK techniques of the use cases that a public feed of
// briefings names, so that a hunt that comes with an id alone is known. No query and no text of theirs is taken.
//
// Source: https://github.com/Virtualhaggis/usecaseintel (MIT), use_cases/*/UC_*.yml, state of May 2026; its fields are
// described in use_cases/SCHEMA.md there. Weekly and Datadog use cases are left out: no briefing carries them.
//
//   git clone https://github.com/Virtualhaggis/usecaseintel
//   node config/reference/use-cases.generate.mjs usecaseintel/use_cases
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { line, runAsScript } from './lines.mjs';

const LEFT_OUT = /^UC_(WEEKLY|DDOG)_/;

const SOURCE =
  "the feed's named use cases: phase, confidence and ATT&CK techniques as its producer maps them (Virtualhaggis/usecaseintel, MIT, state of May 2026)";

/** The facts of the producer's files (their YAML texts): id -> phase, confidence, techniques. */
export function factsOfUseCases(texts) {
  const entries = texts.map((text) => parse(text)).filter(({ id }) => !LEFT_OUT.test(id));
  return {
    source: SOURCE,
    useCases: Object.fromEntries(
      entries.map(({ id, kill_chain, confidence, mitre_attack = [] }) => [
        id,
        { phase: kill_chain, confidence, techniques: mitre_attack.map((technique) => technique.id) },
      ]),
    ),
  };
}

/** The text of use-cases.json. */
export function generateUseCases({ source, useCases }) {
  const rows = Object.keys(useCases)
    .sort()
    .map((id) => {
      const { phase, confidence, techniques } = useCases[id];
      const list = [...new Set(techniques)].sort().map(line).join(', ');
      return `  ${line(id)}: {"phase": ${line(phase)}, "confidence": ${line(confidence)}, "techniques": [${list}]}`;
    });
  return `{\n "source": ${line(source)},\n "useCases": {\n${rows.join(',\n')}\n }\n}\n`;
}

runAsScript(import.meta.url, 'node config/reference/use-cases.generate.mjs USE_CASES_FOLDER', (folder) => {
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /UC_\w+\.yml$/.test(name));
  return {
    'use-cases.json': generateUseCases(factsOfUseCases(files.map((name) => readFileSync(join(folder, name), 'utf8')))),
  };
});
