import { type CodeOf, codeArea } from '../core/codes.ts';
import type { FileCode } from '../core/file-codes.ts';

const DAMAGED = 'The file was cut or edited after it was produced, or its producer left the part out.';

/** Problems of briefings, read and written. */
export const BRIEFING_CODES = codeArea('briefing', 'Briefings', {
  'not-a-briefing': {
    means: 'The file has nothing of a briefing: no severity in its title, no header, no hunts and no indicators.',
    cause: 'Another Markdown or text file, such as a README, lies among the briefings.',
    remedy: 'Move it out of the folder, or name the folder that holds briefings only.',
  },
  unparsable: {
    means: 'The parser failed on the file as a whole.',
    cause: 'A fault in huntsync that this file brings to light.',
    remedy: 'Report it with the file. The other files were read.',
  },
  'missing-title': {
    means: 'The file has no "# [SEVERITY] title" line.',
    cause: DAMAGED,
    remedy: 'Put the line at the top of the file.',
  },
  'missing-severity': {
    means: 'The title has no severity in brackets, so LOW is assumed.',
    cause: 'The title was written by hand, or the classification did not finish.',
    remedy: 'Write "# [HIGH] title" with one of CRIT, HIGH, MED and LOW.',
  },
  'unknown-severity': {
    means: 'The severity in the title is not one of CRIT, HIGH, MED and LOW, so LOW is assumed.',
    cause: 'Another scale was used, such as CRITICAL or P1.',
    remedy: 'Write one of the four.',
  },
  'severity-mismatch': {
    means: 'The severity in the closing sentence is not the one in the title.',
    cause: 'One of the two was edited and the other was not.',
    remedy: 'Make them agree. The title counts.',
  },
  'missing-source': {
    means: 'The header has no "**Source:**" line.',
    cause: DAMAGED,
    remedy: 'Name the publisher there.',
  },
  'missing-published': {
    means: 'The header has no "**Published:**" line, so the article counts as undated.',
    cause: DAMAGED,
    remedy: 'Give the day of publication as YYYY-MM-DD: the newest article decides on the text of a shared hunt.',
  },
  'missing-article': {
    means: 'The header has no "**Article:**" line.',
    cause: DAMAGED,
    remedy: 'Give the address of the article there; with the title it is what the article is known by.',
  },
  'bad-date': {
    means: 'The day of publication is no day of the form YYYY-MM-DD, so the article counts as undated.',
    cause: 'Another date format, or a day that the calendar does not have.',
    remedy: 'Write it as YYYY-MM-DD.',
  },
  'future-date': {
    means: 'The day of publication has not come yet, so the article counts as undated.',
    cause: 'A slip in the date, or a publisher who dates ahead.',
    remedy: 'Correct the date, or wait: the article counts as dated once the day has come.',
  },
  'missing-section': {
    means: 'The briefing has no section of a kind that every briefing has.',
    cause: DAMAGED,
    remedy: 'Restore the section. Nothing of this article is retired as long as it may lack hunts.',
  },
  'missing-heading': {
    means: 'Hunts begin without the heading "## Recommended hunts" above them.',
    cause: DAMAGED,
    remedy: 'Put the heading above the first hunt. The hunts were read.',
  },
  'quoted-section': {
    means:
      "A section counts as quoted text of the article and is not read, because the briefing's own sections begin below it.",
    cause: 'The text of the article has a heading that looks like one of a briefing.',
    remedy: 'Nothing to do, if it is a quotation. Otherwise move the section below the profile of the article.',
  },
  'count-mismatch': {
    means: 'The closing sentence speaks of more or fewer use cases, techniques or indicators than could be read.',
    cause: 'A part of the file was lost, or is written in a form that is not read.',
    remedy: 'Look at the other problems of this file, which say what was not read.',
  },
  'hunt-without-query': {
    means: 'A hunt has a title but no query.',
    cause: 'The query was cut off, or stands in a fence of another language.',
    remedy: 'Put the query below the title, in a fence of one of the query languages.',
  },
  'missing-hunt-title': {
    means: 'A query has no "### title" line above it.',
    cause: DAMAGED,
    remedy: 'Give the hunt a title: its key is made of it, so that a hunt without one does not keep its place.',
  },
  'missing-hunt-id': {
    means: 'A hunt has no line with id, phase and confidence.',
    cause: DAMAGED,
    remedy: 'Put "`ID` · phase: **…** · confidence: **…**" below the title.',
  },
  'unknown-phase': {
    means: 'A kill-chain phase is not one of the known names.',
    cause: 'Another name for the phase, or a misspelling.',
    remedy: 'Write one of recon, weapon, delivery, exploit, install, c2 and actions.',
  },
  'unknown-confidence': {
    means: 'The confidence of a hunt is not one of High, Medium and Low.',
    cause: 'Another scale, or a misspelling.',
    remedy: 'Write one of the three.',
  },
  'label-without-query': {
    means: 'A label announces a query, and none in that language follows.',
    cause: 'The query was cut off, or its fence names another language.',
    remedy: 'Put the query below its label, fenced in its language.',
  },
  'empty-query': {
    means: 'There is no query between the fences.',
    cause: 'The producer had no query for this language and wrote an empty block.',
    remedy: 'Write the query, or leave the block out.',
  },
  'cut-off': {
    means: 'The file ends inside a query, which is left out.',
    cause: 'The file was not written or copied to its end.',
    remedy: 'Get the whole file: half a query may match far more than the whole one.',
  },
  'unclosed-fence': {
    means: 'A query has no closing fence; it was taken to end where the next part begins.',
    cause: 'The closing line of three backticks is missing.',
    remedy: 'Add it, and look whether the query was read to its end.',
  },
  'stray-fence': {
    means: 'A closing fence closes nothing.',
    cause: 'The line that opened the block is missing, so that its text was not read as a query.',
    remedy: 'Restore the opening fence with its language.',
  },
  'stray-query': {
    means: 'A query stands outside the hunts and is not read.',
    cause: 'It is quoted in the prose, or its section lost its heading.',
    remedy: 'Move it below a hunt title if it is meant as a hunt.',
  },
  'unknown-language': {
    means: 'A fenced block among the hunts is in no query language, and is not read.',
    cause: 'The fence names another language, such as yaml for a Sigma rule, or is misspelt.',
    remedy: 'Write the name of the query language behind the backticks.',
  },
  'repeated-query': {
    means: 'A hunt has two queries in one language; the second is read as a hunt of its own with the same title.',
    cause: 'A title is missing between two hunts, or one hunt was given two variants.',
    remedy: 'Give the second query a title of its own.',
  },
  'odd-indicator': {
    means: 'A value does not look like an indicator of the type that it is listed as.',
    cause: 'A misspelt value, a wrong type, or one that was cut.',
    remedy: 'Correct the value or its type. It is kept as it stands.',
  },
  'unread-observable': {
    means: 'A bullet below "## Observables" is none of the form that huntsync writes.',
    cause: 'It was written or edited by hand.',
    remedy: 'Write "- **kind** (role): `value`", with the role attacker, abused, victim or benign.',
  },
  'unread-indicator': {
    means: 'A bullet among the indicators has no form that is read.',
    cause: 'Its type is not one of the known ones, or the value has no backticks round it.',
    remedy: 'Write it like "- **CVE:** `CVE-2026-0001`".',
  },
  'unread-technique': {
    means: 'A line names an ATT&CK technique, but not in the form that is read.',
    cause: 'Another way to write it, or a cut line.',
    remedy: 'Write it like "- **T1059** — Command and Scripting Interpreter".',
  },
  'unwritable-query': {
    means: 'A query of this article cannot be written into a briefing, and is left out.',
    cause:
      'It has a line that would end the fenced block that it stands in, or characters that a text file cannot keep.',
    remedy: 'Rewrite the query without that line. `huntsync sync` leaves it out too, so that both ways give the same.',
  },
});

export type BriefingCode = CodeOf<typeof BRIEFING_CODES> | FileCode;
