import { codeArea } from '../core/codes.ts';

/** Problems of catalogue files. */
export const CATALOGUE_CODES = codeArea('catalogue', 'Catalogue files', {
  catalogue: {
    means: 'A file of the catalogue does not have the form that use cases have, or there is no such file.',
    cause:
      'A key is missing, misspelt or has a value of another form; an id is given twice; or the folder has no *.yaml file.',
    remedy: 'Mend the named key. An editor that knows config/catalogue.schema.json shows the same while you type.',
  },
});
