import { describe, expect, it } from 'vitest';
import { committed, committedJson, generator, hasShared, sharedJson, UNLESS_SHARED } from './generator.ts';

interface Generator {
  generateCim(facts: object): string;
  factsOfModels(newer: readonly object[], older: readonly object[], versions: object): object;
}

const { generateCim, factsOfModels } = await generator<Generator>('cim/generate.mjs');

/** Made up, in the shape of Splunk_SA_CIM/default/data/models/*.json. */
const model = (fields: readonly string[]) => ({
  modelName: 'Birds',
  objects: [
    {
      objectName: 'All_Birds',
      parentName: 'BaseEvent',
      fields: ['_time', 'host', ...fields].map((fieldName) => ({ fieldName, owner: 'All_Birds', type: 'string' })),
      calculations: [{ calculationType: 'Eval', outputFields: [{ fieldName: 'colour', type: 'string' }] }],
    },
    { objectName: 'Herons', parentName: 'All_Birds', fields: [{ fieldName: 'is_grey', type: 'boolean' }] },
  ],
});

describe('cim/generate.mjs', () => {
  it('takes datasets, fields and what is new out of two versions of the models', () => {
    const facts = factsOfModels([model(['wings', 'beak'])], [model(['wings'])], {
      version: '9.0.0',
      coversFrom: '8.0.0',
    });
    expect(generateCim(facts)).toBe(`{
 "source": "Splunk Common Information Model: names in the data models of the add-on",
 "licence": "Apache-2.0 for the part taken from splunk/pytest-splunk-addon, see NOTICE beside this file",
 "version": "9.0.0",
 "coversFrom": "8.0.0",
 "freeFields": ["_indextime","_time","host","index","linecount","punct","source","sourcetype","splunk_server"],
 "otherModels": {},
 "addedSince4.20": {
  "Birds.All_Birds": ["beak"]
 },
 "models": {
  "Birds": {"datasets": {
   "All_Birds": {"fields":["beak","colour","wings"]},
   "Herons": {"parent":"All_Birds","fields":["is_grey"]}
  }}
 }
}
`);
  });

  it('makes the committed file of its own facts', () => {
    expect(generateCim(committedJson('cim/cim.json'))).toBe(committed('cim/cim.json'));
  });

  it.skipIf(!hasShared)(`makes the committed file of the extract ${UNLESS_SHARED}`, () => {
    expect(generateCim(sharedJson('cim.json'))).toBe(committed('cim/cim.json'));
  });
});
