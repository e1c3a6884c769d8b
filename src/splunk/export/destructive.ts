/**
 * What Splunk Cloud refuses in any file of an app, whatever its purpose (AppInspect 4.3.1, check_destructive_commands). Its other
 * two patterns, for `kill` and `halt`, end in a backspace and so match nothing.
 */
const REFUSED: readonly RegExp[] = [/rm -rf/, /["']rm["']\s*,\s*["']-[rf]{2}["']/];

/** Where the `rm` of what is refused stands inside one piece of text. */
export const REFUSED_RM = /rm(?= -rf)|(?<=["'])rm(?=["']\s*,\s*["']-[rf]{2}["'])/g;

/** AppInspect reads line by line. */
export function isRefused(text: string): boolean {
  return text.split('\n').some((line) => REFUSED.some((pattern) => pattern.test(line)));
}

/** Display text, such as a description, in a form that is not refused and reads the same: a second space, or capitals. */
export function respellText(text: string): string {
  return text.replaceAll('rm -rf', 'rm  -rf').replace(REFUSED_RM, 'RM');
}

/** The same for the name of a saved search, which has no double space. */
export function respellName(name: string): string {
  return name.replaceAll('rm -rf', 'rm-rf').replace(REFUSED_RM, 'RM');
}
