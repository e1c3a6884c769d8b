import { type CodeOf, codeArea } from '../core/codes.ts';

/** What the lint of the catalogue finds; findings of the query checks come with their own codes. */
export const LINT_CODES = codeArea('catalogue-lint', 'Lint of the catalogue', {
  technique: {
    means: 'A technique of the use case is not a current one of ATT&CK.',
    cause: 'ATT&CK revoked or deprecated it, or the id is misspelt.',
    remedy: 'Use the technique that has taken its place; the message names it where there is one.',
  },
  facts: {
    means: 'The use case differs from what briefings say of it in phase, confidence or techniques.',
    cause: 'The catalogue or the producer of the briefings changed.',
    remedy: 'Make them agree: a hunt that reaches us both ways is one hunt.',
  },
  test: {
    means: 'A sentence of the use case fires it though it must not, or does not fire it though it must.',
    cause: 'The triggers are too wide or too narrow.',
    remedy: 'Change the triggers, or the sentence if it was wrong.',
  },
  repaired: {
    means: 'A query of the use case runs only once it is repaired.',
    cause: 'It is written for other tables or in another spelling.',
    remedy: 'Write it as it is pushed.',
  },
  statements: {
    means: 'The text of one language is several queries, or none.',
    cause: 'Several statements stand in the text.',
    remedy: 'Keep one query a use case.',
  },
  'data-needs': {
    means: 'The data that a use case says it needs is not the data that its query reads.',
    cause: 'The query was changed and dataNeeds was not, or the other way round.',
    remedy: 'Write the sources that the message names into dataNeeds, or take them out.',
  },
  subject: {
    means:
      'A name of software fires the use case, and its queries, which look for software by name, do not look for it.',
    cause: 'The trigger names more than the query, or the query lost a name.',
    remedy: 'Add the name to the query, or take it out of the subjects.',
  },
  guidance: {
    means: 'The use case does not tell an analyst what to do about a hit, or tells it in the words of another one.',
    cause: 'Triage, false positives or references are missing, or a step of triage was copied.',
    remedy:
      'Write three steps that fit the columns of its own queries (what to look at first, what tells benign from bad, what to do next), what else looks like it, and public pages that tell of it.',
  },
  samples: {
    means: 'The use case has too few samples: at least three that it must find, and two that it must not.',
    cause: 'They were never written, or not in its file below config/catalogue/samples.',
    remedy: 'Write them as docs/samples.md describes.',
  },
  proof: {
    means: 'A query of the use case does not find what a sample says that it must, or finds what it must not.',
    cause: 'The query is too narrow, too wide, or depends on where buckets of time begin; or the sample is wrong.',
    remedy: 'Run `huntsync prove` on the use case, mend the query, or name what it does not find under doesNotCover.',
  },
});

export type LintCode = CodeOf<typeof LINT_CODES>;
