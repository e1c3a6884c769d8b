import { codeArea } from '../core/codes.ts';

const FAULT = 'A fault in huntsync, which makes the rule, or a text of the article that it did not expect.';
const REPORT = 'Report it with the hunt. The other hunts are pushed.';

/** Why Microsoft Graph would refuse a rule. */
export const DEFENDER_AUDIT_CODES = codeArea('defender', 'Custom detection rules of Microsoft Defender', {
  'defender-id': { means: 'The id of the rule is none that Microsoft Graph takes.', cause: FAULT, remedy: REPORT },
  'defender-empty-field': { means: 'A field that must not be empty is.', cause: FAULT, remedy: REPORT },
  'defender-no-asset': {
    means:
      'No column of the rule’s result names a device, an account, a mailbox or an address, and every alert has to.',
    cause: 'The query keeps no such column.',
    remedy: 'Let the query keep DeviceId, AccountUpn or another column that names an asset.',
  },
  'defender-control-character': {
    means: 'A field holds a control character or half a character.',
    cause: 'The text of the article or of the query has one.',
    remedy: 'Delete the character in the briefing.',
  },
});
