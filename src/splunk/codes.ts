import { codeArea } from '../core/codes.ts';

const FAULT = 'A fault in huntsync, which makes the object, or a text of the article that it did not expect.';
const REPORT = 'Report it with the hunt. The other hunts are pushed.';

/** Why splunkd, or a file that Splunk reads, would refuse or garble an object. */
export const SPLUNK_AUDIT_CODES = codeArea('splunk', 'Splunk saved searches', {
  'splunk-name': { means: 'The name is not one that a saved search may have.', cause: FAULT, remedy: REPORT },
  'splunk-empty-search': { means: 'The search is empty.', cause: FAULT, remedy: REPORT },
  'splunk-empty-description': { means: 'The description is empty.', cause: FAULT, remedy: REPORT },
  'splunk-control-character': {
    means: 'A field holds a control character or half a character, which Splunk cannot keep.',
    cause: 'The text of the article or of the query has one.',
    remedy: 'Delete the character in the briefing.',
  },
  'splunk-line-continuation': {
    means: 'A line of a field ends in a backslash, by which savedsearches.conf joins it with the next line.',
    cause: 'The search was copied from a .conf file, or has a Windows path at the end of a line.',
    remedy: 'Write the line so that it does not end in a backslash.',
  },
  'splunk-boolean': { means: 'A field that must be 0 or 1 is neither.', cause: FAULT, remedy: REPORT },
  'splunk-cron': {
    means: 'The schedule is not a cron schedule of five numeric fields, which is all that Splunk takes.',
    cause: 'A schedule with names, seconds or special letters.',
    remedy: 'Write the schedule of the platform with numbers only.',
  },
  'splunk-schedule-window': { means: 'The schedule window is neither minutes nor auto.', cause: FAULT, remedy: REPORT },
  'splunk-real-time': {
    means: 'The search would run in a real-time window, for ever.',
    cause: 'The query names a real-time window.',
    remedy: 'Use a relative window, such as earliest=-24h.',
  },
  'splunk-unbounded-schedule': {
    means: 'A scheduled search lacks its schedule or an end of its time window.',
    cause: FAULT,
    remedy: REPORT,
  },
  'splunk-annotations': {
    means:
      'What Enterprise Security reads of the search (annotations, domain, severity, drill-downs, risk) is not as it takes it.',
    cause: FAULT,
    remedy: 'Switch enterpriseSecurity off for the platform, and report it with the hunt.',
  },
  'splunk-destructive-text': {
    means: 'Splunk Cloud refuses an app with this text in any of its files, and the query cannot be spelt without it.',
    cause: 'The hunt looks for the very command that the check of packages forbids.',
    remedy: 'Bring it to Splunk by a sync: a saved search that is written over REST is not checked this way.',
  },
});
