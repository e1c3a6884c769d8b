import { type CodeOf, codeArea } from '../core/codes.ts';
import type { FileCode } from '../core/file-codes.ts';

const TELL = 'Open the feed in a browser to see what it holds, and tell its publisher.';

/** Problems of sources: folders of briefings, feeds, catalogues of vulnerabilities. */
export const SOURCE_CODES = codeArea('sources', 'Sources', {
  'no-briefings': {
    means: 'The folder holds no briefing (.md or .txt).',
    cause: 'The path is wrong, the mount is missing, or nothing has been written there yet.',
    remedy: 'Check the path and the mount. As long as the folder is empty nothing is retired.',
  },
  'too-large': {
    means: 'The file is larger than any briefing, and was not read.',
    cause: 'Another kind of file lies among the briefings, or many briefings were joined to one.',
    remedy: 'Move it out of the folder, or split it.',
  },
  'empty-file': {
    means: 'The file is empty.',
    cause: 'It is just being written, or the write failed.',
    remedy: 'Write files under another name and rename them when they are whole; the next run reads it again.',
  },
  'binary-file': {
    means: 'The file holds zero bytes, so it is no UTF-8 text.',
    cause: 'It was saved as UTF-16, or is no text at all.',
    remedy: 'Save it as UTF-8, or move it out of the folder.',
  },
  'not-authoritative': {
    means:
      'The source is declared authoritative, but nothing is retired on its word: not all that it holds was read as a briefing.',
    cause: 'A file that is no briefing lies among them, such as a README; or a briefing is damaged.',
    remedy: 'Name what is no briefing in the `exclude` of the source, or mend it.',
  },
  'feed-failed': {
    means: 'The feed could not be fetched.',
    cause: 'The server did not answer, refused, or was reached only by a redirect or address that is not allowed.',
    remedy: 'Read the reason in the message. For a feed inside your network set allowPrivateAddresses: true.',
  },
  'feed-cut': {
    means: 'Only the beginning of the feed was read.',
    cause: 'It is larger than feeds are read, or the connection ended early.',
    remedy: 'Use a smaller feed of the same publisher if there is one. The next run asks for it again.',
  },
  'item-limit': {
    means: 'The feed lists more articles than are read; the newest were.',
    cause: 'It keeps its whole archive in one list, or somebody has filled it.',
    remedy: 'Nothing to do, or raise maxItems of the feed.',
  },
  'page-limit': {
    means: 'The catalogue has more pages than are read.',
    cause: 'The time span of sinceDays holds more entries than maxPages allows.',
    remedy: 'Raise maxPages, or lower sinceDays.',
  },
  'not-a-feed': {
    means: 'What the address delivers is no feed of the kind that it is configured as.',
    cause:
      'The feed has moved and a web page stands in its place, or the address is that of the site and not of its feed.',
    remedy: "Use the feed's own address; where a page names one, the message gives it.",
  },
  'empty-feed': {
    means: 'The feed is empty: not a single byte of text.',
    cause: 'The server failed without saying so.',
    remedy: TELL,
  },
  'no-items': {
    means: 'The feed is one, but has no items. The run counts as incomplete, and nothing is retired.',
    cause: 'A feed that is new or was emptied, or one that holds its items in a form that is not read.',
    remedy:
      'Open the feed in a browser. Take it out of the configuration (enabled: false in a list of feeds) as long as it is empty.',
  },
  'malformed-feed': {
    means: 'The feed is not well-formed; what could be read was read.',
    cause: 'Its publisher writes it without a proper XML library, or it was cut on the way.',
    remedy: 'Nothing to do as long as the articles that you expect are there. Otherwise tell its publisher.',
  },
  'too-many-items': {
    means: 'The feed has more items than are read; the first of them were.',
    cause: 'It carries its whole archive.',
    remedy: 'Use a feed of the newest articles. What was read before stays.',
  },
  'unreadable-items': {
    means: 'Some items of the feed or catalogue could not be read.',
    cause: 'They lack what every such item has, such as an id, or are of another form.',
    remedy: TELL,
  },
  'empty-item': {
    means: 'An item has no title, no address and no text, and was skipped.',
    cause: 'A placeholder in the feed.',
    remedy: 'Nothing to do; if it is an article, tell the publisher.',
  },
  'long-text': {
    means: 'The text of an item is longer than is read; its beginning was.',
    cause: 'The item carries a whole report or a list.',
    remedy: 'Nothing to do. The hunts of an earlier, fuller reading stay.',
  },
  'unreadable-date': {
    means: 'Items of the feed have a date that says no day, and are read as undated.',
    cause: 'The feed writes dates in a form of its own.',
    remedy: 'Tell the publisher. Undated articles never expire, and decide on no shared text that a dated one decides.',
  },
  'full-text-limit': {
    means: 'The feed has more new articles than pages are fetched in one run.',
    cause: 'A first run, or a feed with a large archive.',
    remedy: 'Nothing to do: later runs fetch the others.',
  },
  'full-text-failed': {
    means: 'The page of an article could not be read, so the text in the feed is used.',
    cause: 'The site refuses programs, the page needs a login, or its article could not be found in it.',
    remedy: 'Set fullText: false for a feed whose pages are never readable.',
  },
  'scores-unread': {
    means:
      'The file of EPSS scores could not be read or fetched; severities go without, or use those of an earlier day.',
    cause: 'The path is wrong, the file is damaged or too large, or the server did not answer.',
    remedy: 'Read the reason in the message. Articles, hunts and the run as a whole are not affected.',
  },
  'not-scores': {
    means: 'What is configured as EPSS scores is another file.',
    cause: "It is a web page, an answer of FIRST's API, or a list without its first lines.",
    remedy: "Use FIRST's daily file as it is: a comment with the date, the names of the columns, then a line each.",
  },
  'unreadable-scores': {
    means: 'Some lines of the file of EPSS scores are no score, and were left out.',
    cause: 'The file was edited, or is damaged.',
    remedy: 'Fetch it again.',
  },
  'not-opml': {
    means: 'The file is no OPML: it has no outlines.',
    cause: 'Another file was named, or the export of the feed reader was cut.',
    remedy: 'Export the subscriptions from the feed reader again.',
  },
});

export type SourceCode = CodeOf<typeof SOURCE_CODES> | FileCode;
