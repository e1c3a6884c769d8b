import { Document, Scalar, visit } from 'yaml';
import { titleSlug } from '../../hunts/identity.ts';
import type { Survey } from '../../queries/kql/survey.ts';
import type { ExportFile } from '../exported.ts';
import type { SavedSearch } from './arm.ts';
import { connectorsFor } from './connectors.ts';
import { entitiesIn } from './entities.ts';

/** Tags that have a key of their own in the file. */
const OWN_KEYS: ReadonlySet<string> = new Set(['description', 'tactics', 'techniques']);

/**
 * A hunting query as the Azure-Sentinel repository keeps them, one a file. What a sync writes as tags is there too: the first
 * three under their own keys, the others as `tags`.
 */
export function yamlFile({ id, properties }: SavedSearch, { tables, columns }: Survey): ExportFile {
  const { displayName, query, tags } = properties;
  const tag = (name: string) => tags.find((one) => one.name === name)?.value ?? '';
  const list = (name: string) =>
    tag(name)
      .split(',')
      .filter((item) => item !== '');
  const entityMappings = entitiesIn(columns);
  const document = new Document({
    id,
    name: displayName,
    description: tag('description'),
    requiredDataConnectors: connectorsFor(tables),
    tactics: list('tactics'),
    relevantTechniques: list('techniques'),
    query,
    ...(entityMappings.length > 0 ? { entityMappings } : {}),
    version: '1.0.0',
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
      if (!(key instanceof Scalar) || key.value !== 'query' || !(value instanceof Scalar)) return;
      value.type = isBlock(query) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
    },
  });
  return { path: `Hunting Queries/${fileName(displayName, id)}`, content: document.toString({ lineWidth: 0 }) };
}

/** Every YAML reader gives such a text back as it is from a block: no blanks at its ends, no line break of another kind. */
function isBlock(text: string): boolean {
  return text === text.trim() && !/[\r\u0085\u2028\u2029]/.test(text);
}

/** Readable, and one for each id: 8 digits of it tell hunts of one title apart. */
export function fileName(title: string, id: string): string {
  return `${titleSlug(title)}-${id.slice(0, 8)}.yaml`;
}
