import { outputSchemas } from '../../../src/report/schemas/index.ts';
import { SIEMS } from '../../../src/siems.ts';

const TABLE = /(<!-- made from the code: npm run docs -->\n)[\s\S]*?(<!-- end -->)/;

/** docs/json.md with the table of every output and its schema. */
export async function withSchemaTable(page: string): Promise<string> {
  const rows = (await outputSchemas(SIEMS)).map(
    ({ name, prints }) => `| \`huntsync ${prints}\` | [${name}.schema.json](../config/schemas/${name}.schema.json) |`,
  );
  const table = ['| printed by | schema |', '|---|---|', ...rows].join('\n');
  return page.replace(TABLE, (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
}
