import type { StandInRequest } from '../server.ts';
import type { HecAcks, HecToken } from './hec-token.ts';
import type { Reply } from './reply.ts';
import type { Sessions } from './sessions.ts';
import type { SplunkdState } from './state.ts';

/**
 * Settings of limits.conf that an administrator may have changed, in bytes and rows
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf).
 */
export interface Limits {
  /** [http_input] max_content_length. */
  readonly hecContentLength: number;
  /** [kvstore] max_size_per_batch_save_mb. */
  readonly batchSaveBytes: number;
  /** [kvstore] max_documents_per_batch_save. */
  readonly batchSaveDocuments: number;
  /** [kvstore] max_rows_per_query. */
  readonly rowsPerQuery: number;
}

/** Text, or the texts of a multivalue field. */
export type FieldValue = string | readonly string[];

/** When a search looks, and what `now()` is in it; an end that is null is open. */
export interface SearchSpan {
  readonly earliest: Date | null;
  readonly latest: Date | null;
  readonly now: Date;
}

/** What a search found, or why it could not be run to its end. */
export type SearchOutcome =
  | { readonly fields: readonly string[]; readonly results: readonly Readonly<Record<string, FieldValue>>[] }
  | { readonly failed: string };

/** Runs a search that has been parsed. */
export type RunSearch = (search: string, span: SearchSpan) => SearchOutcome;

/** What every resource works on. */
export interface Splunkd {
  readonly state: SplunkdState;
  readonly sessions: Sessions;
  readonly version: string;
  readonly now: () => Date;
  /** Commands known beyond splunkd's own (those of installed add-ons). */
  readonly commands: ReadonlySet<string>;
  readonly runSearch: RunSearch;
  readonly hecTokens: readonly HecToken[];
  readonly hecAcks: HecAcks;
  readonly limits: Limits;
}

/** `-` is splunkd's wildcard, in either place. */
export interface Namespace {
  readonly owner: string;
  readonly app: string;
}

/** One request on its way to a resource: authenticated, its path cut up and decoded. */
export interface Call {
  readonly splunkd: Splunkd;
  readonly request: StandInRequest;
  /** Who asks; empty on the routes that need no login. */
  readonly user: string;
  readonly namespace: Namespace;
  /** The path came as /servicesNS/{owner}/{app}, not as /services. */
  readonly namespaced: boolean;
  /** The named parts of the path, decoded. */
  readonly names: Readonly<Record<string, string>>;
  /** Query and form together. */
  readonly args: URLSearchParams;
  /** Scheme, host and port as the client addressed them; ids start with it. */
  readonly origin: string;
}

export type Resource = (call: Call) => Reply;

export type MessageType = 'FATAL' | 'ERROR' | 'WARN' | 'INFO';

/** An answer in splunkd's error shape. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: MessageType;
  readonly code: string | undefined;
  readonly headers: Record<string, string>;
  /** XML whatever the output mode. */
  readonly xml: boolean;

  constructor(
    status: number,
    text: string,
    more: { type?: MessageType; code?: string; headers?: Record<string, string>; xml?: boolean } = {},
  ) {
    super(text);
    this.status = status;
    this.type = more.type ?? 'ERROR';
    this.code = more.code;
    this.headers = more.headers ?? {};
    this.xml = more.xml ?? false;
  }
}

/** Parameters that any handler takes (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTprolog). */
const COMMON_ARGUMENTS = new Set(['output_mode', '_']);

/**
 * The arguments of a write. Refuses what the handler does not know: `Argument "x" is not supported by this handler.`
 * (seen on several splunkd handlers in public traffic; that saved/searches words it the same is not confirmed).
 */
export function writeArguments(call: Call, supported: (name: string) => boolean): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of call.args) {
    if (COMMON_ARGUMENTS.has(name)) continue;
    if (!supported(name)) throw new Refusal(400, `Argument "${name}" is not supported by this handler.`);
    values[name] = value;
  }
  return values;
}

/** Splunkd's own wording for required arguments; it is not confirmed for every handler that uses it here. */
export function requireArguments(args: Record<string, string>, names: readonly string[]): void {
  const missing = names.filter((name) => !args[name]);
  if (missing.length > 0) {
    throw new Refusal(400, `The following required arguments are missing: ${missing.join(', ')}.`);
  }
}

/** The name of a new object. Without one splunkd says so in these words (public splunkd traffic). */
export function targetName(call: Call): string {
  const name = call.args.get('name');
  if (!name) throw new Refusal(400, 'Cannot perform action "POST" without a target name to act on.');
  return name;
}

/**
 * Splunkd's spellings of a boolean (1 | 0, true | false and their like:
 * https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf); undefined for others.
 */
export function toBoolean(text: string): boolean | undefined {
  if (/^(1|true|t|yes|y|on)$/i.test(text)) return true;
  if (/^(0|false|f|no|n|off)$/i.test(text)) return false;
  return undefined;
}
