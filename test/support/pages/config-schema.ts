import { z } from 'zod';
import { configSchema } from '../../../src/config/schema.ts';
import { SIEMS } from '../../../src/siems.ts';
import { configKeys } from './configuration.ts';

/** A node of a JSON Schema (2020-12). */
type Node = Record<string, unknown>;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** What stands for a value that is known only when the program runs. */
const VARIABLE: Node = { type: 'string', pattern: '\\$\\{[^}]+\\}', description: 'an environment variable, or a file' };

/**
 * The JSON Schema of the configuration file, for editors: what every key is for, as docs/configuration.md says it, and `${NAME}` wherever a value
 * is expected.
 */
export async function configurationSchema(): Promise<string> {
  const settings = await Promise.all(SIEMS.map((siem) => siem.settings()));
  const meanings = new Map((await configKeys()).map(({ path, meaning }) => [path, meaning]));
  const schema = z.toJSONSchema(configSchema(settings), { io: 'input', unrepresentable: 'any' }) as Node;
  const whole = {
    $schema: DIALECT,
    title: 'The configuration of huntsync',
    ...explained(schema, '', meanings),
    additionalProperties: false,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function explained(node: Node, path: string, meanings: ReadonlyMap<string, string>): Node {
  const kind = (node['properties'] as Readonly<Record<string, Node>> | undefined)?.['kind']?.['const'];
  const place = kind === undefined ? path : `${path.replace(/\[\]$/, '')}[${String(kind)}]`;
  const meaning = (key: string) => meanings.get(place === '' ? key : `${place}.${key}`) || undefined;
  const inside = Object.entries(node).map(([name, value]): [string, unknown] => {
    if (name === 'properties') {
      const own = Object.entries(value as Readonly<Record<string, Node>>).map(([key, one]) => {
        const description = meaning(key);
        const below = explained(one, place === '' ? key : `${place}.${key}`, meanings);
        return [key, description === undefined ? below : { description, ...below }];
      });
      return [name, Object.fromEntries(own)];
    }
    if (name === 'items') return [name, explained(value as Node, `${place}[]`, meanings)];
    if (name === 'anyOf' || name === 'oneOf' || name === 'allOf') {
      return [name, (value as readonly Node[]).map((one) => explained(one, path, meanings))];
    }
    return [name, value];
  });
  return orVariable(Object.fromEntries(inside.filter(([name]) => name !== '$schema')));
}

/** A value of any other form than plain text may be a variable all the same; which kind an entry is may not. */
function orVariable(node: Node): Node {
  const isPlain = node['type'] === 'string' && !('pattern' in node) && !('format' in node) && !('enum' in node);
  const isValue = ['string', 'number', 'integer', 'boolean'].includes(String(node['type'])) && !('const' in node);
  if (!isValue || isPlain) return node;
  const { description, default: preset, ...own } = node;
  return {
    ...(description === undefined ? {} : { description }),
    ...(preset === undefined ? {} : { default: preset }),
    anyOf: [own, VARIABLE],
  };
}
