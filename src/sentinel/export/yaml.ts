import { Document, Scalar, visit } from 'yaml';
import { titleSlug } from '../../hunts/identity.ts';
import type { Survey } from '../../kql/survey.ts';
import type { ExportFile } from '../../sync/exported.ts';
import type { SavedSearch } from './arm.ts';
import { connectorsFor } from './connectors.ts';
import { entitiesIn } from './entities.ts';
import type { Told } from './told.ts';

/** Tags that have a key of their own in the file. */
const OWN_KEYS: ReadonlySet<string> = new Set(['description', 'tactics', 'techniques']);
/** Keys whose values are untrusted text. Unquoted, "2026-02-30" is an invalid date, and "no" a boolean. */
const QUOTED = /^(?:name|description|query|huntsync\..*)$/;

/**
 * A hunting query in the form of the Azure-Sentinel repository, one per file. What a sync writes as tags is included: the first
 * three under their own keys, the others as `tags`.
 *
 * @param told what it says in words; what a sync writes, where it is not given.
 */
export function yamlFile(
  { id, properties }: SavedSearch,
  { tables, columns }: Survey,
  told?: Told | undefined,
): ExportFile {
  const { displayName, query, tags } = properties;
  const tag = (name: string) => tags.find((one) => one.name === name)?.value ?? '';
  const list = (name: string) =>
    tag(name)
      .split(',')
      .filter((item) => item !== '');
  const entityMappings = entitiesIn(columns);
  const document = new Document({
    id,
    name: told?.name ?? displayName,
    description: told?.description ?? tag('description'),
    requiredDataConnectors: connectorsFor(tables),
    tactics: list('tactics'),
    relevantTechniques: list('techniques'),
    query,
    ...(entityMappings.length > 0 ? { entityMappings } : {}),
    version: told?.version ?? '1.0.0',
    metadata: {
      source: { kind: 'Community' },
      author: { name: 'huntsync' },
      support: { tier: 'Community' },
      categories: { domains: ['Security - Threat Protection'] },
    },
    tags: tags.filter(({ name }) => !OWN_KEYS.has(name)).map(({ name, value }) => ({ [name]: value })),
  });
  visit(document, {
    Pair(_, { key, value }) {
      if (!(key instanceof Scalar) || !(value instanceof Scalar) || !QUOTED.test(String(key.value))) return;
      value.type = key.value === 'query' && isBlock(query) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
    },
  });
  const text = document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
  return { path: `Hunting Queries/${fileName(displayName, id)}`, content: text.replace(BREAKING, escaped) };
}

/** What YAML 1.1 takes for a line break, or for no text; JSON's escapes leave it. */
const BREAKING = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Every YAML reader gives such a text back as it is from a block: no blanks at its ends, no line break of another kind. */
function isBlock(text: string): boolean {
  return text === text.trim() && !text.includes('\r') && text.search(BREAKING) < 0;
}

/** Readable, and unique by the full id: somebody could construct a second title with the same short hash. */
function fileName(title: string, id: string): string {
  return `${titleSlug(title)}-${id}.yaml`;
}
