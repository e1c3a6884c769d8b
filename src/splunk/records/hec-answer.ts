import { z } from 'zod';
import { redact } from '../../core/log.ts';
import { TRANSIENT_STATUSES } from '../../core/retry.ts';
import { oneLine, truncate } from '../../core/text.ts';
import { type RawResponse, retryAfter, SplunkError } from '../errors.ts';

/** A request that the HTTP Event Collector refused. */
export class HecError extends SplunkError {
  /** Index of the refused event, from 0. */
  readonly badEvent: number | undefined;
  /** Fewer or smaller events may pass. */
  readonly divisible: boolean;

  constructor(
    message: string,
    options: ConstructorParameters<typeof SplunkError>[1] & { badEvent?: number | undefined; divisible?: boolean },
  ) {
    super(message, options);
    this.badEvent = options.badEvent;
    this.divisible = options.divisible ?? false;
  }
}

export interface Accepted {
  /** To be asked about later; only where the token acknowledges. */
  readonly ackId: number | undefined;
  /** The collector still takes events, but reports that it is about to stop. */
  readonly warning: string | undefined;
}

/**
 * What is known of the collector's codes
 * (https://docs.splunk.com/Documentation/Splunk/latest/Data/TroubleshootHTTPEventCollector), by consequence: busy, starting,
 * stopping or full are worth another try, the fault of one event concerns that event alone, and the rest needs an administrator.
 */
const SUCCESS = new Set([0, 24, 25]);
const NEARLY_FULL = new Set([24, 25]);
const PASSING = new Set([8, 9, 18, 19, 20, 23, 26, 27]);
const BAD_EVENT = new Set([5, 6, 12, 13, 15]);
const TOKEN_REMEDY = 'Check `records.hec.token`, and that HEC knows this token.';
const REMEDIES: Readonly<Record<number, string>> = {
  1: 'Enable the token of `records.hec` in Splunk, and HEC itself in its global settings.',
  2: 'Let the Authorization header through: something between huntsync and Splunk takes it away.',
  3: TOKEN_REMEDY,
  4: TOKEN_REMEDY,
  10: 'Let the X-Splunk-Request-Channel header through: something between huntsync and Splunk takes it away.',
  11: 'Let the X-Splunk-Request-Channel header through unchanged.',
  14: 'Acknowledgement was turned off for the token on the way; run again.',
  16: 'Let the Authorization header through: something between huntsync and Splunk moves it into the query.',
  21: TOKEN_REMEDY,
  22: 'Enable the token of `records.hec` in Splunk.',
};
const ADDRESS_REMEDY = 'Set `records.hec.url` to the address of the HTTP Event Collector (usually port 8088).';

const answerSchema = z.object({
  code: z.number(),
  text: z.string().default(''),
  ackId: z.number().optional(),
  'invalid-event-number': z.number().optional(),
});

/** Reads the collector's answer to events. Throws HecError unless it is a success. `index` is for the remedy. */
export function readHecAnswer(origin: string, raw: RawResponse, index: string, now: Date): Accepted {
  const { statusCode } = raw;
  const answer = answerSchema.safeParse(parseJson(raw.text)).data;
  if (!answer) throw withoutCode(origin, raw, now);
  const { code, ackId } = answer;
  const said = truncate(redact(oneLine(answer.text)), 300);
  if (statusCode < 300 && SUCCESS.has(code)) {
    return { ackId, warning: NEARLY_FULL.has(code) ? `${origin}: ${said} (code ${code})` : undefined };
  }
  const remedy =
    code === 7
      ? `Create the index "${index}" in Splunk, allow it to the token of \`records.hec\`, or set \`records.hec.index\`.`
      : REMEDIES[code];
  throw new HecError(`${origin} answered ${statusCode}: ${said} (code ${code})`, {
    status: statusCode,
    said,
    transient: PASSING.has(code) || TRANSIENT_STATUSES.has(statusCode),
    retryAfterMs: retryAfter(raw.headers, now),
    fatal: remedy !== undefined,
    ...(remedy === undefined ? {} : { remedy }),
    badEvent: BAD_EVENT.has(code) ? answer['invalid-event-number'] : undefined,
    divisible: BAD_EVENT.has(code) || statusCode === 413,
  });
}

/** An answer that is not the collector's: a proxy, or another service at this address. */
function withoutCode(origin: string, { statusCode, headers }: RawResponse, now: Date): HecError {
  const isPassing = TRANSIENT_STATUSES.has(statusCode);
  const isSplit = statusCode === 413;
  const isWrongPlace = statusCode < 500 && !isPassing && !isSplit;
  return new HecError(`${origin} answered ${statusCode} without a code of the HTTP Event Collector`, {
    status: statusCode,
    transient: isPassing,
    retryAfterMs: retryAfter(headers, now),
    fatal: isWrongPlace,
    divisible: isSplit,
    ...(isWrongPlace ? { remedy: ADDRESS_REMEDY } : {}),
  });
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
