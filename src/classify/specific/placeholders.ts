/** What an author leaves for the reader to fill in. */
const FILL_IN =
  /[<>]|\{\{|\}\}|\$\{|^__\w+__$|^(?:REPLACE|CHANGE|INSERT)[_ -]?\w*$|^(?:your|my)[_ -]\w|^(?:YOUR)\w*$|^(?:TODO|TBD|FIXME|PLACEHOLDER|changeme|replaceme|n\/a|none|null|-)$/i;
/** What was made unreadable, or cut: `REDACTED`, `XXXXXX`, `a…z`; and ATT&CK's ids, which authors put behind what they name. */
const CUT =
  /redact|x{4,}|(?:^|[^\w])x{3}(?=[^\w]|$)|\?{3,}|#{3,}|_{4,}|\.{3}|…|\[snip|\[t\d{4}(?:\.\d{3})?\]|^t1\d{3}(?:\.\d{3})?$/i;
/**
 * Names that are reserved for examples (https://www.rfc-editor.org/rfc/rfc2606, https://www.rfc-editor.org/rfc/rfc6761), as a
 * host or below an address of one.
 */
const RESERVED = [
  /^(?:\w+:\/\/)?(?:[^\s@/]+@)?(?:[\w-]+\.)*(?:invalid|example|localhost|test)(?:[/:].*)?$/i,
  /(?:^|[^\w-])example\.(?:com|net|org|invalid)(?![\w-])/i,
] as const;
const NOTHING = /^(?:0\.0\.0\.0|::|0{32}|0{40}|0{64})$/;

/** Would a hunt for this value find nothing, or be refused as unfinished? */
export function isPlaceholder(value: string): boolean {
  return (
    FILL_IN.test(value) || CUT.test(value) || RESERVED.some((pattern) => pattern.test(value)) || NOTHING.test(value)
  );
}
