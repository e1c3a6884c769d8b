import { z } from 'zod';
import { languagesOf, type Siem } from '../../sync/siem.ts';
import { catalogueJson, catalogueLintJson, useCaseJson } from './catalogue.ts';
import { doctorJson } from './doctor.ts';
import { explainJson } from './explain.ts';
import { collectJson, exportJson, feedsJson, sandboxJson } from './files.ts';
import { articleJson, checkJson, huntJson } from './hunts.ts';
import { keptRunsJson } from './kept-runs.ts';
import { operationJson } from './operate.ts';
import { proveJson } from './prove.ts';
import { quarantineJson } from './quarantine.ts';
import { queueJson } from './queue.ts';
import { planJson, statusJson, syncJson } from './run.ts';
import { huntRunsJson } from './runs.ts';

/** What one option of a command prints. */
export interface OutputSchema {
  /** Name of its file in config/schemas, without `.schema.json`. */
  readonly name: string;
  /** The command line. */
  readonly prints: string;
  readonly schema: z.ZodType;
}

/** A schema for every JSON that a command prints. */
export async function outputSchemas(
  siems: readonly Pick<Siem, 'kind' | 'language' | 'describes'>[],
): Promise<readonly OutputSchema[]> {
  const languages = languagesOf(siems);
  const article = articleJson(languages);
  const shapes = await Promise.all(siems.map(async (siem) => [siem.kind, await siem.describes()] as const));
  const natives = Object.fromEntries(shapes);
  const kindsOf = (id: string) => siems.filter(({ language }) => language.id === id).map(({ kind }) => kind);
  const shared = new Set(languages.flatMap(({ id }) => (kindsOf(id).length > 1 ? kindsOf(id) : [])));
  const hunt = huntJson(natives, shared);
  return [
    { name: 'plan', prints: 'plan --json', schema: planJson },
    { name: 'sync', prints: 'sync --json', schema: syncJson },
    { name: 'status', prints: 'status --json', schema: statusJson },
    { name: 'adopt', prints: 'adopt --json', schema: syncJson },
    { name: 'run', prints: 'run --json', schema: huntRunsJson },
    ...['retire', 'restore', 'prune', 'accept', 'undo'].map((name) => ({
      name,
      prints: `${name} --json`,
      schema: operationJson,
    })),
    { name: 'undo-list', prints: 'undo --list --json', schema: keptRunsJson },
    { name: 'quarantine', prints: 'quarantine --json', schema: quarantineJson },
    { name: 'doctor', prints: 'doctor --json', schema: doctorJson },
    { name: 'queue', prints: 'queue --json', schema: queueJson },
    { name: 'article', prints: 'articles --jsonl, each line', schema: article },
    { name: 'articles', prints: 'articles --json', schema: z.array(article) },
    { name: 'hunt', prints: 'hunts --jsonl, each line', schema: hunt },
    { name: 'hunts', prints: 'hunts --json', schema: z.array(hunt) },
    { name: 'check', prints: 'check --json', schema: checkJson(natives, shared) },
    { name: 'prove', prints: 'prove --json', schema: proveJson },
    { name: 'collect', prints: 'collect --json', schema: collectJson },
    { name: 'catalogue', prints: 'catalogue --json', schema: catalogueJson },
    { name: 'catalogue-use-case', prints: 'catalogue ID --json', schema: useCaseJson(languages) },
    { name: 'catalogue-lint', prints: 'catalogue --lint --json', schema: catalogueLintJson },
    { name: 'export', prints: 'export KIND FOLDER --json', schema: exportJson },
    { name: 'feeds', prints: 'feeds FILE --json', schema: feedsJson },
    { name: 'sandbox', prints: 'sandbox --json', schema: sandboxJson },
    { name: 'explain', prints: 'explain [CODE] --json', schema: explainJson },
  ];
}

/** The text of a file in config/schemas (JSON Schema, 2020-12). */
export function schemaFile({ prints, schema }: OutputSchema): string {
  const title = `What \`huntsync ${prints}\` prints`;
  return `${JSON.stringify({ title, ...z.toJSONSchema(schema) }, null, 2)}\n`;
}
