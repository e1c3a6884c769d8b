import { namedThreat } from '../../knowledge/named-threats.ts';
import { stem } from '../mentions/features.ts';
import { loadMentionModel } from '../mentions/model.ts';
import { isPlainWord } from './common.ts';

/** Letters and digits, without the endings of files; a copy's number is no part of a name (`payload (1)`, `Loader2`). */
const COUNTED = /[\s_-]*\(?\d{0,2}\)?$/;
const SEVERAL = /[.\s_-]+/;
/** Nothing but a number, or a letter or two and a digit. */
const NUMBERED = /^[a-z]{0,2}\d{1,3}$/i;
const LEAST = 3;

/**
 * Is it a name that anybody may give a file, so that it tells nothing without its folder, its hash or who starts it: a number, a letter or two, a
 * word of the language that reports are written in (`Loader.dll`, `1.vbs`), several of the plainest (`malware.sample.ps1`)? Names of tools
 * and malware are none.
 */
export function isEverydayName(name: string): boolean {
  const whole = name.replace(/\.[^.]*$/, '').replace(COUNTED, '');
  if (whole.length < LEAST || NUMBERED.test(whole)) return true;
  const parts = whole.split(SEVERAL).filter((part) => part !== '');
  if (parts.length > 1) return parts.every((part) => isPlainWord(part) || NUMBERED.test(part));
  return isPlainWord(whole) || (isWord(whole) && namedThreat(whole, ['tool', 'malware']) === undefined);
}

/** A word that stands in the sentences that the model has learnt from; the joined words of a name (`tinyTask`) do not. */
function isWord(text: string): boolean {
  return /^(?:\p{L}\p{Ll}+|\p{Lu}+)$/u.test(text) && loadMentionModel().knows(stem(text.toLowerCase()));
}
