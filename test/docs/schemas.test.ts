import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outputSchemas, schemaFile } from '../../src/report/schemas/index.ts';
import { SIEMS } from '../../src/siems.ts';
import { ROOT } from '../support/world.ts';

const FOLDER = join(ROOT, 'config/schemas');
const schemas = await outputSchemas(SIEMS);

/** After a change of an output: `npm run docs`. */
test.each(schemas)('the schema $name in config/schemas is that of the code', async (output) => {
  await expect(schemaFile(output)).toMatchFileSnapshot(join(FOLDER, `${output.name}.schema.json`));
});

test('there is no other schema', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(schemas.map(({ name }) => `${name}.schema.json`).sort());
});
