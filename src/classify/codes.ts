import { codeArea } from '../core/codes.ts';

/** Problems in classifying a feed's article. */
export const CLASSIFY_CODES = codeArea('classify', 'Classification of feed articles', {
  unclassified: {
    means: 'An article of a feed could not be classified.',
    cause:
      'A fault in huntsync that this article brings to light, a text that holds up its reader, or a broken catalogue.',
    remedy: 'Run `huntsync catalogue --lint`; if that is clean, report the fault with the address of the article.',
  },
  'partial-text': {
    means: 'Only a part of the article could be read, so that it may lack hunts.',
    cause: 'The feed gives a summary, its text was cut, or the page of the article could not be had.',
    remedy: 'Set fullText: true on the feed, or wait for a later run. Hunts of an earlier, fuller reading stay.',
  },
  'use-case-vetoed': {
    means: 'The verifier that you configured says that a sentence of the article does not call for a use case.',
    cause: 'It quotes the sentence and gives its reason; the use case does not fire on it, and may fire on another.',
    remedy: 'Read the sentence. Where the verifier is wrong, change its instructions or take `classify.verifier` out.',
  },
  'verifier-failed': {
    means: 'The verifier gave no usable answer to some questions; those use cases fire as without it.',
    cause: 'It did not answer in time, refused, or answered in another form than docs/feeds.md describes.',
    remedy: 'Read the reason in the message, and try the command or the endpoint by hand with one question.',
  },
  'verifier-budget': {
    means: 'Some questions were not put to the verifier; those use cases fire as without it.',
    cause: 'A run brought more use cases than `maxAsks` or `budgetSeconds` allow; the first run does.',
    remedy: 'Nothing to do: answers are kept, and later runs ask on. Or raise the limits.',
  },
  'too-many-indicators': {
    means: 'The article lists more indicators than are kept.',
    cause: 'It is a bulk list of indicators rather than an article on an attack.',
    remedy:
      'Read such a list by a threat-intelligence feed of your platform. No indicator of an earlier reading is removed.',
  },
});
