import { nearest } from '../core/nearest.ts';

/** A message of commander's on a value that is none of an option's or argument's choices; another has no such parts. */
const INVALID = /'([^']*)' is invalid\b.* Allowed choices are (.+)\.\s*$/;

/** An error of the command line, with the choice that was probably meant, as commander itself does for commands and options. */
export function withMeantChoice(text: string): string {
  const [, given = '', choices = ''] = INVALID.exec(text) ?? [];
  const meant = choices === '' ? undefined : nearest(given, choices.split(', '));
  return meant === undefined ? text : `${text.trimEnd()}\n(Did you mean ${meant}?)\n`;
}
