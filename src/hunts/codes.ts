import { codeArea } from '../core/codes.ts';

/** Problems found while deriving hunts from articles. */
export const HUNT_CODES = codeArea('hunts', 'Hunts', {
  'duplicate-article': {
    means: 'Two files hold the same article, with the same address and title; they are read as one.',
    cause: 'The article was classified twice, or one file was copied.',
    remedy: 'Delete the older file. Until then the hunts of both are kept, under the header of one.',
  },
  'use-case-conflict': {
    means: 'One article gives a named use case two different queries in one language; the first is used.',
    cause: 'The producer listed the use case twice, in two versions.',
    remedy: 'Keep one of the two in the briefing, or give the other an id of its own.',
  },
  'outdated-technique': {
    means:
      'An article lists a technique by an id that ATT&CK has replaced. Hunts, records and exports have its successor.',
    cause: 'The article is older than the change, or its producer uses an older version of ATT&CK.',
    remedy: 'Nothing to do. To be rid of the note, write the id that ATT&CK has now.',
  },
  retracted: {
    means: 'This correction takes back indicators of other articles; they are no longer looked for.',
    cause: 'The same publisher, or the one that the article repeats, has said that they were wrong.',
    remedy: 'Nothing to do. The hunts that looked for nothing else are retired, as superseded.',
  },
  'indicators-superseded': {
    means:
      'A use case whose query is a list of indicators has the list of the newest article only; older lists are in no query.',
    cause: 'Several articles call for the same use case, each with its own indicators written into the query.',
    remedy:
      'Search for the older indicators through the records of indicators, or have the producer give each article a hunt of its own.',
  },
});
