// A text that nothing closes ends with its line: each quote after its first would be looked at to the end otherwise.
const KQL_PARTS =
  /@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:\\.|[^"\\\n])*(?:"|(?=\\?(?:\n|$)))|'(?:\\.|[^'\\\n])*(?:'|(?=\\?(?:\n|$)))|\/\/[^\n]*/g;
const SPL_COMMENT = /```[\s\S]*?(?:```|$)|`comment\((?:[^`]*)\)`/g;

/** A KQL query without its comments; strings stay as they are. */
export function kqlCode(text: string): string {
  return text.replace(KQL_PARTS, (part) => (part.startsWith('//') ? ' ' : part));
}

/** An SPL search without its comments, those in calls of the macro `comment` among them. */
export function splCode(text: string): string {
  return text.replace(SPL_COMMENT, ' ');
}

const VALUE = String.raw`(?:@?"(?:[^"\\\n]|\\.|"")*"|@?'(?:[^'\\\n]|\\.)*'|\((?:[^()"']|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')*\)|[\w*.:-]+)`;
/** `!= "x"`, `!in~ ("x")`, `!contains "x"`, `NOT field="x"`, `NOT field IN ("x")`, `not(field has "x")`. */
const DENIED = new RegExp(
  [
    String.raw`(?:!=|!~|<>|![a-z_]+~?)\s*${VALUE}`,
    String.raw`\bnot\s+[\w.{}"]+\s*(?:=~?|==|\bin\b|\blike\b)\s*${VALUE}`,
    String.raw`\bnot\s*\((?:[^()"']|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\((?:[^()"']|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')*\))*\)`,
  ].join('|'),
  'gi',
);

/** A query without what it leaves out: allow-lists name much that it does not look for. Nested more than twice it stays. */
export function withoutDenied(code: string): string {
  return code.replace(DENIED, ' ');
}
