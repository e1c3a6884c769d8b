import { codeArea } from '../core/codes.ts';

/** Problems in classifying a feed's article. */
export const CLASSIFY_CODES = codeArea('classify', 'Classification of feed articles', {
  unclassified: {
    means: 'An article of a feed could not be classified.',
    cause: 'A fault in huntsync that this article brings to light, or a broken catalogue.',
    remedy: 'Run `huntsync catalogue --lint`; if that is clean, report the fault with the address of the article.',
  },
  'partial-text': {
    means: 'Only a part of the article could be read, so that it may lack hunts.',
    cause: 'The feed gives a summary, its text was cut, or the page of the article could not be had.',
    remedy: 'Set fullText: true on the feed, or wait for a later run. Hunts of an earlier, fuller reading stay.',
  },
  'too-many-indicators': {
    means: 'The article lists more indicators than are kept.',
    cause: 'It is a bulk list of indicators rather than an article on an attack.',
    remedy:
      'Read such a list by a threat-intelligence feed of your platform. No indicator of an earlier reading is removed.',
  },
});
