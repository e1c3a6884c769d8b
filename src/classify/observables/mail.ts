import type { ObservableRule } from './rules.ts';

/** What honest mail is called every day. */
const EVERYDAY =
  /^(?:re|fwd?|invoice|hello|hi|urgent|important|meeting|payment|test|no subject|reminder|document|order|update|your order|new message|password reset|action required)$/i;

const mailSubject: ObservableRule = {
  kind: 'mailSubject',
  guard: /subject/i,
  patterns: [
    /\bsubjects?(?:\s+(?:lines?|headers?|fields?))?(?:\s+(?:of|is|was|are|were|that|reads?|reading|titled|such|as|like|saying|including|included|the|with|containing))*\s*[:=,]?\s*(?=["'`])/gi,
    /^\s*(?:[-*•]\s*)?(?:e-?mail\s+)?subject(?:\s+line)?\s*:\s*(?<value>[^\n"'`]{8,150})$/gi,
  ],
  accept: ({ value }, line) => {
    const text = value.replace(/\s+/g, ' ').trim();
    // The subject of a certificate is another thing.
    const ofMail = /mail|phish|message|lure|subject line/i.test(line) && !/certificate|\bCN ?=/i.test(line);
    if (!ofMail && (!/^\W*subject\s*:/i.test(line) || text.split(' ').length < 3)) return null;
    return text.length < 8 || text.length > 180 || EVERYDAY.test(text) || !/[\s\d]/.test(text) ? null : text;
  },
};

/** What shows in mail. */
export const MAIL_RULES: readonly ObservableRule[] = [mailSubject];
