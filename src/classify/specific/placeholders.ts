/** What an author leaves for the reader to fill in. */
const FILL_IN =
  /[<>]|\{\{|\}\}|\$\{|^__\w+__$|^(?:REPLACE|CHANGE|INSERT|YOUR)[_ -]?\w*$|^(?:TODO|TBD|FIXME|PLACEHOLDER|changeme|replaceme|n\/a|none|null|-)$/i;
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
  return FILL_IN.test(value) || RESERVED.some((pattern) => pattern.test(value)) || NOTHING.test(value);
}
