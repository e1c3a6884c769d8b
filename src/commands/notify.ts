import type { NotifyConfig } from '../config/notify.ts';
import { proxyRulesOf } from '../config/proxy.ts';
import type { Config } from '../config/schema.ts';
import { HuntsyncError, reasonOf } from '../core/errors.ts';
import { hashOf } from '../core/hash.ts';
import { VERIFIED } from '../core/https-agent.ts';
import { registerSecret } from '../core/log.ts';
import type { ProxyRules } from '../core/proxy.ts';
import { retrying, TRANSIENT_STATUSES } from '../core/retry.ts';
import { type Notice, noticeOf, noticeText } from '../report/notice.ts';
import type { RunResult } from '../report/result.ts';
import type { Context } from './context.ts';

/** What the last message of each webhook told of: a schedule does not tell the same every half an hour. */
const told = new Map<string, string>();

/** What lasts until somebody does something about it: told once, until it changes. */
const LASTING = ['rejected', 'drift'] as const;

/** Posts one message a webhook about a run, where there is something that it wants to hear of. Never throws. */
export async function notifyOf(
  result: RunResult,
  { notify, proxy }: Pick<Config, 'notify' | 'proxy'>,
  context: Context,
): Promise<void> {
  const rules = proxyRulesOf(proxy, context.env, context.log);
  const all = noticeOf(result);
  await Promise.all(
    notify.map(async ({ format, webhook, on }) => {
      registerSecret(webhook);
      const lasting = hashOf(LASTING.map((subject) => all[subject] ?? []));
      const isOld = told.get(webhook) === lasting;
      told.set(webhook, lasting);
      const wanted = Object.entries(all).filter(
        ([subject]) => on.some((one) => one === subject) && !(isOld && LASTING.some((one) => one === subject)),
      );
      if (wanted.length === 0) return;
      try {
        await post(webhook, BODIES[format](Object.fromEntries(wanted)), rules, context);
      } catch (error) {
        context.log.warn(`A notice could not be sent to ${new URL(webhook).host}: ${reasonOf(error)}`);
      }
    }),
  );
}

/**
 * Slack: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks; Teams' workflows take an adaptive card:
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using.
 */
const BODIES: Readonly<Record<NotifyConfig['format'], (notice: Notice) => object>> = {
  slack: (notice) => ({ text: `*huntsync*\n${escapeSlack(noticeText(notice))}` }),
  teams: (notice) => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            { type: 'TextBlock', text: 'huntsync', weight: 'Bolder' },
            // A text run shows what it is given; a text block would read Markdown in titles of strangers' articles.
            ...noticeText(notice)
              .split('\n')
              .map((line) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: line || ' ' }] })),
          ],
        },
      },
    ],
  }),
  json: (notice) => ({ text: noticeText(notice), subjects: notice }),
};

/** Slack reads `<…>` as a link or a mention (https://docs.slack.dev/messaging/formatting-message-text#escaping). */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const TIMEOUT_MS = 10_000;

async function post(url: string, body: object, rules: ProxyRules, { log, now, signal }: Context): Promise<void> {
  const { Agent, ProxyAgent, fetch } = await import('undici');
  const proxy = rules.proxyFor(new URL(url));
  const dispatcher = proxy
    ? new ProxyAgent({ uri: proxy.href, requestTls: VERIFIED, proxyTls: VERIFIED })
    : new Agent({ connect: VERIFIED });
  await retrying(
    async () => {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        dispatcher,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Refused(response.status);
    },
    {
      hint: (error) =>
        error instanceof Refused
          ? { transient: TRANSIENT_STATUSES.has(error.status), retryAfterMs: undefined }
          : { transient: error instanceof TypeError, retryAfterMs: undefined },
      deps: { log, now },
      policy: { retries: 2, deadlineMs: 30_000 },
      signal,
    },
  ).finally(() => dispatcher.close());
}

class Refused extends HuntsyncError {
  readonly status: number;

  constructor(status: number) {
    super(`it answered ${status}`);
    this.status = status;
  }
}
