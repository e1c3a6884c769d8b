import { codeArea } from '../core/codes.ts';

const FAULT = 'A fault in huntsync, which makes the object, or a text of the article that it did not expect.';
const REPORT = 'Report it with the hunt. The other hunts are pushed.';

/** Why Azure Resource Manager would refuse or garble an object. */
export const SENTINEL_AUDIT_CODES = codeArea('sentinel', 'Sentinel hunting queries', {
  'sentinel-id': { means: 'The id of the hunting query is no GUID.', cause: FAULT, remedy: REPORT },
  'sentinel-empty-field': { means: 'A field that must not be empty is.', cause: FAULT, remedy: REPORT },
  'sentinel-control-character': {
    means: 'A field holds a control character or half a character.',
    cause: 'The text of the article or of the query has one.',
    remedy: 'Delete the character in the briefing.',
  },
  'sentinel-tags': { means: 'The hunting query has more tags than Sentinel takes.', cause: FAULT, remedy: REPORT },
  'sentinel-tag-length': { means: 'A tag is longer than Sentinel takes.', cause: FAULT, remedy: REPORT },
});
