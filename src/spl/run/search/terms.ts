import { NotEvaluated } from '../outcome.ts';

/**
 * Characters that end a token of an event's text: major breakers end whole tokens, minor ones parts of them.
 * https://docs.splunk.com/Documentation/Splunk/latest/Data/Abouteventsegmentation and segmenters.conf
 */
const MAJOR = '\\s\\[\\]<>(){}|!;,\'"*&?+';
const MINOR = '/:=@.\\-$#%\\\\_';

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/**
 * A test of an event's text for a word or a phrase, in any case. It has to begin and end where a token or a part of one does;
 * `*` is any text within a token. TERM() wants a whole token between major breakers.
 * https://docs.splunk.com/Documentation/Splunk/latest/Search/UseCASEandTERMtomatchphrases
 */
export function termTest(text: string, exact: boolean, sensitive: boolean): (raw: string) => boolean {
  if (text === '*') return () => true;
  if (/\s/.test(text) && text.includes('*')) throw new NotEvaluated('a wildcard in a phrase');
  const breakers = exact ? MAJOR : MAJOR + MINOR;
  const edge = new RegExp(`[${breakers}]`, 'u');
  const source = text
    .split('*')
    .map((part) => escaped(part))
    .join(`[^${MAJOR}]*`);
  const first = text[0] ?? '';
  const last = text.at(-1) ?? '';
  const before = first === '*' || edge.test(first) ? '' : `(?<![^${breakers}])`;
  const after = last === '*' || edge.test(last) ? '' : `(?![^${breakers}])`;
  const regex = new RegExp(before + source + after, sensitive ? 'u' : 'iu');
  return (raw) => regex.test(raw);
}
